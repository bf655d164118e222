"""Labelled pages: what is neither an error page nor a wall, and good pages that look odd."""

from judge_pages import ARTICLE, LOGIN_BOX, LONG, SHORT, Labelled, page, stranger, words

BAD = (
    Labelled(
        name="server's fault under 200",
        verdict="unreachable",
        body=page("Database Error", "<h1>Error establishing a database connection</h1>"),
    ),
    Labelled(name="shrunk", verdict="degraded", body=page("The ferry", words(2)), good=page("The ferry", words(24))),
    Labelled(
        name="maintenance where an article was",
        verdict="unreachable",
        good=page("The ferry timetable | Town Gazette", words(8)),
        body=page("Wartungsarbeiten", "<h1>Wartungsarbeiten</h1><p>Wir sind bald wieder da.</p>", lang="de"),
        twins=3,
    ),
    Labelled(
        name="account suspended",
        verdict="unreachable",
        good=page("The ferry timetable | Town Gazette", words(8)),
        body=page(
            "Account Suspended", "<h1>This Account has been suspended.</h1><p>Contact your hosting provider.</p>"
        ),
    ),
    Labelled(
        name="empty answer",
        verdict="unreachable",
        body="",
    ),
    Labelled(name="legal", verdict="legal", status=451, body=page("Unavailable For Legal Reasons", SHORT)),
    Labelled(
        name="maintenance",
        verdict="unreachable",
        body=page("Scheduled maintenance", "<h1>We'll be back soon</h1><p>Sorry for the inconvenience.</p>"),
    ),
    Labelled(
        name="database fault in French, with a class for any error",
        verdict="unreachable",
        good=ARTICLE,
        body='<html lang="fr"><head><title>Erreur</title></head><body id="error-page">'
        "<h1>Erreur lors de la connexion à la base de données</h1></body></html>",
    ),
    Labelled(
        name="php fault in the middle of the site",
        verdict="unreachable",
        body=page(
            "Herbarium", "<p>Warning: mysqli_connect(): (HY000/2002): No such file or directory in /srv/db.php</p>"
        ),
    ),
    Labelled(
        name="job that is filled, with others like it",
        verdict="soft_404",
        url="https://jobs.town.example/vacature/41877/hydroloog",
        body=page(
            "Banenbank",
            f"<h1>Helaas, deze vacature is niet meer beschikbaar</h1>{words(1)}<p>Vergelijkbaar</p>",
            lang="nl",
        ),
    ),
    Labelled(
        name="error page in a language that nobody has listed, by its class",
        verdict="soft_404",
        body='<html lang="eo"><head><title>Gazeto</title></head><body class="error404"><main><p>Tiu paĝo mankas, '
        "kaj ni ne scias, kien ĝi iris.</p></main></body></html>",
    ),
    Labelled(
        name="forum for its members",
        verdict="restricted",
        url="https://forum.town.example/showthread.php?t=55120",
        body=page(
            "Ferry Forum",
            "<p>You are not logged in or you do not have permission to access this page.</p>" + SHORT,
        ),
    ),
    Labelled(
        name="consent in front of a paper, on a host of its own",
        verdict="restricted",
        final_url="https://myprivacy.town.example/consent?back=https%3A%2F%2Ftown.example%2F2024%2F03%2Fthe-ferry-timetable",
        body=page("Gazette", words(4)),
    ),
    Labelled(
        name="age gate",
        verdict="restricted",
        body=page("Destillerie", "<h1>Willkommen</h1><p>Bist du über 18? Ja. Nein.</p>", lang="de"),
    ),
    Labelled(
        name="captcha by refresh, under 202",
        verdict="blocked",
        status=202,
        body='<html><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F2024&y=ipc"></html>',
    ),
    Labelled(
        name="advertisements on a parked name, with a script of nobody's",
        verdict="soft_404",
        body='<html data-adblockkey="MFwwDQYJ"><head><title>town.example</title></head><body><h2>Related searches</h2>'
        "<p>Ferry tickets</p><p>Harbour hotels</p></body></html>",
    ),
    Labelled(
        name="casino in Finnish where an article was",
        verdict="usurped",
        good=ARTICLE,
        body=stranger(
            "Parhaat kasinot 2025",
            "<h1>Kasinot</h1><p>Vertaa kasinobonuksia ja pelaa uusia slotteja.</p>" * 3,
            lang="fi",
        ),
    ),
)

