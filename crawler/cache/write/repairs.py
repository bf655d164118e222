"""Resources whose URL was replaced in the documents that cite them."""

from collections.abc import Mapping
from datetime import datetime

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.cache.write.creation import kept_url
from crawler.cache.write.resources import ResourceTable
from crawler.model import Added
from crawler.net.urls import page_url


def keep_identities(cache: CacheFile, replaced: Mapping[str, str], *, now: datetime) -> None:
    """After documents have been read again in which URLs were replaced (as cited -> new): the Resource of the old URL
    becomes that of the new one, with its stable id and fields, and is still found by the old URL.

    A Resource that something still cites by the old URL keeps it; one that the new URL had before keeps its identity,
    and is found by the old URL, too.
    """
    with cache.write() as db:
        for old, new in replaced.items():
            _keep(db, kept_url(old), kept_url(new), utc(now))


def _keep(db: SqlConnection, old: str, new: str, now: str) -> None:
    target = db.execute("SELECT id, added_at FROM resources WHERE url = ? ORDER BY rowid LIMIT 1", [new]).fetchone()
    if target is None:
        return
    id_, added_at = target
    row = db.execute("SELECT id FROM resources WHERE url = ? ORDER BY rowid LIMIT 1", [old]).fetchone()
    if row is not None:
        cited = "SELECT 1 FROM citations WHERE resource_id = ? UNION ALL SELECT 1 FROM record_ids WHERE id = ?1 LIMIT 1"
        if db.execute(cited, [row[0]]).fetchone():
            return
        if added_at == now:
            ResourceTable(db, Added(), now).succeed(row[0], id_)
            id_ = row[0]
            _rest(db, old)
        else:
            db.execute("UPDATE former_urls SET resource_id = ? WHERE resource_id = ?", [id_, row[0]])
    db.execute("INSERT OR REPLACE INTO former_urls (url, resource_id, replaced_at) VALUES (?, ?, ?)", [old, id_, now])


def _rest(db: SqlConnection, url: str) -> None:
    """A Page without a Resource is not fetched again; what was stored of it stays."""
    of_none = "NOT EXISTS (SELECT 1 FROM resources WHERE page_id = pages.id)"
    db.execute(f"UPDATE pages SET due_at = NULL WHERE url = ? AND {of_none}", [page_url(url).url])
