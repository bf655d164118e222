"""Migration 004: how much of a page its text holds, what type of page it is, and where its pages begin.

Frozen once released. What was captured before has no measure: `reextract` gives it one.
"""

from sqlite_utils import Database

NAME = "m004_coverage"

COLUMNS = (
    "coverage REAL",  # 0 to 1: the share of the visible prose that the text holds; NULL: not measured
    "page_type TEXT",  # of HTML; NULL: not known
    "page_starts TEXT NOT NULL DEFAULT '[]'",  # JSON list: the offset in `text` at which each page begins
)


def apply(db: Database) -> None:
    """Add the columns."""
    for column in COLUMNS:
        db.execute(f"ALTER TABLE captures ADD COLUMN {column}")
