"""citecache keeps a readable, verifiable copy of everything you cite.

The rooms, in the order in which data flows through them (docs/architecture.md draws the map):

    items, card, history, errors, urls, addresses   the nouns and the pure rules everything rests on
    difference <- churn, alignment   what changed between two texts, and what only seems to have
    sources/                         citing documents -> Citations and Records
    cache/                           the one SQLite file: schema, transactions, schedule
    spiders/, middlewares/           due Pages -> Fetches, politely
    (pipelines/, beside this one)    Fetch -> extract -> judge -> preview -> store
    exports/                         cards -> files
    demo/                            a small web and wiki of the package's own
    cli/                             the command `citecache`
"""

__version__ = "0.1.0"
