"""Labelled pages of the project's own making: what each is, and the verdict a person would give it.

Half of them are traps: good pages that look like bad ones to a rule that reads too little.
"""

from dataclasses import dataclass

_SENTENCES = (
    "The ferry to the outer islands leaves at seven, and those who miss it wait for the mail boat.",
    "Nobody in the village remembers when the clock on the customs house was last right.",
    "In wet years the lower meadow is a lake, and the herons stand where the sheep stood in June.",
    "The school has eleven pupils, two teachers and a piano that came ashore in a storm.",
    "A surveyor spent a month here and drew a map that the fishermen still use to wrap their catch.",
    "The bakery opens when the baker wakes, which is earlier than anybody would like.",
    "On clear nights the lights of the mainland look close enough to touch, and are not.",
    "There is a rule about dogs on the pier, and there is a dog that has read it.",
)


def words(count: int) -> str:
    """Paragraphs of plain prose, `count` of them of about 370 characters."""
    return "".join(
        f"<p>{number + 1}. " + " ".join(_SENTENCES[(number * 3 + step) % 8] for step in range(4)) + "</p>\n"
        for number in range(count)
    )


LONG, SHORT = words(12), words(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    name: str
    verdict: str
    body: str
    url: str = "https://town.example/2024/03/the-ferry-timetable"
    final_url: str | None = None
    status: int = 200
    via: int = 302  # the status of the redirect, where there is a final URL
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/html; charset=utf-8"
    good_text_chars: int | None = None


def page(title: str, body: str, head: str = "", lang: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/about">About</a></nav><main>{body}</main>'
        "<footer>Town Gazette. Terms. Privacy.</footer></body></html>"
    )


NOINDEX = '<meta name="robots" content="noindex">'
PAID = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The ferry", "isAccessibleForFree": false}</script>'  # noqa: E501 - one tag
LOGIN_BOX = '<form action="/login"><h2>Log in</h2><input name="user"><input type="password" name="p"></form>'

BAD = (
    # --- soft 404 ---
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
    # --- blocked ---
    Labelled(
        name="cloudflare, 403",
        verdict="blocked",
        status=403,
        headers=(("cf-mitigated", "challenge"),),
        body=page("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
    ),
    Labelled(
        name="cloudflare, 200, no header",
        verdict="blocked",
        body=page("Just a moment...", "<script>window._cf_chl_opt={}</script><p>Checking your browser</p>"),
    ),
    Labelled(
        name="cloudflare in German, 503",
        verdict="blocked",
        status=503,
        body=page("Nur einen Moment…", "<script>window._cf_chl_opt={}</script>", lang="de"),
    ),
    Labelled(
        name="challenge under a 404",
        verdict="blocked",
        status=404,
        body=page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"),
    ),
    Labelled(
        name="akamai, 200",
        verdict="blocked",
        body="<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to "
        'access "http&#58;&#47;&#47;town&#46;example&#47;x" on this server.<P>Reference&#32;&#35;18&#46;4d2f&#46;17'
        "</BODY></HTML>",
    ),
    Labelled(
        name="perimeterx",
        verdict="blocked",
        body=page(
            "Access to this page has been denied",
            '<div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human</p>',
        ),
    ),
    Labelled(
        name="datadome",
        verdict="blocked",
        body="<html><head><title>town.example</title></head><body><p>Please enable JS and disable any ad blocker</p>"
        '<script src="https://ct.captcha-delivery.com/c.js"></script></body></html>',
    ),
    Labelled(
        name="imperva",
        verdict="blocked",
        body='<html><head><META NAME="robots" CONTENT="noindex,nofollow"></head><body><iframe id="main-iframe" '
        'src="/_Incapsula_Resource?CWUDNSAI=9">Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>',
    ),
    Labelled(
        name="anubis",
        verdict="blocked",
        body=page(
            "Making sure you&#39;re not a bot!",
            "<h1>Making sure you&#39;re not a bot!</h1>"
            '<script id="anubis_challenge" type="application/json">{}</script>'
            "<p>You are seeing this because the administrator of this website has set up Anubis.</p>",
        ),
    ),
    Labelled(
        name="aws, captcha",
        verdict="blocked",
        status=405,
        headers=(("x-amzn-waf-action", "captcha"),),
        body=page("Human Verification", "<script>window.gokuProps = {}</script>"),
    ),
    Labelled(
        name="plain captcha",
        verdict="blocked",
        body=page(
            "Security check", '<p>Please complete the captcha.</p><div class="g-recaptcha" data-sitekey="x"></div>'
        ),
    ),
    # --- restricted ---
    Labelled(
        name="login redirect",
        verdict="restricted",
        body=page("Sign in - Town ID", LOGIN_BOX),
        final_url="https://id.town.example/login?next=%2F2024",
    ),
    Labelled(
        name="login redirect with much help text",
        verdict="restricted",
        body=page("Welcome", LOGIN_BOX + words(5)),
        final_url="https://town.example/users/sign_in",
    ),
    Labelled(name="login in place", verdict="restricted", body=page("Anmelden | Der Bote", LOGIN_BOX, lang="de")),
    Labelled(
        name="schema paywall",
        verdict="restricted",
        body=page("The ferry timetable", f"<article><h1>The ferry timetable</h1>{SHORT}</article>", PAID),
    ),
    Labelled(
        name="teaser and subscribe block, no schema",
        verdict="restricted",
        body=page(
            "The ferry timetable",
            f"<article>{SHORT}<div class='regwall'><p>Subscribe to continue reading this story.</p></div></article>",
        ),
    ),
    Labelled(
        name="french paywall",
        verdict="restricted",
        body=page(
            "Le bac", f"<article>{SHORT}<p>La suite de cet article est réservée aux abonnés.</p></article>", lang="fr"
        ),
    ),
    Labelled(
        name="consent gate",
        verdict="restricted",
        body=page("Before you continue", f"<p>We use cookies and data.</p>{SHORT}"),
        url="https://www.youtube.com/watch?v=abc",
        final_url="https://consent.youtube.com/m?continue=x",
    ),
    # --- others ---
    Labelled(
        name="server's fault under 200",
        verdict="unreachable",
        body=page("Database Error", "<h1>Error establishing a database connection</h1>"),
    ),
    Labelled(name="shrunk", verdict="degraded", body=page("The ferry", words(2)), good_text_chars=9000),
)

TRAPS = (
    Labelled(
        name="long article that quotes a challenge",
        verdict="alive",
        body=page(
            "Why every page says hello to robots", f"<p>“Just a moment...” it says. “Verify you are human.”</p>{LONG}"
        ),
    ),
    Labelled(
        name="long article whose title is a challenge's",
        verdict="alive",
        body=page("Just a moment... | Town Gazette", f"<h1>Just a moment...</h1>{LONG}"),
    ),
    Labelled(
        name="short note that quotes a challenge",
        verdict="alive",
        body=page(
            "On robots", f"<p>Today the library asked me to “verify you are human”, and I was not sure.</p>{SHORT}"
        ),
    ),
    Labelled(
        name="long article that quotes a paywall",
        verdict="alive",
        body=page(
            "Paywalls",
            f"<p>They say: subscribe to read the full story.</p>{LONG}<p>Subscribe to continue, they say.</p>",
        ),
    ),
    Labelled(
        name="free article that ends with a newsletter",
        verdict="alive",
        body=page("The ferry", f"<article>{words(4)}</article><aside>Subscribe to our newsletter</aside>"),
    ),
    Labelled(
        name="whole article sent behind a script's paywall",
        verdict="alive",
        body=page(
            "The ferry", f"<article>{LONG}<div class='paywall'>Subscribe to continue reading</div></article>", PAID
        ),
    ),
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
        name="recipe named access denied",
        verdict="alive",
        body=page("Access Denied | Recipes", f"<h1>Access Denied</h1><p>A cake for those on a diet.</p>{words(2)}"),
    ),
    Labelled(
        name="short but good", verdict="alive", body=page("The ferry", "<article><p>It leaves at seven.</p></article>")
    ),
    Labelled(
        name="short but good with a login box",
        verdict="alive",
        body=page("The ferry", f"{LOGIN_BOX}<article>{SHORT}</article>"),
    ),
    Labelled(
        name="article with a login box",
        verdict="alive",
        body=page("The ferry", f"{LOGIN_BOX}<article>{LONG}</article>"),
    ),
    Labelled(
        name="a cited login page",
        verdict="alive",
        url="https://town.example/login",
        body=page("Log in", LOGIN_BOX),
    ),
    Labelled(
        name="good page with a captcha in its comment form",
        verdict="alive",
        body=page(
            "The ferry",
            f'<article>{SHORT}</article><form><textarea></textarea><div class="g-recaptcha"></div></form>'
            '<script src="https://www.google.com/recaptcha/api.js"></script>',
        ),
    ),
    Labelled(
        name="good page behind Cloudflare with its scripts",
        verdict="alive",
        headers=(("server", "cloudflare"), ("cf-ray", "1-AMS")),
        body=page("The ferry", f'{SHORT}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'),
    ),
    Labelled(
        name="good page behind DataDome with its scripts",
        verdict="alive",
        headers=(("x-datadome", "protected"),),
        body=page("The ferry", f'{SHORT}<script src="https://js.datadome.co/tags.js"></script>'),
    ),
    Labelled(
        name="good page behind Imperva with its script",
        verdict="alive",
        headers=(("x-iinfo", "1-2-3"),),
        body=page("The ferry", f'{SHORT}<script src="/_Incapsula_Resource?SWJIYLWA=7"></script>'),
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
        name="article on maintenance",
        verdict="alive",
        body=page("Under maintenance | Boats", f"<h1>Under maintenance</h1>{words(3)}"),
    ),
    Labelled(
        name="article on subscriptions that starts with the words",
        verdict="alive",
        body=page("Models", f"<p>Subscribe to continue: three words that built an industry.</p>{words(3)}"),
    ),
    Labelled(
        name="app that needs scripts",
        verdict="alive",
        body='<html><head><title>Tide map</title></head><body><div id="root"></div>'
        "<noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
    ),
    Labelled(
        name="changed a little",
        verdict="alive",
        good_text_chars=5000,
        body=page("The ferry", f"<article>{LONG}</article>"),
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
        name="short guide to the Forbidden City",
        verdict="alive",
        body=page("Forbidden City | Guides", f"<h1>Forbidden City</h1>{SHORT}"),
    ),
    Labelled(
        name="story named Just a Moment",
        verdict="alive",
        body=page("Just a Moment", f"<h1>Just a Moment</h1><p>He said it at the door.</p>{words(2)}"),
    ),
    Labelled(
        name="short note on logging in",
        verdict="alive",
        body=page("How to log in to the library", f"<h1>How to log in to the library</h1>{SHORT}"),
    ),
    Labelled(
        name="list of 403 good ideas",
        verdict="alive",
        body=page("403 good ideas - Town Gazette", f"<h1>403 good ideas</h1>{SHORT}"),
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
        name="member story that is free",
        verdict="alive",
        body=page("The ferry", f"<article class='subscriber-only'>{words(6)}</article>"),
    ),
    Labelled(
        name="http to https",
        verdict="moved",
        via=301,
        url="http://town.example/2024/03/the-ferry-timetable",
        final_url="https://town.example/2024/03/the-ferry-timetable",
        body=page("The ferry timetable", SHORT),
    ),
    Labelled(name="real 404", verdict="missing", status=404, body=page("Page not found", "<h1>404</h1>")),
    Labelled(name="real 404 with much on it", verdict="missing", status=404, body=page("The ferry", LONG)),
    Labelled(name="real 410 with a login box", verdict="missing", status=410, body=page("Log in", LOGIN_BOX)),
)
