"""The HTTP API: JSON for programs, described by OpenAPI (docs/http-api.md). `openapi.ROUTES` has all of it.

cards.py        /api/cards, /api/cards/{id}
content.py      /api/content: the text of a source, to check claims against
verdicts.py     /api/verdicts: what is held true of URLs
quotes.py       /api/quotes: what became of a Document's quotations
openapi.py      /openapi.json: all of these, described from their declarations

endpoint.py     an endpoint: its parameters, what it gives and its schema; a request on its way through it
parameters.py   what a query may hold: declared once, checked and described by that
cursors.py      where a part of a long list ended, as a string
conditional.py  entity tags, and requests that depend on them (RFC 9110, 13)
records.py      what the cache gives, as JSON objects
schemas.py      JSON Schemas of these objects
"""
