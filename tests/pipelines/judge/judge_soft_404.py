"""Labelled pages: error pages under 200, and good pages that look like one."""

from judge_pages import ARTICLE, LONG, MUSEUM_PAGE, MUSEUM_URL, NOINDEX, SHORT, Labelled, page, words
from judge_prose import DOMAIN_TRADE, FERRY_CHINESE, FRIDAY, MONDAY, MUSEUM, paragraphs

WELSH_ERROR = (
    "<h1>Wps</h1><p>Nid yw'r dudalen hon ar gael bellach, neu mae'r cyfeiriad yn anghywir. Ewch i'r dudalen flaen i "
    "weld "
    "newyddion y dydd, neu chwiliwch yn ein harchif.</p>"
)
CHINESE_ERROR = "<p>抱歉，这里什么也没有。也许链接已经过期，也许文章换了地方。请从首页重新开始，或者使用站内搜索。</p>"
SORRY = "<p>Sorry, we couldn't find the page you were looking for. Here is what happened this week.</p>"
APP_SHELL = (
    '<!DOCTYPE html><html lang="en"><head><title>Tide map</title></head><body><div id="root"></div><noscript>You need '
    "to "
    "enable JavaScript to run this app, and a browser that is younger than the tide tables.</noscript></body></html>"
)

