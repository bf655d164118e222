"""Migration 016: how much the texts of two Captures differ, kept from when they were compared. Frozen once released.

Rows may be deleted at any time: they are computed again when they are asked for, as are those of earlier Captures.
"""

from sqlite_utils import Database

NAME = "m016_differences"

TABLE = """
CREATE TABLE differences (
    capture_id INTEGER NOT NULL REFERENCES captures (id) ON DELETE CASCADE,  -- the text now
    before_id INTEGER NOT NULL,      -- the Capture of the text before: of the same Page, and goes with it
    stamp TEXT NOT NULL,             -- what compared them; another one: it is out of date
    cause TEXT,                      -- of the difference: page, extractor; NULL: there is none
    words_added INTEGER NOT NULL,    -- churn aside
    words_removed INTEGER NOT NULL,
    coarse INTEGER NOT NULL,         -- 1: passages were replaced as a whole, fewer words may have changed
    PRIMARY KEY (capture_id, before_id)
) WITHOUT ROWID
"""


def apply(db: Database) -> None:
    """Create the table, empty."""
    db.execute(TABLE)
