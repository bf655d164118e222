"""The web view and the HTTP API of one cache, read-only (docs/web.md). Needs the extra `web`: Starlette and uvicorn.

    app.py        the application: every page and endpoint, what errors become
    guard.py      what holds for every answer: Host, methods, security headers
    server.py     the application on a socket, until it is told to stop
    reading.py    the cache for one request: one moment of it, on a thread, never written to
    rendering.py  a template and its view as an answer
    errors.py     an error as a page, or as a problem (RFC 9457)
    links.py      the addresses of pages, by routes
    remembered.py  what takes long to count
    asked.py      what a list of cards is asked for, in its address
    card_list.py  that list
    parameters.py  what queries of pages may say
    health.py     /healthz
    pages/        one module per kind of page
    api/          the endpoints of JSON
    static/       scripts; the style sheet is shared with the static site (citecache/render/html/static)

Each module of `pages/` and `api/` has `ROUTES`. A page reads by `await read(request, use)`, where `use` gives a view
(citecache/render/html/views) of the open cache, and answers by `page(request, template, view)`.
"""