BAD = (
    Labelled(
        name="wordpress",
        verdict="soft_404",
        body=page(
            "Page not found &#8211; Town Gazette",
            "<h1>Oops! That page can&rsquo;t be found.</h1><p>It looks like nothing was found at this location.</p>",
        ),
    ),
    Labelled(
        name="german",
        verdict="soft_404",
        body=page(
            "Seite nicht gefunden | Der Bote", "<h1>Fehler 404</h1><p>Die gesuchte Seite ist nicht da.</p>", lang="de"
        ),
    ),
    Labelled(
        name="french",
        verdict="soft_404",
        body=page("Erreur 404 - Page introuvable", "<p>La page que vous recherchez n’existe plus.</p>", lang="fr"),
    ),
    Labelled(name="spanish", verdict="soft_404", body=page("Página no encontrada :: El Faro", "<p>Lo sentimos.</p>")),
    Labelled(name="portuguese", verdict="soft_404", body=page("Página não encontrada", "<p>Volte ao início.</p>")),
    Labelled(name="italian", verdict="soft_404", body=page("Pagina non trovata » Il Molo", "<p>Torna alla home.</p>")),
    Labelled(name="dutch", verdict="soft_404", body=page("Pagina niet gevonden", "<p>Ga naar de voorpagina.</p>")),
    Labelled(name="swedish", verdict="soft_404", body=page("Sidan kunde inte hittas", "<p>Gå till startsidan.</p>")),
    Labelled(name="polish", verdict="soft_404", body=page("Nie znaleziono strony | Latarnia", "<p>Przepraszamy.</p>")),
    Labelled(
        name="russian", verdict="soft_404", body=page("Страница не найдена — Маяк", "<p>Вернитесь на главную.</p>")
    ),
    Labelled(name="turkish", verdict="soft_404", body=page("Aradığınız sayfa bulunamadı!", "<p>Ana sayfa.</p>")),
    Labelled(name="arabic", verdict="soft_404", body=page("الصفحة غير موجودة", "<p>العودة إلى الرئيسية</p>")),
    Labelled(
        name="japanese", verdict="soft_404", body=page("ページが見つかりません｜灯台新聞", "<p>トップへ戻る。</p>")
    ),
    Labelled(name="korean", verdict="soft_404", body=page("페이지를 찾을 수 없습니다.", "<p>홈으로</p>")),
    Labelled(name="chinese", verdict="soft_404", body=page("404 - 页面不存在", "<p>返回首页</p>")),
    Labelled(name="vietnamese", verdict="soft_404", body=page("Không tìm thấy trang", "<p>Trang chủ</p>")),
    Labelled(
        name="heading only, generic title",
        verdict="soft_404",
        body=page("Town Gazette", "<h1>404</h1><p>Sorry, we couldn't find the page you were looking for.</p>"),
    ),
    Labelled(
        name="error page with much else on it",
        verdict="soft_404",
        body=page("Page not found", f"<h1>Page not found</h1><h2>You may like</h2>{LONG}", NOINDEX),
    ),
    Labelled(
        name="deep link to a short home page",
        verdict="soft_404",
        body=page("Town Gazette", SHORT),
        final_url="https://town.example/",
    ),
    Labelled(
        name="deep link to a long home page that shares no word with it",
        verdict="soft_404",
        body=page("Gazette", LONG),
        url="https://town.example/2024/03/harbour-council-approves-budget-extension",
        final_url="https://www.town.example/",
        via=301,
    ),
    Labelled(
        name="deep link to an error's address",
        verdict="soft_404",
        body=page("Town Gazette", words(3)),
        final_url="https://town.example/errors/404.html",
    ),
    Labelled(name="json error", verdict="soft_404", body='{"error": "Not found"}', content_type="application/json"),
    Labelled(
        name="parked",
        verdict="soft_404",
        body=page("town.example", '<p>Related searches</p><script src="https://www.sedoparking.com/js/x.js"></script>'),
    ),
    Labelled(
        name="vBulletin's lost thread",
        verdict="soft_404",
        url="https://forum.town.example/showthread.php?t=81234",
        body=page(
            "The Town Forum",
            "<div class='panel'><h2>vBulletin Message</h2><p>Invalid Thread specified. If you followed a valid link, "
            "please notify the administrator.</p></div>",
        ),
    ),
    Labelled(
        name="phpBB's lost topic",
        verdict="soft_404",
        url="https://forum.town.example/viewtopic.php?f=4&t=1123",
        body=page("Town Forum - Information", "<h2>Information</h2><p>The requested topic does not exist.</p>"),
    ),
    Labelled(
        name="Next.js",
        verdict="soft_404",
        body='<!DOCTYPE html><html lang="en"><head><title>404: This page could not be found.</title></head><body>'
        '<div id="__next"><h1 class="next-error-h1">404</h1><h2>This page could not be found.</h2></div></body></html>',
    ),
    Labelled(
        name="Squarespace",
        verdict="soft_404",
        body=page(
            "Town Gazette",
            "<p>We couldn't find the page you were looking for. This is either because:</p><ul><li>There is an error "
            "in "
            "the URL entered into your web browser. Please check the URL and try again.</li><li>The page you are "
            "looking "
            "for has been moved or deleted.</li></ul><p>You can return to our homepage by clicking here, or you can "
            "try "
            "searching for the content you are seeking by clicking here.</p>",
        ),
    ),
    Labelled(
        name="video that is gone",
        verdict="soft_404",
        url="https://video.example/watch?v=aFerryAtSeven",
        body=page(" - Video", "<h1>Video unavailable</h1><p>This video isn't available anymore.</p>"),
    ),
    Labelled(
        name="social network's lost post",
        verdict="soft_404",
        url="https://social.example/town/status/1234567890",
        body=page("Social", "<p>Hmm...this page doesn’t exist. Try searching for something else.</p>"),
    ),
    Labelled(
        name="product that is no longer sold",
        verdict="soft_404",
        url="https://shop.example/products/oilskin-jacket-blue",
        body=page(
            "Harbour Shop", "<h1>Sorry, this product is no longer available.</h1><p>Have a look at our hats.</p>"
        ),
    ),
    Labelled(
        name="job that was filled",
        verdict="soft_404",
        url="https://jobs.example/vacancy/88122-deckhand",
        body=page("Jobs at the harbour", "<h1>This job is no longer available</h1><p>See our other vacancies.</p>"),
    ),
    Labelled(
        name="greek",
        verdict="soft_404",
        body=page("Η σελίδα δεν βρέθηκε - Ο Φάρος", "<h1>404</h1><p>Επιστροφή στην αρχική.</p>", lang="el"),
    ),
    Labelled(
        name="hindi",
        verdict="soft_404",
        body=page("पृष्ठ नहीं मिला | समाचार", "<p>मुखपृष्ठ पर लौटें।</p>", lang="hi"),
    ),
    Labelled(
        name="czech",
        verdict="soft_404",
        body=page("Stránka nenalezena – Maják", "<h1>Chyba 404</h1><p>Zpět na úvod.</p>", lang="cs"),
    ),
    Labelled(
        name="ASP.NET's error page after a redirect",
        verdict="soft_404",
        final_url="https://town.example/ErrorPage.aspx?aspxerrorpath=/2024/03/the-ferry-timetable",
        body=page("Town Gazette", "<p>Something went wrong. Our team has been told.</p>" + paragraphs(MONDAY)),
    ),
    Labelled(
        name="error page in a language without a phrase of ours, the same for a random path",
        verdict="soft_404",
        body=page("Wps | Y Gwyliwr", WELSH_ERROR, lang="cy"),
        sibling=page("Wps | Y Gwyliwr", WELSH_ERROR, lang="cy"),
    ),
    Labelled(
        name="long error page under an ordinary title, the same for a random path, where an article was",
        verdict="soft_404",
        good=page("The ferry timetable | Town Gazette", words(30)),
        body=page("Town Gazette", "<h1>Hoppla</h1>" + paragraphs(MONDAY, 3)),
        sibling=page("Town Gazette", "<h1>Hoppla</h1>" + paragraphs(MONDAY, 3)),
    ),
    Labelled(
        name="long error page that says so, the same for a random path",
        verdict="soft_404",
        body=page("Page not found | Town Gazette", "<h1>Page not found</h1><h2>News</h2>" + paragraphs(MONDAY, 3)),
        sibling=page("Page not found | Town Gazette", "<h1>Page not found</h1><h2>News</h2>" + paragraphs(MONDAY, 3)),
    ),
    Labelled(
        name="long error page that says so, where a much longer article was",
        verdict="soft_404",
        good=page("The ferry timetable | Town Gazette", words(24)),
        body=page("Oops! Page not found | Town Gazette", "<h1>Oops!</h1>" + paragraphs(MONDAY, 4)),
    ),
    Labelled(
        name="an apology among the news, the same for a random path",
        verdict="soft_404",
        body=page("Town Gazette", SORRY + paragraphs(FRIDAY, 3)),
        sibling=page("Town Gazette", SORRY + paragraphs(FRIDAY, 3)),
    ),
    Labelled(
        name="home page in place of the article, on the site's other host",
        verdict="soft_404",
        good=page("The ferry timetable | Town Gazette", words(6)),
        final_url="https://www.town.example/",
        via=302,
        body=page("Town Gazette", paragraphs(MONDAY, 3)),
        sibling=page("Town Gazette", paragraphs(MONDAY, 3)),
    ),
    Labelled(
        name="chinese error page without a phrase of ours, the same for a random path",
        verdict="soft_404",
        good=page("外岛渡轮 - 镇报", paragraphs(FERRY_CHINESE, 3), lang="zh"),
        body=page("镇报", CHINESE_ERROR, lang="zh"),
        sibling=page("镇报", CHINESE_ERROR, lang="zh"),
    ),
    Labelled(
        name="names and dates differ, the page for a random path is the same but for that",
        verdict="soft_404",
        good=page("The ferry timetable | Town Gazette", words(24)),
        body=page("Town Gazette", paragraphs(MONDAY, 2) + "<p>Today is Monday, 12 May, 10:14. Visitor 88123.</p>"),
        sibling=page("Town Gazette", paragraphs(MONDAY, 2) + "<p>Today is Monday, 12 May, 10:15. Visitor 90455.</p>"),
    ),
    Labelled(
        name="domain for sale, never seen otherwise",
        verdict="soft_404",
        body=page("town.example", "<h1>town.example</h1><p>This domain is for sale! Make an offer.</p>"),
    ),
    Labelled(
        name="redirected to a dealer in names, never seen otherwise",
        verdict="soft_404",
        final_url="https://www.hugedomains.com/domain_profile.cfm?d=town.example",
        body=page("Town.example is for sale | HugeDomains", "<h1>Town.example</h1><p>Buy now: $2,895</p>" + SHORT),
    ),
    Labelled(
        name="finnish",
        verdict="soft_404",
        body=page(
            "Sivua ei löytynyt – Majakka",
            "<h1>Sivua ei löytynyt</h1><p>Valitettavasti hakemaasi sivua ei ole.</p>",
            lang="fi",
        ),
    ),
    Labelled(
        name="code host's error",
        verdict="soft_404",
        body=page("Page not found · Code Host", "<p>This is not the web page you are looking for.</p>"),
    ),
    Labelled(
        name="drupal",
        verdict="soft_404",
        body=page("Page not found | Ministry", "<h1>Page not found</h1><p>The requested page could not be found.</p>"),
    ),
    Labelled(
        name="wire story that expired",
        verdict="soft_404",
        url="https://paper.example/ap/2004/03/story.html",
        body=page(
            "Paper",
            "<p>The story you requested has expired or is no longer available. Wire stories are kept for two "
            "weeks.</p>",
        ),
    ),
    Labelled(
        name="sharepoint",
        verdict="soft_404",
        url="https://agency.example/Documents/report.pdf",
        final_url="https://agency.example/Pages/PageNotFoundError.aspx?requestUrl=https://agency.example/Documents/report.pdf",
        body=page("Agency", "<h1>Sorry, we couldn't find that page</h1><p>Use the menu.</p>" + words(1)),
    ),
    Labelled(
        name="site builder in Spanish",
        verdict="soft_404",
        body=page("Error 404 | Mi sitio", "<h1>Esta página no existe</h1><p>Vuelve al inicio.</p>", lang="es"),
    ),
    Labelled(
        name="portal that answers everything alike, where an article was",
        verdict="soft_404",
        good=page("The museum of clocks | Valley Portal", paragraphs(MUSEUM, 3)),
        url=MUSEUM_URL,
        body=page("Valley Portal", paragraphs(FRIDAY, 2)),
        sibling=page("Valley Portal", paragraphs(FRIDAY, 2)),
        twins=5,
    ),
    Labelled(
        name="startup's article behind its buyer's home page",
        verdict="soft_404",
        url="https://old-startup.example/blog/how-we-sharded-our-database",
        final_url="https://bigcorp.example/",
        via=301,
        body=page("BigCorp", paragraphs(FRIDAY, 2)),
    ),
    Labelled(
        name="ukrainian",
        verdict="soft_404",
        body=page("Сторінку не знайдено — Маяк", "<h1>404</h1><p>На жаль, такої сторінки немає.</p>", lang="uk"),
    ),
    Labelled(
        name="blog platform's lost blog",
        verdict="soft_404",
        url="https://ines.blogs.example/2011/05/pendulums.html",
        body=page(
            "Blog not found",
            "<h1>Blog not found</h1><p>Sorry, the blog you were looking for does not exist. However, the name ines "
            "is available to register!</p>",
        ),
    ),
    Labelled(
        name="event that is over and deleted",
        verdict="soft_404",
        url="https://events.example/e/clock-night-tickets-12345",
        final_url="https://events.example/not-found?eid=12345",
        body=page("Whoops", "<p>The event you are trying to view is no longer here.</p>" + paragraphs(FRIDAY)),
    ),
    Labelled(
        name="library's lost permalink",
        verdict="soft_404",
        url="https://library.example/record=b1234567",
        body=page("Library catalogue", "<p>No such record.</p><p>New search</p>"),
    ),
    Labelled(
        name="shop's category in place of the product, redirected",
        verdict="soft_404",
        url="https://shop.example/product/brass-telescope-1900",
        final_url="https://shop.example/search?q=brass+telescope",
        body=page("Search results", "<p>0 results for your search</p>" + paragraphs(FRIDAY[:2])),
    ),
)

