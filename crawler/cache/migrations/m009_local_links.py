"""Migration 009: links within a project: to its own files and to anchors. Frozen once released.

Every Document is read again when it is next added: only then are its links known.
"""

from sqlite_utils import Database

NAME = "m009_local_links"

TABLE = """
CREATE TABLE local_links (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    line INTEGER,
    column INTEGER,
    target TEXT NOT NULL,            -- as written: "../other.md#part", "#part", "img/x.png"
    image INTEGER NOT NULL DEFAULT 0
)
"""
INDEX = "CREATE INDEX local_links_document ON local_links (document_id)"


def apply(db: Database) -> None:
    """Create the table; let all Documents be read again."""
    db.execute(TABLE)
    db.execute(INDEX)
    db.execute("UPDATE documents SET reader = NULL")
