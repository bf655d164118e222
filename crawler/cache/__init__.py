"""The one SQLite file that holds everything, and the only SQL of the house. Floor 1.

    migrations/   tables, views and indexes: one module per migration, its SQL frozen
    database.py   opening: pragmas, identity of the file, write transactions, the run lock
    documents.py  which Documents have been read, and what goes with a file
    intake.py     parsed sources -> documents, citations, resources, pages
    runs.py       a crawl's beginning and end, and which Pages are due in it
    outages.py    whether a run saw the network at all
    ledger.py     Fetch -> fetches, captures, bodies, evidence, and what the Page is now
    histories.py  what is known of a Page before a Fetch, for the judge
    replays.py    stored Fetches as the judge saw them
    mementos.py   archived copies: which Pages want one, and what was found
    marks.py      a person's verdict on a Page
    cards.py      the answers: cards, fetch history, search, counts
    findings.py   citations with what is held of their Pages, for check
    changes.py    good texts in time, and what is another now than at a moment before
    bodies.py     content-addressed bodies: zstd, verified by hash on every read
    schedule.py   when a Page is due again (pure)
    observations.py  what good Fetches tell of how often a Page changes
    writer.py     the one writer of a crawl: a thread of its own, and group commit
    hosts.py      what runs remember of hosts: robots.txt, tdmrep.json, pauses
    health.py     is it what was written? (doctor)
    snapshots.py  safe copies (backup)

Reading needs no lock. Every write is one short `BEGIN IMMEDIATE` transaction on `CacheFile.write()`.
"""

from crawler.cache.database import CacheFile, require_space, run_lock, utc

__all__ = ["CacheFile", "require_space", "run_lock", "utc"]
