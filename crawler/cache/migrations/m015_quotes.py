"""Migration 015: a Citation may have several Quotes, each with its place. Frozen once released."""

from sqlite_utils import Database

NAME = "m015_quotes"

KEEP = """
UPDATE citations SET quotes = CASE WHEN trim(quotes) <> '' THEN json_array(json_object('text', quotes)) END
WHERE quotes IS NOT NULL
"""


def apply(db: Database) -> None:
    """Rename the column, which holds a JSON array from now on; every Document is read again when it is added next."""
    db.execute("ALTER TABLE citations RENAME COLUMN quote TO quotes")
    db.execute(KEEP)
    db.execute("UPDATE documents SET reader = NULL")