TRAPS = (
    Labelled(
        name="short but good", verdict="alive", body=page("The ferry", "<article><p>It leaves at seven.</p></article>")
    ),
    Labelled(
        name="article on maintenance",
        verdict="alive",
        body=page("Under maintenance | Boats", f"<h1>Under maintenance</h1>{words(3)}"),
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
        good=page("The ferry", words(14)),
        body=page("The ferry", f"<article>{LONG}</article>"),
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
    Labelled(
        name="story on a hosting firm that was shut",
        verdict="alive",
        body=page("Account suspended: the end of a host", f"<h1>Account suspended: the end of a host</h1>{words(3)}"),
    ),
    Labelled(
        name="page with little to say",
        verdict="alive",
        body=page("Tide", "<p>High water at 06:12 and 18:40.</p>"),
    ),
    Labelled(
        name="plain text file",
        verdict="alive",
        content_type="text/plain; charset=utf-8",
        url="https://town.example/robots-and-people.txt",
        body="Robots and people\n\nPlease verify that you have read this file.\n" + "It is short, and it is all. " * 12,
    ),
    Labelled(
        name="json that is data",
        verdict="alive",
        content_type="application/json",
        url="https://town.example/ferries.json",
        body='{"ferries": [{"name": "Ada", "leaves": "07:00"}, {"name": "Grace", "leaves": "09:30"}], "error": null}',
    ),
    Labelled(
        name="album called page not found",
        verdict="alive",
        url="https://band.example/album/page-not-found",
        body=page("Page Not Found | Null Island", f"<h1>Page Not Found</h1>{SHORT}"),
    ),
    Labelled(
        name="club of a car with that number",
        verdict="alive",
        url="https://www.peugeot404-register.example/",
        body=page("404 - Registre", f"<h1>Peugeot 404</h1>{SHORT}", lang="fr"),
    ),
    Labelled(
        name="manual of an error code",
        verdict="alive",
        url="https://docs.store.example/errors/KV-4040",
        body=page("KV-4040: object not found | Store Docs", "<p>The server returns it for a key that was deleted.</p>"),
    ),
    Labelled(
        name="polish article on how to mend one",
        verdict="alive",
        url="https://seo.example/blog/blad-404-strona-nie-znaleziona-jak-naprawic",
        body=page("Błąd 404 – strona nie znaleziona. Jak naprawić?", f"<h1>Błąd 404</h1>{SHORT}", lang="pl"),
    ),
    Labelled(
        name="library's help on logging in",
        verdict="alive",
        url="https://library.example/guides/off-campus-access",
        body=page(
            "Off-campus access / Log in - Guides",
            "<h1>Off-campus access</h1><p>When you are away you must log in to view them.</p>" + SHORT,
        ),
    ),
    Labelled(
        name="report on robots that weed, called robot check",
        verdict="alive",
        url="https://farm.example/en/2019/robot-check-weeding-machines-tested",
        body=page("Robot Check | Farm Bulletin", f"<h1>Robot check</h1>{SHORT}<div class='g-recaptcha'></div>"),
    ),
    Labelled(
        name="help on an error of a firewall",
        verdict="alive",
        url="https://kb.example/article/412-fix-error-1020-access-denied",
        body=page(
            "Error 1020: Access denied – Knowledge Base",
            "<h1>Error 1020: Access denied</h1><p>They see: The site owner may have set restrictions that prevent "
            "you from accessing the site. Then a firewall rule has matched.</p>",
        ),
    ),
    Labelled(
        name="server that is down, as its network shows it",
        verdict="unreachable",
        status=521,
        body=page("521: Web server is down", "<div id='cf-error-details'><h1>Web server is down</h1></div>"),
    ),
    Labelled(
        name="essay on a tram line that is no longer available",
        verdict="alive",
        body=page("The tram line", words(3) + "<p>The line is no longer available, and nobody misses it.</p>"),
    ),
    Labelled(
        name="report on casinos that was one before",
        verdict="alive",
        good=page("Casinos of the coast", f"<h1>Casinos of the coast</h1><p>The casino opened in 1901.</p>{words(6)}"),
        body=page("Casinos of the coast", f"<h1>Casinos of the coast</h1><p>The casino closed.</p>{words(5)}"),
    ),
)
