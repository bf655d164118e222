"""Migration 009: what was computed from stored data and is kept, and how many Pages a run has to fetch.

Frozen once released. Assessments may be deleted at any time: they are computed again when they are asked for.
"""

from sqlite_utils import Database

NAME = "m007_assessments"

TABLE = """
CREATE TABLE assessments (
    kind TEXT NOT NULL,              -- what was computed: grade, passage
    key TEXT NOT NULL,               -- of what: a Resource ID; the id of a Citation
    stamp TEXT NOT NULL,             -- digest of all that it was computed from; another one: it is out of date
    result TEXT NOT NULL,            -- JSON
    PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""

INDEX = """
CREATE INDEX fetches_changed ON fetches (page_id, capture_id) WHERE good AND changed IS NOT 0
"""  # the Pages with several good texts, among all Fetches of years

PLANNED = "planned INTEGER"  # Pages that the run set out to fetch; NULL: not known


def apply(db: Database) -> None:
    """Create the table and the index, and add the column."""
    db.execute(TABLE)
    db.execute(INDEX)
    db.execute(f"ALTER TABLE runs ADD COLUMN {PLANNED}")