TRAPS = (
    Labelled(
        name="area code 404", verdict="alive", body=page("Area code 404 - Town Wiki", f"<h1>Area code 404</h1>{SHORT}")
    ),
    Labelled(
        name="a car named 404",
        verdict="alive",
        body=page("Peugeot 404: a short history", f"<h1>Peugeot 404</h1>{SHORT}"),
    ),
    Labelled(
        name="a novel named Not Found",
        verdict="alive",
        body=page("Not Found | Town Books", f"<h1>Not Found</h1>{words(4)}"),
    ),
    Labelled(
        name="essay on error pages",
        verdict="alive",
        body=page("Page not found: in praise of the lost page", f"<h1>Page not found</h1>{LONG}"),
    ),
    Labelled(
        name="encyclopedia on 404",
        verdict="alive",
        body=page(
            "HTTP 404 - Town Encyclopedia",
            f"<h1>HTTP 404</h1><p>404, not found, or page not found is a message.</p>{LONG}",
        ),
    ),
    Labelled(
        name="good page that wants no index",
        verdict="alive",
        body=page("The ferry", f"<h1>The ferry</h1>{SHORT}", NOINDEX),
    ),
    Labelled(
        name="moved to a new address",
        verdict="moved",
        via=301,
        final_url="https://gazette.example/ferry-timetable",
        body=page("The ferry timetable", LONG),
    ),
    Labelled(
        name="old home to new home",
        verdict="moved",
        via=308,
        url="https://town.example/en/",
        final_url="https://gazette.example/",
        body=page("Town Gazette", SHORT),
    ),
    Labelled(
        name="a project that got a domain",
        verdict="moved",
        via=301,
        url="https://user.github.example/project/docs",
        final_url="https://project.example/",
        body=page("Project", LONG),
    ),
    Labelled(
        name="temporary redirect to a session's address",
        verdict="alive",
        via=302,
        final_url="https://town.example/2024/03/the-ferry-timetable?session=1",
        body=page("The ferry timetable", LONG),
    ),
    Labelled(
        name="search results, cited as such",
        verdict="alive",
        url="https://town.example/search?q=ferry",
        body=page("Search: ferry", words(3)),
    ),
    Labelled(
        name="poem on a missing page",
        verdict="alive",
        body=page("Poem", f"<p>The page you are looking for is inside you.</p>{SHORT}"),
    ),
    Labelled(
        name="plain text that explains 404",
        verdict="alive",
        content_type="text/plain; charset=utf-8",
        body="Status codes we log\n\n200 OK\n404 Not Found\n410 Gone\n" + "The log is rotated every night. " * 12,
    ),
    Labelled(
        name="paper shown in a page of its own",
        verdict="alive",
        url="https://papers.example/abs/2401.00001.pdf",
        body=page("On ferries", f"<h1>On ferries</h1>{words(3)}"),
    ),
    Labelled(
        name="article on domain trade that links to a trader",
        verdict="alive",
        body=page("The domain trade", f'<p>See <a href="https://www.hugedomains.com/x">this shop</a>.</p>{words(3)}'),
    ),
    Labelled(
        name="story of a site named after an error",
        verdict="alive",
        url="https://404.example/harbour-cameras",
        body=page(
            "The harbour's cameras look at your number plate | 404 Media",
            f"<h1>The harbour's cameras look at your number plate</h1>{SHORT}",
            '<meta property="og:site_name" content="404 Media">',
        ),
    ),
    Labelled(
        name="the year 404",
        verdict="alive",
        url="https://encyclopedia.example/wiki/404",
        body=page("404 - Town Encyclopedia", "<h1>404</h1><p>Year 404 was a leap year.</p>" + words(3)),
    ),
    Labelled(
        name="year 410, the sack of Rome",
        verdict="alive",
        body=page("410: The sack of Rome | History", f"<h1>410: The sack of Rome</h1>{SHORT}"),
    ),
    Labelled(
        name="short manual page on 404",
        verdict="alive",
        body=page(
            "404 Not Found - HTTP status codes",
            "<h1>HTTP status code 404</h1><p>The server has not found anything matching the request. No indication is "
            "given of whether the condition is temporary or permanent.</p>" + words(3),
        ),
    ),
    Labelled(
        name="help page on what to do about a missing page",
        verdict="alive",
        body=page(
            "How to repair “Page not found” in your shop",
            f"<h1>How to repair “Page not found” in your shop</h1><p>Visitors who see it have followed an old link.</p>"
            f"{words(2)}",
        ),
    ),
    Labelled(
        name="cited home page of a site that answers it for everything",
        verdict="alive",
        url="https://town.example/",
        body=page("Town Gazette", SHORT),
        sibling=page("Town Gazette", SHORT),
    ),
    Labelled(
        name="app that needs scripts and answers everything alike",
        verdict="alive",
        url="https://maps.example/tides/harbour",
        body=APP_SHELL,
        sibling=APP_SHELL,
    ),
    Labelled(
        name="essay on error pages, on a host with proper ones",
        verdict="alive",
        body=page("Page not found: in praise of the lost page", f"<h1>Page not found</h1>{LONG}"),
        sibling=page("Page not found", "<h1>404</h1><p>Sorry, there is nothing here.</p>"),
        sibling_status=404,
    ),
    Labelled(
        name="essay on error pages, on a host that answers with its home page",
        verdict="alive",
        body=page("Page not found: in praise of the lost page", f"<h1>Page not found</h1>{LONG}"),
        sibling=page("Essays", paragraphs(FRIDAY, 3)),
    ),
    Labelled(
        name="short page in a frame that all pages of its host share",
        verdict="alive",
        body=page("The pier", f"<p>Dogs are welcome until nine.</p><aside>{paragraphs(MONDAY[:2])}</aside>"),
        sibling=page("Town Gazette", f"<p>Welcome to the gazette.</p><aside>{paragraphs(FRIDAY[:3])}</aside>"),
    ),
    Labelled(
        name="article cut to a third by its author, who wants no index",
        verdict="degraded",
        good=page("The ferry timetable | Town Gazette", words(18), NOINDEX),
        body=page("The ferry timetable | Town Gazette", words(5), NOINDEX),
    ),
    Labelled(
        name="article cut to a third, on a host with proper error pages",
        verdict="degraded",
        good=page("The ferry timetable | Town Gazette", words(18)),
        body=page("The ferry timetable | Town Gazette", words(5)),
        sibling=page("Page not found | Town Gazette", "<h1>404</h1>"),
        sibling_status=404,
    ),
    Labelled(
        name="essay on error pages, cut to a third by its author",
        verdict="degraded",
        good=page("Page not found: in praise of the lost page", f"<h1>Page not found</h1>{words(18)}"),
        body=page("Page not found: in praise of the lost page", f"<h1>Page not found</h1>{words(5)}"),
    ),
    Labelled(
        name="app that gives no text any more, and answers everything alike",
        verdict="degraded",
        good=page("Tide map", words(6)),
        body=APP_SHELL,
        sibling=APP_SHELL,
    ),
    Labelled(
        name="short story called Page Not Found",
        verdict="alive",
        body=page("Page Not Found, a story | Town Magazine", "<h1>Page Not Found, a story</h1>" + words(2)),
    ),
    Labelled(
        name="novel whose page is its title and a sentence",
        verdict="alive",
        body=page("Gone | Town Books", "<h1>Gone</h1><p>A novel by Ines Moravec. 312 pages, paperback.</p>"),
    ),
    Labelled(
        name="discontinued product with its manual",
        verdict="alive",
        body=page(
            "Oilskin jacket, blue | Harbour Shop",
            f"<h1>Oilskin jacket, blue</h1><p>This item is no longer available. Here is how to care for "
            f"it.</p>{words(4)}",
        ),
    ),
    Labelled(
        name="search page of a library, redirected with a session",
        verdict="alive",
        url="https://library.example/search?q=ferry",
        final_url="https://library.example/search?q=ferry&sid=1",
        body=page("Search: ferry", words(3)),
    ),
    Labelled(
        name="list of expired domain names for sale, as a study cites it",
        verdict="alive",
        body=page("Where lapsed names go", f"<h1>Where lapsed names go</h1>{paragraphs(DOMAIN_TRADE, 2)}"),
    ),
    Labelled(
        name="house for sale",
        verdict="alive",
        body=page("Lighthouse for sale | Town Gazette", f"<h1>Lighthouse for sale</h1>{SHORT}"),
    ),
    Labelled(
        name="deep link to a project's new domain",
        verdict="moved",
        via=301,
        url="https://town.example/projects/ferry-tracker",
        final_url="https://ferry-tracker.example/",
        body=page("Ferry tracker", "<h1>Ferry tracker</h1>" + words(4)),
    ),
    Labelled(
        name="page moved to the top of a site of its own, in few words",
        verdict="moved",
        via=308,
        url="https://town.example/ferry",
        final_url="https://ferry.example/",
        body=page("The ferry", "<h1>The ferry</h1>" + SHORT),
    ),
    Labelled(
        name="gallery named 404",
        verdict="alive",
        url="https://gallery404.example/opening",
        body=page(
            "Gallery 404 – Opening hours",
            "<h1>Opening hours</h1><p>Gallery 404 is open from Tuesday to Sunday, eleven to six.</p>",
        ),
    ),
    Labelled(
        name="song named 404 Not Found",
        verdict="alive",
        body=page(
            "404 Not Found - lyrics by The Quarrymen's Orchestra",
            "<h1>404 Not Found</h1><p>by The Quarrymen's Orchestra</p>" + words(4),
        ),
    ),
    Labelled(
        name="to https and a slash",
        verdict="moved",
        via=301,
        url="http://clocks.example/visit",
        final_url="https://clocks.example/visit/",
        body=page("Visit", paragraphs(MUSEUM)),
    ),
    Labelled(
        name="diary of a beachcomber",
        verdict="alive",
        body=page("Nothing found: a beachcomber's diary", "<h1>Nothing found: a beachcomber's diary</h1>" + words(2)),
    ),
    Labelled(
        name="review of a film about a lost page",
        verdict="alive",
        body=page("Film review: The Missing Page", "<h1>The Missing Page</h1>" + SHORT),
    ),
    Labelled(
        name="bus line 404",
        verdict="alive",
        url="https://buses.example/lines/404",
        body=page("Line 404 | Town Buses", "<h1>404</h1><p>Harbour, Mill Lane, Hospital, Penfield.</p>" + words(3)),
    ),
    Labelled(
        name="law with the number 410",
        verdict="alive",
        body=page("§ 410 Civil Code | Laws", "<h1>§ 410</h1><p>(1) The debtor need not pay the new creditor.</p>"),
    ),
    Labelled(
        name="bug report that was closed as not found",
        verdict="alive",
        url="https://code.example/issues/221",
        body=page(
            "Page not found after upgrade · Issue #221 · Code Host",
            "<h1>Page not found after upgrade #221</h1><p>Since version 3 every link to the manual answers 404. Steps: "
            "open the start page, click on Manual. Expected: the manual. I see: the page you are looking for does not "
            "exist.</p><p>Thanks for the report, fixed in 3.0.1.</p>",
        ),
    ),
    Labelled(
        name="question on writing a 404 page",
        verdict="alive",
        url="https://answers.example/q/9/custom-404-page",
        body=page(
            "How do I show a custom 404 page? - Answers",
            "<h1>How do I show a custom 404 page?</h1><p>My server shows its own page. I would like to say: sorry, "
            "the page "
            "you requested could not be found.</p><p>Set the handler for the status 404 in the server's "
            "configuration and put your file beside it.</p>",
        ),
    ),
    Labelled(
        name="museum's object that was removed from show",
        verdict="alive",
        body=page(
            "Astrolabe | Museum of clocks",
            "<h1>Astrolabe</h1><p>Brass, about 1540. This object has been removed from the gallery for cleaning and is "
            "back in June. The astrolabe came to the founder in exchange for a cuckoo clock, and he never told "
            "whose.</p>",
        ),
    ),
    Labelled(
        name="apartment that is let, with its description",
        verdict="alive",
        body=page(
            "Two rooms above the bakery",
            f"<h1>Two rooms above the bakery</h1><p>No longer available since March.</p>{words(2)}",
        ),
    ),
    Labelled(
        name="same page behind a language's path",
        verdict="alive",
        via=302,
        url="https://town.example/2024/03/the-ferry-timetable",
        final_url="https://town.example/en/2024/03/the-ferry-timetable",
        body=page("The ferry timetable", "<h1>The ferry timetable</h1>" + words(2)),
    ),
    Labelled(
        name="article that became a chapter",
        verdict="moved",
        via=301,
        good=ARTICLE,
        final_url="https://town.example/books/islands#ferry",
        body=page("Islands: a guide", "<h1>Islands: a guide</h1>" + words(12)),
    ),
    Labelled(
        name="archive's frame around the old page",
        verdict="alive",
        url="https://archive.example/web/2015/http://clocks.example/visit",
        body=page("The museum of clocks", "<div>Saved 12 times between 2009 and 2015</div>" + paragraphs(MUSEUM)),
    ),
    Labelled(
        name="feed reader's page of one line",
        verdict="alive",
        body=page("Status", "<p>All systems operational.</p>"),
        sibling=page("Not found", "<p>Not found.</p>"),
        sibling_status=404,
    ),
    Labelled(
        name="article in a paper that ends in a hundred links, the same for a random path but for the article",
        verdict="alive",
        body=page("The museum", paragraphs(MUSEUM) + "<h2>More</h2>" + paragraphs(MONDAY)),
        sibling=page(
            "Town Gazette", "<p>Nothing here, but perhaps you like this.</p><h2>More</h2>" + paragraphs(MONDAY)
        ),
    ),
    Labelled(
        name="list of HTTP errors in a textbook",
        verdict="alive",
        body=page(
            "Appendix C: Errors",
            "<h1>Appendix C: Errors</h1><p>400 Bad Request. 401 Unauthorized. 403 Forbidden. 404 Not Found. 410 "
            "Gone.</p>" + words(1),
        ),
    ),
    Labelled(
        name="interview with the author of Gone",
        verdict="alive",
        body=page(
            "“Page removed”: an interview with Ines Moravec",
            f"<h1>“Page removed”: an interview with Ines Moravec</h1>{words(2)}",
        ),
    ),
    Labelled(
        name="press photo with a caption",
        verdict="alive",
        url="https://museum.example/press/img-0410",
        body=page(
            "Press photo 410 | Museum of clocks",
            "<figure><img src=a.jpg><figcaption>The astronomical clock at noon. Photo 410, free for "
            "use.</figcaption></figure>",
        ),
    ),
    Labelled(
        name="home page moved to https and www",
        verdict="moved",
        via=301,
        url="http://clocks.example/",
        final_url="https://www.clocks.example/",
        good=page("Museum of clocks", paragraphs(MUSEUM, 2)),
        body=page("Museum of clocks", paragraphs(MUSEUM, 2)),
    ),
    Labelled(
        name="article moved to an archive's host",
        verdict="moved",
        via=301,
        url="https://town.example/2009/museum-of-clocks-opens",
        final_url="https://archive.town.example/a/88123",
        good=MUSEUM_PAGE,
        body=page("Museum of clocks opens | Town Gazette archive", paragraphs(MUSEUM, 2)),
    ),
)
