"""The full-text index: what is written to it when a Capture's text comes, and when it goes.

There are no triggers: under `trusted_schema = 0` SQLite refuses one that writes to a virtual table.
"""

from sqlite_utils import Database

from crawler.cache.database import insert, storable


def index_text(db: Database, capture_id: int, title: str | None, text: str | None) -> None:
    """Make a Capture's title and text searchable."""
    insert(db, "captures_fts", {"rowid": capture_id, "title": title, "text": text})


def remove_text(db: Database, capture_id: int, title: str | None, text: str | None) -> None:
    """Take a Capture out of the index: title and text as they were indexed (sqlite.org/fts5.html, section 6.2)."""
    sql = "INSERT INTO captures_fts (captures_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)"
    db.execute(sql, [capture_id, storable(title), storable(text)])
