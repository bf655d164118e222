"""Labelled pages: what is neither an error page nor a wall, and good pages that look odd."""

from judge_pages import LOGIN_BOX, LONG, SHORT, Labelled, page, words

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
)
