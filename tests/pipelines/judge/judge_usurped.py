"""Labelled pages: names that have come into other hands. What stood there before is part of each."""

from judge_pages import ARTICLE, MUSEUM_PAGE, MUSEUM_URL, Labelled, page, stranger
from judge_prose import (
    ADULT,
    BACCARAT_THAI,
    BETTING_TURKISH,
    BETTING_VIETNAMESE,
    BLOG_JAPANESE,
    CASINO_ENGLISH,
    CASINO_RUSSIAN,
    DATA_LIBRARIES,
    FAKE_SHOP_JAPANESE,
    FERRY_CHINESE,
    FERRY_GERMAN,
    FERRY_SERBIAN_CYRILLIC,
    GAMBLING_CHINESE,
    LOANS,
    MATTRESSES,
    PHARMACY,
    SEARCH_LINKS,
    SLOTS_INDONESIAN,
    SPANISH_NEWS,
    TOTO_KOREAN,
    paragraphs,
)

BAD = (
    Labelled(
        name="sedo",
        verdict="usurped",
        good=ARTICLE,
        body=stranger(
            "town.example",
            f"{paragraphs(SEARCH_LINKS)}<p>The domain owner maintains this page with Sedo.</p>"
            '<script src="https://img.sedoparking.com/templates/js/x.js"></script>',
        ),
    ),
    Labelled(
        name="godaddy's lander, by a script and nothing else",
        verdict="usurped",
        good=ARTICLE,
        body="<!DOCTYPE "
        'html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head>'
        "</html>",
    ),
    Labelled(
        name="godaddy's lander",
        verdict="usurped",
        good=ARTICLE,
        body='<!doctype html><html lang="en"><head><meta charset="utf-8"><title>town.example</title><script>'
        'window.LANDER_SYSTEM="PW"</script><script defer src="https://img1.wsimg.com/parking-lander/static/js/main.js">'
        '</script></head><body><div id="root"></div></body></html>',
    ),
    Labelled(
        name="hugedomains, redirected",
        verdict="usurped",
        good=ARTICLE,
        final_url="https://www.hugedomains.com/domain_profile.cfm?d=town.example",
        body=stranger(
            "Town.example is for sale | HugeDomains",
            "<h1>Town.example</h1><p>This domain is for sale: $2,895. Take immediate ownership.</p><p>Since 2005, we "
            "have "
            "helped thousands of people get the perfect domain name. 30-day money back guarantee. Quick delivery of "
            "the "
            "domain. Safe and secure shopping.</p>",
        ),
    ),
    Labelled(
        name="a dealer's offer in place",
        verdict="usurped",
        good=ARTICLE,
        body=stranger(
            "The domain name town.example is for sale",
            "<h1>town.example</h1><p>is for sale!</p><p>Free ownership transfer. Free transaction support. Secure "
            "payments.</p><p>Buyer protection program, fast and easy transfers, hassle-free payments.</p>",
        ),
    ),
    Labelled(
        name="offered by hand",
        verdict="usurped",
        good=ARTICLE,
        body=stranger(
            "town.example", "<p>This domain is for sale. Serious offers only, please write to the address below.</p>"
        ),
    ),
    Labelled(
        name="may be for sale",
        verdict="usurped",
        good=ARTICLE,
        body=stranger(
            "town.example",
            "<p>The domain town.example may be for sale. Click here to inquire about this domain.</p>"
            + paragraphs(SEARCH_LINKS, 3),
        ),
    ),
    Labelled(
        name="available at a market",
        verdict="usurped",
        good=ARTICLE,
        final_url="https://www.domainmarket.com/buynow/town.example",
        body=stranger(
            "Town.example is available at DomainMarket.com",
            "<h1>Town.example is available at DomainMarket.com</h1><p>Call now: our brokers are standing by.</p>",
        ),
    ),
    Labelled(
        name="for sale in German",
        verdict="usurped",
        good=page("Die Fähre | Der Bote", paragraphs(FERRY_GERMAN, 3), lang="de"),
        body=stranger("town.example", "<h1>town.example</h1><p>Diese Domain steht zum Verkauf.</p>", lang="de"),
    ),
    Labelled(
        name="for sale in French",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("town.example", "<p>Ce nom de domaine est à vendre. Faites une offre.</p>", lang="fr"),
    ),
    Labelled(
        name="for sale in Chinese",
        verdict="usurped",
        good=page("外岛渡轮 - 镇报", paragraphs(FERRY_CHINESE, 3), lang="zh"),
        body=stranger("town.example", "<p>您正在访问的域名可以转让！This domain is for sale.</p>", lang="zh"),
    ),
    Labelled(
        name="bodis, by way of a subdomain",
        verdict="usurped",
        good=ARTICLE,
        final_url="http://ww1.town.example/",
        body='<!doctype html><html lang="en"><head><title>town.example</title></head><body><div id="target" '
        'style="opacity: 0"></div><script>window.park = "eyJ1dWlkIjoiMTIzNCJ9"; var park = '
        '"eyJ1dWlkIjoiMTIzNCJ9"</script>'
        '<script src="/bXyzAbc.js"></script></body></html>',
    ),
    Labelled(
        name="parked on a subdomain, with links and no mark of a company",
        verdict="usurped",
        good=ARTICLE,
        final_url="http://ww25.town.example/2024/03/the-ferry-timetable?subid1=20260401",
        body=stranger("town.example", paragraphs(SEARCH_LINKS, 2)),
    ),
    Labelled(
        name="slots in Indonesian",
        verdict="usurped",
        good=ARTICLE,
        body=stranger(
            "SLOT GACOR: Situs Judi Slot Online Terpercaya Hari Ini",
            f"<h1>Slot Gacor Hari Ini</h1>{paragraphs(SLOTS_INDONESIAN, 3)}",
            lang="id",
        ),
    ),
    Labelled(
        name="slots in Indonesian under an English label",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("BATAK5D", f"<h1>BATAK5D</h1>{paragraphs(SLOTS_INDONESIAN, 2)}"),
    ),
    Labelled(
        name="bets in Turkish",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("Deneme Bonusu Veren Siteler 2026", paragraphs(BETTING_TURKISH, 3), lang="tr"),
    ),
    Labelled(
        name="bets in Vietnamese",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("Kèo nhà cái hôm nay - Tỷ lệ kèo bóng đá", paragraphs(BETTING_VIETNAMESE, 3), lang="vi"),
    ),
    Labelled(
        name="casino in English",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("Best Online Casinos of 2026 - Casino Bonuses", paragraphs(CASINO_ENGLISH, 3)),
    ),
    Labelled(
        name="casino in English under a harmless title",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("Home", f"<h1>Welcome</h1>{paragraphs(CASINO_ENGLISH, 2)}"),
    ),
    Labelled(
        name="casino in Russian on a Russian site",
        verdict="usurped",
        good=page("Паром на острова | Маяк", paragraphs(FERRY_SERBIAN_CYRILLIC, 4), lang="ru"),
        body=stranger("Казино Вавада: официальный сайт, рабочее зеркало", paragraphs(CASINO_RUSSIAN, 3), lang="ru"),
    ),
    Labelled(
        name="gambling in Chinese on an English site",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("澳门威尼斯人官网-首页", paragraphs(GAMBLING_CHINESE, 3), lang="zh"),
    ),
    Labelled(
        name="bets in Korean",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("허브티비 - 토토사이트 추천", paragraphs(TOTO_KOREAN, 3), lang="ko"),
    ),
    Labelled(
        name="baccarat in Thai on a German site",
        verdict="usurped",
        good=page("Die Fähre | Der Bote", paragraphs(FERRY_GERMAN, 3), lang="de"),
        body=stranger("บาคาร่า สล็อตเว็บตรง อันดับหนึ่ง", paragraphs(BACCARAT_THAI, 3), lang="th"),
    ),
    Labelled(
        name="casino in English on a Chinese site",
        verdict="usurped",
        good=page("外岛渡轮 - 镇报", paragraphs(FERRY_CHINESE, 3), lang="zh"),
        body=stranger("Online Casino No Deposit Bonus", paragraphs(CASINO_ENGLISH, 2)),
    ),
    Labelled(
        name="shop in Japanese on an English site",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("ブランド財布 激安通販", paragraphs(FAKE_SHOP_JAPANESE, 3), lang="ja"),
    ),
    Labelled(
        name="pharmacy without prescriptions",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("Buy Viagra Online - Canadian Pharmacy", paragraphs(PHARMACY, 3)),
    ),
    Labelled(
        name="blog of links on a Japanese site",
        verdict="usurped",
        good=page("離島のフェリー｜灯台新聞", paragraphs(BLOG_JAPANESE, 3), lang="ja"),
        body=stranger("Best mattresses of 2026", paragraphs(MATTRESSES, 2)),
    ),
    Labelled(
        name="blog of links, the same for every path",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("The Sleep Lounge: best mattresses", paragraphs(MATTRESSES, 2)),
        sibling=stranger("The Sleep Lounge: best mattresses", paragraphs(MATTRESSES, 2)),
    ),
    Labelled(
        name="blog of links, the same on all pages that are cited",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("The Sleep Lounge: best mattresses", paragraphs(MATTRESSES, 2)),
        twins=3,
    ),
    Labelled(
        name="course of a stranger, redirected to its home",
        verdict="usurped",
        good=ARTICLE,
        final_url="https://lessons.example/",
        body=stranger("Data lessons for librarians", paragraphs(DATA_LIBRARIES, 2)),
    ),
    Labelled(
        name="casino of a stranger, redirected to its home",
        verdict="usurped",
        good=ARTICLE,
        via=301,
        final_url="https://lucky-spin.example/",
        body=stranger("Lucky Spin", f"<h1>Lucky Spin</h1>{paragraphs(CASINO_ENGLISH, 2)}"),
    ),
    Labelled(
        name="casino that calls itself not found on a long page",
        verdict="usurped",
        good=ARTICLE,
        body=stranger("Best Online Casinos - Free Spins No Deposit", f"<h2>404</h2>{paragraphs(CASINO_ENGLISH, 3)}"),
    ),
    Labelled(
        name="loans, on two other pages too",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger("Payday loans online - cash today", paragraphs(LOANS, 3)),
        twins=2,
    ),
    Labelled(
        name="loans",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger("Payday loans online - no credit check", paragraphs(LOANS, 3)),
    ),
    Labelled(
        name="dating, the same for every path",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger("Local dating", paragraphs(ADULT, 3)),
        sibling=stranger("Local dating", paragraphs(ADULT, 3)),
    ),
    Labelled(
        name="afternic, redirected",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        final_url="https://www.afternic.com/forsale/clocks.example?traffic_id=x",
        body=stranger(
            "clocks.example is for sale",
            "<h1>clocks.example</h1><p>is for sale</p><p>Get this domain. Listed by a verified seller.</p>",
        ),
    ),
    Labelled(
        name="parkingcrew",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger(
            "clocks.example",
            "<p>Resources and Information.</p><script "
            'src="http://d38psrni17bvxu.cloudfront.net/themes/x.js"></script><script '
            'src="//parkingcrew.net/jsparkcaf.php"></script>',
        ),
    ),
    Labelled(
        name="for sale in Spanish",
        verdict="usurped",
        url="https://diario.example/mercado",
        good=page("El tejado del mercado", paragraphs(SPANISH_NEWS, 3), lang="es"),
        body=stranger(
            "diario.example",
            "<p>Este dominio está en venta. Contacte con nosotros para conocer el precio.</p>",
            lang="es",
        ),
    ),
    Labelled(
        name="slots in Indonesian on a Spanish site",
        verdict="usurped",
        url="https://diario.example/mercado",
        good=page("El tejado del mercado", paragraphs(SPANISH_NEWS, 3), lang="es"),
        body=stranger("Slot88 | Daftar Situs Slot Gacor Maxwin", paragraphs(SLOTS_INDONESIAN, 2), lang="id"),
    ),
    Labelled(
        name="registrar's notice",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger(
            "clocks.example",
            "<p>This domain name has expired. If you are the owner, please renew it in your account.</p>",
        ),
    ),
    Labelled(
        name="blog on crypto, same script, in French",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger(
            "Investir dans les cryptomonnaies",
            paragraphs(
                (
                    (
                        "Le bitcoin et les autres cryptomonnaies attirent chaque année de nouveaux investisseurs qui "
                        "cherchent un rendement rapide."
                    ),
                    "Notre guide compare les plateformes d'échange, leurs frais et la sécurité de leurs portefeuilles.",
                    (
                        "Avant d'acheter, il faut comprendre la blockchain, les risques de perte et la fiscalité qui "
                        "s'applique aux gains."
                    ),
                ),
                3,
            ),
            lang="fr",
        ),
    ),
    Labelled(
        name="essay mill",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger(
            "Buy essays online",
            paragraphs(
                (
                    "Our writers deliver a plagiarism-free essay before your deadline, whatever the subject.",
                    "Choose a topic, pay for the first page, and chat with the writer of your term paper.",
                    "Students from forty countries order homework, dissertations and admission letters here.",
                ),
                3,
            ),
        ),
        twins=4,
    ),
    Labelled(
        name="registrar's page with links",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        body=stranger(
            "clocks.example", "<p>This web page is parked free, courtesy of Registrar.</p><p>Get this domain</p>"
        ),
    ),
    Labelled(
        name="live scores in Thai, redirected to another site's page",
        verdict="usurped",
        url=MUSEUM_URL,
        good=MUSEUM_PAGE,
        final_url="https://ufa-lucky.example/",
        body=stranger("เว็บพนันบอล", paragraphs(BACCARAT_THAI, 3), lang="th"),
    ),
)
