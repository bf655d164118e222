"""Dropping Resources that nothing cites, with all that was stored of Pages that nothing else needs."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile
from crawler.cache.write import base_bodies
from crawler.cache.write.header_sets import drop_unused
from crawler.cache.write.index import remove_text
from crawler.model import Pruned, UncitedResource


def prune_resources(cache: CacheFile, unwanted: Sequence[UncitedResource]) -> Pruned:
    """Drop these Resources in one transaction. A Page goes with its last Resource: with its Fetches, Captures, lookups
    in archives and the bodies that no other Capture has. Call under `run_lock`: a crawl may be about to fetch it.
    """
    wanted = "(SELECT value FROM json_each(?))"
    with without_foreign_keys(cache), cache.write() as db:
        ids = json.dumps([one.id for one in unwanted])
        resources = db.execute(f"DELETE FROM resources WHERE id IN {wanted}", [ids]).rowcount
        db.execute(f"DELETE FROM assessments WHERE key IN {wanted}", [ids])
        db.execute(f"DELETE FROM former_urls WHERE resource_id IN {wanted}", [ids])
        db.execute(
            "DELETE FROM documents WHERE path IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM citations WHERE document_id = documents.id OR told_by = documents.id)"
        )
        possible = json.dumps(sorted({one.page_id for one in unwanted}))
        pages = [
            row[0]
            for row in db.execute(
                "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT page_id FROM resources)", [possible]
            )
        ]
        return _drop_pages(db, pages, resources)


@contextmanager
def without_foreign_keys(cache: CacheFile) -> Iterator[None]:
    """SQLite would look through all of `pages` for each Fetch that goes, since `pages.last_fetch_id` has no index
    (sqlite.org/foreignkeys.html, section 3). The caller leaves no reference dangling; `doctor` checks them all.
    """
    cache.db.conn.execute("PRAGMA foreign_keys = 0")
    try:
        yield
    finally:
        cache.db.conn.execute("PRAGMA foreign_keys = 1")


def _drop_pages(db: SqlConnection, pages: Sequence[int], resources: int) -> Pruned:
    ids = [json.dumps(pages)]
    hosts = db.execute("SELECT DISTINCT host FROM pages WHERE id IN (SELECT value FROM json_each(?))", ids).fetchall()
    of_pages = "page_id IN (SELECT value FROM json_each(?))"
    captures = db.execute(f"SELECT id, title, text, body_sha256, text_bytes FROM captures WHERE {of_pages}", ids)
    digests, text_bytes, count = set[str](), 0, 0
    for id_, title, text, digest, size in captures.fetchall():
        remove_text(db, id_, title, text)
        digests.add(digest)
        text_bytes, count = text_bytes + (size or 0), count + 1
    db.execute(f"DELETE FROM evidence WHERE fetch_id IN (SELECT id FROM fetches WHERE {of_pages})", ids)
    db.execute(f"DELETE FROM mementos WHERE {of_pages}", ids)
    db.execute(f"DELETE FROM imports WHERE {of_pages}", ids)
    fetches = db.execute(f"DELETE FROM fetches WHERE {of_pages}", ids).rowcount
    for table in ("sketches", "differences"):
        db.execute(f"DELETE FROM {table} WHERE capture_id IN (SELECT id FROM captures WHERE {of_pages})", ids)
    db.execute(f"DELETE FROM captures WHERE {of_pages}", ids)
    db.execute("DELETE FROM pages WHERE id IN (SELECT value FROM json_each(?))", ids)
    drop_unused(db, [host for (host,) in hosts])
    return Pruned(
        resources=resources,
        pages=len(pages),
        fetches=fetches,
        captures=count,
        body_bytes=_drop_bodies(db, digests),
        text_bytes=text_bytes,
    )


def _drop_bodies(db: SqlConnection, digests: set[str]) -> int:
    """Drop those of these bodies that no Capture has any more; gives their bytes."""
    used = "SELECT 1 FROM captures WHERE body_sha256 = value"
    unused = db.execute(f"SELECT value FROM json_each(?) WHERE NOT EXISTS ({used})", [json.dumps(sorted(digests))])
    dropped = [row[0] for row in unused.fetchall()]
    size = base_bodies.drop(db, dropped)
    db.execute("DELETE FROM bodies WHERE sha256 IN (SELECT value FROM json_each(?))", [json.dumps(dropped)])
    return size
