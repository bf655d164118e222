"""The cache as pages of HTML: the templates, and what every page made of them keeps to.

    environment.py  Jinja2, set up so that text of strangers is text
    safety.py       what of a stranger may stand in a page, and what may be linked to
    links.py        where the pages are: the one thing in which a static site and a server differ
    views.py        what each template is given
    list_views.py   what the list of the web view is given
    overview_views.py  the same, for the templates about a whole cache
    blocks.py       a canonical text in headings, lists and paragraphs
    verdicts.py     a verdict by sign, colour, word and meaning
    timeline.py     the history of a page as a drawing
    full_text.py    a whole text in parts, with its headings, and the places of words in it
    differences.py  what differs between two texts
    templates/      base.html and parts.html, then one file per kind of page
    static/         the style sheet, the search of the static site, and citecache.js for the pages that cite

`environment().get_template("resource.html").render(view=..., links=..., site=...)` gives a page: `view` is the type of
`views.py` that is named after the template, `links` says where pages are, `site` what is the same on all of them. A
template holds no logic but what is shown; it needs no script, and each page forbids any by its own
Content-Security-Policy. Nothing but the style sheet is loaded.

The static site (`citecache/exports/site.py`) uses `StaticLinks`. A server brings its own `Links`, with routes, and may
send a Content-Security-Policy of its own as a header: both then count.
"""
