"""The one SQLite file that holds everything; the only SQL. Answers with domain types.

    database.py   the open file: whose it is, migrations, write transactions, snapshots
    connection.py how it is opened: pragmas and limits, files that can only be read
    transactions.py  how a write begins; many writes
    counting.py   what a transaction inserts is counted at its end
    lean_import.py  how sqlite-utils is imported: where something is written
    storing.py    how a row is stored
    schema_version.py  what a file of this version is known by
    schema.py     triggers, views, tables and indexes in it that are not ours
    values.py     whether every value in it is one that we could have written
    locks.py      the run lock
    space.py      space on its disk
    scratch.py    a temporary database for what an export must remember
    messages.py   SQLite's errors as one line each
    other_files.py  somebody else's file, read by a copy of our own
    migrations/   tables, views and indexes: one module per migration, its SQL frozen
    read/         everything that is looked up: needs no lock, changes nothing
    write/        everything that is stored: each write is one short transaction
    quote_json.py  the Quotes of a Citation in their column
    places.py     paths of Documents: stored relative to the database, shown relative to the working directory
    outputs.py    files written for a user: whole or not at all, never over a cache
    bodies.py     content-addressed bodies: zstd, verified by hash on every read
    header_sets.py  headers of Fetches: a list for each host, and what differs from it
    network.py    which outcomes of a Fetch may be due to our own network
    policy.py     which earlier bodies and texts are kept (pure)
    schedule.py   when a Page is due again (pure)

`write` imports `read`, never the other way round (a test reads the imports). Every write is one short `BEGIN
IMMEDIATE` transaction on `CacheFile.write()`.
"""

from crawler.cache.database import CacheFile, utc
from crawler.cache.locks import run_lock
from crawler.cache.space import require_space

__all__ = ["CacheFile", "require_space", "run_lock", "utc"]
