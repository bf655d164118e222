"""The full-text index: what is written to it when a Capture's text comes, and when it goes.

There are no triggers: under `trusted_schema = 0` SQLite refuses one that writes to a virtual table.
"""

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile
from crawler.cache.storing import insert, storable
from crawler.text.segments import segmented


def index_text(db: SqlConnection, capture_id: int, title: str | None, text: str | None) -> None:
    """Make a Capture's title and text searchable."""
    insert(db, "captures_fts", {"rowid": capture_id, "title": title, "text": text})
    if indexed := _segments(title, text):
        insert(db, "segments_fts", {"rowid": capture_id, "title": indexed[0], "text": indexed[1]})


def remove_text(db: SqlConnection, capture_id: int, title: str | None, text: str | None) -> None:
    """Take a Capture out of the index: title and text as they were indexed (sqlite.org/fts5.html, section 6.2)."""
    sql = "INSERT INTO captures_fts (captures_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)"
    db.execute(sql, [capture_id, storable(title), storable(text)])
    if indexed := _segments(title, text):
        sql = "INSERT INTO segments_fts (segments_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)"
        db.execute(sql, [capture_id, *indexed])


def _segments(title: str | None, text: str | None) -> tuple[object, object] | None:
    """What `segments_fts` has of a Capture; None: nothing, since it is all written with spaces."""
    found = segmented(title), segmented(text)
    return None if found == (None, None) else (storable(found[0]), storable(found[1]))


MERGED_AT_ONCE = 500
"""Pages of an index that one transaction merges: some 2 MB."""


def merge_index(cache: CacheFile) -> None:
    """Have each index in one piece instead of one per batch of new texts, in short transactions
    (sqlite.org/fts5.html, 6.8): a tenth smaller after a crawl of 660 recorded pages.
    """
    for name in ("captures_fts", "segments_fts"):
        pages, changes = -MERGED_AT_ONCE, 2  # negative: pieces of all sizes
        while changes >= 2:  # fewer: there was nothing to merge
            with cache.write() as db:
                before = db.conn.total_changes
                db.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('merge', ?)", [pages])
                changes = db.conn.total_changes - before
            pages = MERGED_AT_ONCE
