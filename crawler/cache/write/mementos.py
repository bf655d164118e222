"""Lookups in web archives and the copies found there: each lookup and each copy examined is a row of `mementos`."""

from collections.abc import Sequence
from datetime import datetime

from crawler.cache import bodies
from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.cache.storing import insert, update
from crawler.cache.write.base_bodies import base_for
from crawler.cache.write.captures import CaptureOrigin, append_capture
from crawler.model import ArchivedCopy, LookupResult, WantedCopy
from crawler.model.archived_copy import KEPT
from crawler.net.credentials import without_credentials


def store_lookup(
    cache: CacheFile,
    wanted: WantedCopy,
    lookups: Sequence[LookupResult],
    copy: ArchivedCopy | None,
    *,
    archive: str,
    now: datetime,
) -> None:
    """Store a lookup of a Page: each copy examined, the whole, and the good copy if there is one."""
    with cache.write() as db:
        stored = _store_copy(db, wanted.page.id, copy) if copy else None
        for lookup in lookups:
            row = {
                "page_id": wanted.page.id,
                "looked_at": utc(now),
                "archive": archive,
                "wanted": utc(wanted.moment),
                "url": lookup.url,
                "memento_datetime": utc(lookup.memento_datetime) if lookup.memento_datetime else None,
                "outcome": lookup.outcome,
                "verdict": lookup.verdict,
                "detail": lookup.detail,
                "capture_id": stored if lookup.outcome == KEPT else None,
            }
            insert(db, "mementos", row)


def _store_copy(db: SqlConnection, page_id: int, copy: ArchivedCopy) -> int:
    """The Capture of a copy: a new one, or the one of the same URI-M with the same bytes."""
    body_sha256 = bodies.store(db, copy.body, base=base_for(db, page_id, copy.capture.media_type))
    url = without_credentials(copy.url)
    sql = (
        "SELECT id FROM captures WHERE page_id = ? AND url = ? AND body_sha256 = ? AND memento_datetime IS NOT NULL"
        " ORDER BY id DESC LIMIT 1"
    )
    same = db.execute(sql, [page_id, url, body_sha256]).fetchone()
    origin = CaptureOrigin(
        page_id=page_id,
        fetch_id=None,
        captured_at=utc(copy.fetched_at),
        memento_datetime=utc(copy.memento_datetime),
        status=copy.status,
        url=url,
        body_sha256=body_sha256,
        content_type=copy.content_type,
        source="archived",
    )
    capture_id = int(same[0]) if same else append_capture(db, origin, copy.capture)
    update(db, "pages", page_id, {"archived_capture_id": capture_id})
    return capture_id
