"""Labelled pages: changed out of recognition or nearly, and not in other hands. Traps of `usurped`."""

from judge_pages import ARTICLE, MUSEUM_PAGE, MUSEUM_URL, SITE, Labelled, page, stranger, words
from judge_prose import (
    BLOG_JAPANESE,
    CASINO_ENGLISH,
    DATA_LIBRARIES,
    DOMAIN_TRADE,
    DRUG_LEAFLET,
    DRUG_LEAFLET_REVISED,
    FERRY,
    FERRY_CHINESE,
    FERRY_CHINESE_EDITED,
    FERRY_GERMAN,
    FERRY_REWRITTEN,
    FERRY_SERBIAN_CYRILLIC,
    FERRY_SERBIAN_LATIN,
    FESTIVAL_NEW,
    FESTIVAL_OLD,
    FRIDAY,
    FRIDAY_WITH_CASINO,
    GAMBLING_STUDY,
    GAMBLING_STUDY_REVISED,
    MATTRESSES,
    MONDAY,
    MUSEUM,
    MUSEUM_FRENCH,
    NEWS_CHINESE,
    SPANISH_NEWS,
    SPANISH_OTHER,
    paragraphs,
)
from judge_soft_404 import WELSH_ERROR

TRAPS = (
    Labelled(
        name="the same words in a new design",
        verdict="alive",
        good=ARTICLE,
        body='<!doctype html><html lang="en"><head><title>Gazette — The ferry timetable</title></head><body><div '
        f'class="app"><div class="hero"><h1>The ferry timetable</h1></div><div class="prose">{words(6)}</div></div>'
        "</body></html>",
    ),
    Labelled(
        name="written anew on the same subject",
        verdict="alive",
        good=ARTICLE,
        body=page("Getting to the islands", f"<h1>Getting to the islands</h1>{paragraphs(FERRY_REWRITTEN, 2)}"),
    ),
    Labelled(
        name="written anew on the same subject, under two addresses more",
        verdict="alive",
        good=ARTICLE,
        body=page("Getting to the islands", f"<h1>Getting to the islands</h1>{paragraphs(FERRY_REWRITTEN, 2)}"),
        twins=2,
    ),
    Labelled(
        name="half of it written anew",
        verdict="alive",
        good=ARTICLE,
        body=page("The ferry timetable | Town Gazette", words(3) + paragraphs(FERRY_REWRITTEN)),
    ),
    Labelled(
        name="front page, on another day",
        verdict="alive",
        url="https://town.example/",
        good=page("Town Gazette", paragraphs(MONDAY, 2)),
        body=page("Town Gazette", paragraphs(FRIDAY, 2)),
    ),
    Labelled(
        name="section's page, on another day, under two addresses more",
        verdict="alive",
        url="https://town.example/news",
        good=page("News | Town Gazette", paragraphs(MONDAY, 2)),
        body=page("News | Town Gazette", paragraphs(FRIDAY, 2)),
        twins=2,
    ),
    Labelled(
        name="front page with its headline for a title, under two addresses more",
        verdict="alive",
        url="https://town.example/",
        good=page("Mill Lane: potholes to go", paragraphs(MONDAY, 2), SITE),
        body=page("Nine tonnes of yoghurt on the road", paragraphs(FRIDAY, 2), SITE),
        twins=2,
    ),
    Labelled(
        name="front page on the day of a vote on a casino",
        verdict="alive",
        url="https://town.example/",
        good=page("Town Gazette", paragraphs(MONDAY, 2)),
        body=page("Town Gazette", paragraphs(FRIDAY_WITH_CASINO, 2)),
    ),
    Labelled(
        name="diary of a person, entries of another year",
        verdict="alive",
        url="https://ines.example/diary",
        good=page("Ines Moravec", paragraphs(MONDAY, 2)),
        body=page("Ines Moravec", paragraphs(DATA_LIBRARIES, 2)),
    ),
    Labelled(
        name="another subject without any second sign",
        verdict="alive",
        good=ARTICLE,
        body=page("Notes on libraries", paragraphs((*DATA_LIBRARIES, *MONDAY), 2)),
    ),
    Labelled(
        name="another subject, on a host with proper error pages",
        verdict="alive",
        good=ARTICLE,
        body=page("Notes on libraries", paragraphs((*DATA_LIBRARIES, *MONDAY), 2)),
        sibling=page("Not found", "<h1>Not found</h1>"),
        sibling_status=404,
    ),
    Labelled(
        name="translated by its own site",
        verdict="alive",
        good=ARTICLE,
        body=page("Der Fahrplan der Fähre | Town Gazette", paragraphs(FERRY_GERMAN, 3), lang="de"),
    ),
    Labelled(
        name="translated by its own site, which names the other language",
        verdict="alive",
        good=ARTICLE,
        body=page(
            "Der Fahrplan der Fähre",
            paragraphs(FERRY_GERMAN, 3),
            '<link rel="alternate" hreflang="en" href="https://town.example/en/2024/03/the-ferry-timetable">'
            '<link rel="alternate" hreflang="de" href="https://town.example/2024/03/the-ferry-timetable">',
            lang="de",
        ),
    ),
    Labelled(
        name="translated into Chinese by its own site",
        verdict="alive",
        good=page("The ferry timetable", words(6), SITE),
        body=page("外岛渡轮", paragraphs(FERRY_CHINESE, 3), SITE, lang="zh"),
    ),
    Labelled(
        name="the same language in its other script",
        verdict="alive",
        good=page("Trajekt za ostrva", paragraphs(FERRY_SERBIAN_LATIN, 3), lang="sr-Latn"),
        body=page("Трајект за острва", paragraphs(FERRY_SERBIAN_CYRILLIC, 3), lang="sr-Cyrl"),
    ),
    Labelled(
        name="a wrong label of language put right",
        verdict="alive",
        good=page("Die Fähre | Der Bote", paragraphs(FERRY_GERMAN, 3), lang="en"),
        body=page("Die Fähre | Der Bote", paragraphs(FERRY_GERMAN[::-1], 3), lang="de"),
    ),
    Labelled(
        name="chinese article, heavily edited",
        verdict="alive",
        good=page("外岛渡轮 - 镇报", paragraphs(FERRY_CHINESE, 3), lang="zh"),
        body=page("渡轮新时刻", paragraphs(FERRY_CHINESE_EDITED, 3), lang="zh"),
        twins=2,
    ),
    Labelled(
        name="chinese front page, on another day",
        verdict="alive",
        url="https://town.example/",
        good=page("镇报", paragraphs(FERRY_CHINESE, 3), lang="zh"),
        body=page("镇报", paragraphs(NEWS_CHINESE, 4), lang="zh"),
        twins=2,
    ),
    Labelled(
        name="study of gamblers, revised",
        verdict="alive",
        good=page("People who use an online casino: a study", paragraphs(GAMBLING_STUDY, 2)),
        body=page("Online casino players: the study, revised", paragraphs(GAMBLING_STUDY_REVISED, 2)),
    ),
    Labelled(
        name="leaflet of a drug, revised",
        verdict="alive",
        good=page("Sildenafil (Viagra)", paragraphs(DRUG_LEAFLET, 2)),
        body=page("Sildenafil: what to know before you take it", paragraphs(DRUG_LEAFLET_REVISED, 2)),
    ),
    Labelled(
        name="essay on lapsed names that quotes their dealers",
        verdict="alive",
        good=page("What happens to lapsed names", paragraphs(DOMAIN_TRADE, 2)),
        body=page("“This domain is for sale”: the second life of names", paragraphs(DOMAIN_TRADE[::-1], 2)),
    ),
    Labelled(
        name="festival, a year later",
        verdict="alive",
        url="https://festival.example/programme",
        good=page("Programme 2025 – Meadow Festival", paragraphs(FESTIVAL_OLD, 2)),
        body=page("Programme 2026 – Meadow Festival", paragraphs(FESTIVAL_NEW, 2)),
        twins=2,
    ),
    Labelled(
        name="moved with its words to a new host",
        verdict="moved",
        via=301,
        good=ARTICLE,
        final_url="https://harbour-news.example/2024/03/the-ferry-timetable",
        body=stranger("The ferry timetable | Harbour News", words(6)),
    ),
    Labelled(
        name="successor's home page, which names its predecessor",
        verdict="soft_404",
        via=301,
        good=page("The ferry timetable", words(6), SITE),
        final_url="https://harbour-news.example/",
        body=stranger(
            "Harbour News", f"<p>Harbour News, which began as the Town Gazette in 1951.</p>{paragraphs(MONDAY, 2)}"
        ),
    ),
    Labelled(
        name="error page in another language",
        verdict="soft_404",
        good=ARTICLE,
        body=page("Seite nicht gefunden", "<h1>Fehler 404</h1><p>Die Seite gibt es nicht.</p>", lang="de"),
        twins=3,
    ),
    Labelled(
        name="long error page in another language",
        verdict="soft_404",
        good=ARTICLE,
        body=page(
            "Seite nicht gefunden | Bote", f"<h1>Seite nicht gefunden</h1>{paragraphs(FERRY_GERMAN, 3)}", lang="de"
        ),
        sibling=page(
            "Seite nicht gefunden | Bote", f"<h1>Seite nicht gefunden</h1>{paragraphs(FERRY_GERMAN, 3)}", lang="de"
        ),
        twins=3,
    ),
    Labelled(
        name="error page in a language without a phrase of ours, of the same site",
        verdict="soft_404",
        good=page("The ferry timetable | Y Gwyliwr", words(6)),
        body=page("Wps | Y Gwyliwr", WELSH_ERROR, lang="cy"),
        sibling=page("Wps | Y Gwyliwr", WELSH_ERROR, lang="cy"),
        twins=2,
    ),
    Labelled(
        name="home page in place of many articles of the same site",
        verdict="soft_404",
        good=ARTICLE,
        final_url="https://town.example/",
        body=page("Town Gazette", paragraphs(MONDAY, 2)),
        twins=4,
    ),
    Labelled(
        name="robot check in another language",
        verdict="blocked",
        good=ARTICLE,
        body=page("Nur einen Moment…", "<script>window._cf_chl_opt={}</script><p>Einen Augenblick.</p>", lang="de"),
        twins=5,
    ),
    Labelled(
        name="notice in place of the article",
        verdict="degraded",
        good=ARTICLE,
        body=page("Town Gazette", "<p>We are sorting our archive. This text will be back in the summer.</p>"),
    ),
    Labelled(
        name="list of namesakes in place of the article",
        verdict="degraded",
        good=page("Gazette - Encyclopedia", words(12)),
        body=page(
            "Gazette - Encyclopedia",
            "<p>Gazette may refer to:</p><ul><li>Town Gazette, a newspaper</li><li>Harbour Gazette, a newspaper</li>"
            "<li>Gazette (ship), a schooner of 1851</li><li>HMS Gazette, two ships of the navy</li></ul>",
        ),
    ),
    Labelled(
        name="other text, sold with a house",
        verdict="alive",
        good=page("The old mill", paragraphs(MONDAY, 2)),
        body=page("The old mill is for sale", f"<h1>The old mill is for sale</h1>{paragraphs(FERRY, 2)}"),
    ),
    Labelled(
        name="casino's own site, before and after",
        verdict="alive",
        url="https://casino-penfield.example/",
        good=stranger("Casino Penfield", paragraphs(GAMBLING_STUDY, 2)),
        body=stranger("Casino Penfield: roulette and slots", paragraphs(CASINO_ENGLISH, 2)),
    ),
    Labelled(
        name="translated, with the name that both titles have",
        verdict="alive",
        url=MUSEUM_URL,
        good=page("The museum of clocks – Lindqvist", paragraphs(MUSEUM, 3)),
        body=page("Le musée des horloges – Lindqvist", paragraphs(MUSEUM_FRENCH, 3), lang="fr"),
    ),
    Labelled(
        name="spanish front page, on another day",
        verdict="alive",
        url="https://diario.example/portada",
        good=page("Portada | El Diario", paragraphs(SPANISH_NEWS, 3), lang="es"),
        body=page("Portada | El Diario", paragraphs(SPANISH_OTHER, 3), lang="es"),
        twins=3,
    ),
    Labelled(
        name="spanish front page with its headline for a title",
        verdict="alive",
        url="https://diario.example/portada",
        good=page("Tejado nuevo", paragraphs(SPANISH_NEWS, 3), lang="es"),
        body=page("Paella para mil", paragraphs(SPANISH_OTHER, 3), lang="es"),
    ),
    Labelled(
        name="museum, after its rebuilding",
        verdict="alive",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=page(
            "Visit us",
            paragraphs(
                (
                    "The clock museum reopened in May with a new hall for pendulums and a lift.",
                    *MUSEUM[3:],
                    "Guided tours of the workshop are on Saturdays; the astronomical clock is wound at noon.",
                ),
                2,
            ),
        ),
    ),
    Labelled(
        name="article on loans, a year later",
        verdict="alive",
        url=MUSEUM_URL,
        good=page(
            "Payday loans: what the law allows",
            paragraphs(
                (
                    "Payday loans are short credits with high interest, and the law now caps the interest.",
                    "Lenders must check income, and may not offer a second credit to pay the first.",
                ),
                6,
            ),
        ),
        body=page(
            "The cap on payday loans, one year on",
            paragraphs(
                (
                    "One year after the cap on interest, half of the lenders of payday loans have closed.",
                    "Borrowers now use credit unions, whose loans cost a tenth.",
                    "The law will be reviewed in spring.",
                ),
                5,
            ),
        ),
    ),
    Labelled(
        name="moved to a new name",
        verdict="moved",
        via=301,
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        final_url="https://museum-of-time.example/visit",
        body=stranger("Museum of Time: visit", paragraphs(MUSEUM[::-1], 2)),
    ),
    Labelled(
        name="manual, two versions later",
        verdict="alive",
        url="https://docs.example/stable/",
        good=page("Lathe 1.0 documentation", paragraphs(MUSEUM, 3)),
        body=page("Lathe 3.2 documentation", paragraphs(DATA_LIBRARIES, 4)),
        twins=2,
    ),
    Labelled(
        name="brief about a name bought back",
        verdict="alive",
        body=page(
            "Town buys its name back | Gazette",
            "<h1>Town buys its name back</h1><p>The town has bought the address penfield.example from a dealer for "
            "900 pounds, five years after a clerk forgot to renew it. A page there had told visitors that the domain "
            "was for sale, among links to loans and mattresses.</p>",
        ),
    ),
    Labelled(
        name="history of a casino, written anew",
        verdict="alive",
        url="https://penfield.example/history/casino",
        good=page(
            "The casino of Penfield",
            paragraphs(
                (
                    "The casino of Penfield was built in 1904 for visitors of the baths.",
                    "Roulette was played until the war, and bingo after it.",
                ),
                5,
            ),
        ),
        body=page(
            "Penfield's casino",
            paragraphs(
                (
                    "The old casino opened in 1904, when visitors came to Penfield for its baths.",
                    "After the war there was bingo instead of roulette; now it is a library.",
                ),
                4,
            ),
        ),
    ),
    Labelled(
        name="nothing left but a link",
        verdict="degraded",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=page("The museum of clocks", "<p>Please see our new page.</p>"),
    ),
    Labelled(
        name="shop's page for another product of the same name, on a host that gives its start page for all",
        verdict="alive",
        url="https://shop.example/p/chronometer",
        good=page("Chronometer | Harbour Shop", paragraphs(MUSEUM, 2)),
        body=page("Chronometer | Harbour Shop", paragraphs(MATTRESSES, 2)),
        sibling=page("Harbour Shop", paragraphs(MONDAY, 2)),
    ),
    Labelled(
        name="weekly column at a fixed address",
        verdict="alive",
        url="https://town.example/columns/moravec",
        good=page("Ines Moravec: On potholes", paragraphs(MONDAY, 2)),
        body=page("Ines Moravec: On mattresses", paragraphs(MATTRESSES, 2)),
        twins=2,
    ),
    Labelled(
        name="weather page in numbers",
        verdict="alive",
        url="https://weather.example/penfield",
        good=page("Penfield weather", "<p>Monday 12 degrees, rain 4 mm, wind 30 km/h from the west.</p>" * 6),
        body=page("Penfield weather", "<p>Friday 21 degrees, sunny, wind 10 km/h from the south-east.</p>" * 6),
        twins=2,
    ),
    Labelled(
        name="russian page, other news, the same site",
        verdict="alive",
        url="https://mayak.example/",
        good=page("Маяк: новости", paragraphs(FERRY_SERBIAN_CYRILLIC, 3), lang="ru"),
        body=page("Маяк: новости", paragraphs(FERRY_SERBIAN_CYRILLIC[::-1], 2), lang="ru"),
    ),
    Labelled(
        name="japanese diary, translated into English by its author",
        verdict="alive",
        good=page(
            "灯台日記", paragraphs(BLOG_JAPANESE, 3), '<meta property="og:site_name" content="灯台日記">', lang="ja"
        ),
        body=page(
            "A lighthouse diary", paragraphs(FERRY, 2), '<meta property="og:site_name" content="灯台日記">', lang="en"
        ),
    ),
    Labelled(
        name="page on bets and their dangers, after a town's page",
        verdict="alive",
        url="https://town.example/health/advice",
        good=page("Advice | Town Health", paragraphs(FRIDAY, 2)),
        body=page(
            "Advice | Town Health",
            paragraphs(
                (
                    "If you lose more than you can pay at sports betting, our advisers listen, without a name.",
                    "Ask for the form by which you are shut out of every casino in the county.",
                    "The advice is free, and open to families, too, on Tuesdays and Thursdays.",
                ),
                4,
            ),
        ),
    ),
    Labelled(
        name="estate agent's page, another house",
        verdict="alive",
        url="https://estates.example/house-of-the-week",
        good=page("House of the week", paragraphs(MONDAY, 2)),
        body=page("House of the week: the mill is for sale", paragraphs(FESTIVAL_NEW, 3)),
    ),
    Labelled(
        name="company that was renamed, in place",
        verdict="alive",
        url="https://harbour-works.example/about",
        good=page(
            "About Harbour Works",
            paragraphs(("Harbour Works builds cranes and repairs pontoons since 1921.", *MUSEUM[:2]), 3),
        ),
        body=page(
            "About Tidal Group",
            paragraphs(
                (
                    "Tidal Group, until last year Harbour Works, builds cranes for ports and for wind farms.",
                    "Our yard repairs pontoons and barges; since 1921 we have launched two hundred hulls.",
                ),
                4,
            ),
        ),
        twins=2,
    ),
    Labelled(
        name="article now in two parts",
        verdict="degraded",
        good=page("The museum of clocks", paragraphs(MUSEUM, 4)),
        body=page("The museum of clocks, part 1", paragraphs(MUSEUM[:2])),
    ),
    Labelled(
        name="link list of a former blog, by its author",
        verdict="degraded",
        good=MUSEUM_PAGE,
        url=MUSEUM_URL,
        body=page("Old posts", "<p>I have moved my writing about clocks to paper. Ask me for a copy.</p>"),
        twins=9,
    ),
    Labelled(
        name="tide tables of another month",
        verdict="alive",
        url="https://tides.example/penfield",
        good=page(
            "Tides at Penfield",
            "<p>May: high water at noon, low water at six; springs on the fourteenth and the thirtieth.</p>" * 5,
        ),
        body=page(
            "Tides at Penfield",
            "<p>June: high water at one, low water at seven; neaps on the sixth, springs on the thirteenth.</p>" * 5,
        ),
        twins=2,
    ),
    Labelled(
        name="club's page after a change of webmaster",
        verdict="alive",
        url="https://rowing.example/",
        good=page("Rowing Club Penfield", paragraphs(MONDAY, 2)),
        body=page("RC Penfield – welcome", paragraphs(FESTIVAL_NEW, 4)),
        twins=2,
    ),
    Labelled(
        name="bilingual site whose default language changed",
        verdict="alive",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=page(
            "Le musée des horloges",
            paragraphs(MUSEUM_FRENCH, 3),
            '<link rel="alternate" hreflang="en" href="/en/visit"><link rel="alternate" hreflang="fr" '
            'href="/fr/visit">',
            lang="fr",
        ),
    ),
    Labelled(
        name="documentation's stub while it is rewritten",
        verdict="degraded",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=page("The museum of clocks", "<p>This page is being rewritten.</p>"),
    ),
)
