"""From citing documents to Fetches, and the database file that stores everything.

Imports neither `pipelines` nor `citecache`; the item pipelines are named by string in the settings.

model/        domain types, one noun per file; the error tree
text/         language tools that every package shares
net/          URLs, addresses, HTTP dates, codings
sources/      citing documents -> Citations and Records
cache/        the SQLite file: migrations, a write side, a read side; the only SQL
spiders/      due Pages -> Fetches
context.py    what a run hands to its spider, middlewares and item pipelines
request_state.py  what travels with a request, under one key of its meta
middlewares/  between a spider and the network: safety and politeness
memento/      archived copies: RFC 7089
child_path.py what processes that it starts import from
extras.py     the optional parts, and how each is installed
settings.py   the Scrapy project's settings, with the reason for each that differs from Scrapy's default
"""

__version__ = "0.1.0"
