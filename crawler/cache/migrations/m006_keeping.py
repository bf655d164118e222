"""Migration 006: what a person named or marked, and where; what is no longer kept. Frozen once released.

Whether a URL that nothing cites was named by a person is not known of earlier files: each such URL counts as named,
so that `prune` does not drop it by mistake.
"""

from sqlite_utils import Database

NAME = "m006_keeping"

COLUMNS = (
    ("resources", "named_at TEXT"),  # a person named the URL itself, since then; NULL: it came from a Document
    ("pages", "marked_by TEXT"),  # who, where that is known
    ("pages", "marked_file TEXT"),  # the marks file that the mark came from; NULL: by hand
    ("captures", "dropped_at TEXT"),  # text and body were dropped by the policy of what to keep
)


def apply(db: Database) -> None:
    """Add the columns."""
    for table, column in COLUMNS:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    db.execute(
        "UPDATE resources SET named_at = added_at WHERE sources = '{}'"
        " AND NOT EXISTS (SELECT 1 FROM citations WHERE resource_id = resources.id)"
    )
