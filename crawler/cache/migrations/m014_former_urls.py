"""Migration 014: the URLs that Resources had before they were repaired. Frozen once released."""

from sqlite_utils import Database

NAME = "m014_former_urls"

TABLE = """
CREATE TABLE former_urls (
    url TEXT PRIMARY KEY,            -- as cited until then
    resource_id TEXT NOT NULL REFERENCES resources (id) ON UPDATE CASCADE ON DELETE CASCADE,
    replaced_at TEXT NOT NULL
)
"""

INDEX = "CREATE INDEX former_urls_resource ON former_urls (resource_id)"


def apply(db: Database) -> None:
    """Add the table."""
    db.execute(TABLE)
    db.execute(INDEX)
