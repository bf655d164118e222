"""Copies of Pages from files: each is a row of `imports`, and a Capture unless an earlier copy has the same text.

No verdict, counter, Fetch or last good Capture is changed by them. `pages.imported_capture_id` points to the newest by
its own date.
"""

import json

from crawler.cache import bodies
from crawler.cache.connection import SqlConnection
from crawler.cache.database import utc
from crawler.cache.storing import insert, update
from crawler.cache.write.base_bodies import base_for
from crawler.cache.write.captures import CaptureOrigin, append_capture
from crawler.model import ImportedCopy
from crawler.model.capture import IMPORTED
from crawler.net.credentials import without_credentials

NEW, SAME_TEXT, KNOWN = "new", "same text", "known"
"""What became of a copy: a new Capture; a date at which an earlier copy's text stood, too; nothing."""


def store_import(db: SqlConnection, copy: ImportedCopy, *, now: str) -> str:
    """Store a copy, inside the caller's transaction; what became of it."""
    if _is_known(db, copy):
        return KNOWN
    capture_id, outcome = _same_text(db, copy), SAME_TEXT
    if capture_id is None:
        capture_id, outcome = _append(db, copy), NEW
    row = {
        "page_id": copy.page_id,
        "capture_id": capture_id,
        "captured_at": utc(copy.captured_at),
        "added_at": now,
        "format": copy.format,
        "file": copy.file,
        "url": without_credentials(copy.url),
        "redirects": json.dumps(
            [{"url": without_credentials(hop.url), "status": hop.status} for hop in copy.redirects]
        ),
        "status": copy.status,
        "body_sha256": copy.body_sha256,
        "verdict": copy.verdict.value,
        "detail": copy.detail,
    }
    insert(db, "imports", row)
    point_to_newest(db, copy.page_id)
    return outcome


def point_to_newest(db: SqlConnection, page_id: int) -> None:
    """Let a Page point to its newest imported copy."""
    sql = "SELECT capture_id, captured_at FROM imports WHERE page_id = ? ORDER BY captured_at DESC, id DESC LIMIT 1"
    row = db.execute(sql, [page_id]).fetchone()
    if row:
        update(db, "pages", page_id, {"imported_capture_id": row[0], "imported_copy_at": row[1]})


def _is_known(db: SqlConnection, copy: ImportedCopy) -> bool:
    """Whether that very copy was imported before, or is of a Fetch of ours."""
    values = [copy.page_id, utc(copy.captured_at), copy.body_sha256]
    imported = "SELECT 1 FROM imports WHERE page_id = ? AND captured_at = ? AND body_sha256 = ?"
    if db.execute(imported, values).fetchone():
        return True
    fetched = (
        "SELECT 1 FROM fetches f JOIN captures c ON c.id = f.capture_id WHERE f.page_id = ?1 AND f.started_at = ?2"
        " AND (c.body_sha256 = ?3 OR c.text_sha256 = ?4)"
    )
    return db.execute(fetched, [*values, copy.capture.text_sha256]).fetchone() is not None


def _same_text(db: SqlConnection, copy: ImportedCopy) -> int | None:
    """The Capture of an earlier copy with the same text; where there is no text, with the same bytes."""
    digest = copy.capture.text_sha256
    same = "text_sha256 = ?" if digest else "text_sha256 IS NULL AND body_sha256 = ?"
    row = db.execute(
        f"SELECT id FROM captures WHERE page_id = ? AND source = ? AND {same} AND status IS ? ORDER BY id LIMIT 1",
        [copy.page_id, IMPORTED, digest or copy.body_sha256, copy.status],
    ).fetchone()
    return int(row[0]) if row else None


def _append(db: SqlConnection, copy: ImportedCopy) -> int:
    if copy.body is None:
        bodies.note(db, copy.body_sha256)
    else:
        base = base_for(db, copy.page_id, copy.capture.media_type)
        bodies.store(db, copy.body, copy.body_sha256, base=base)
    origin = CaptureOrigin(
        page_id=copy.page_id,
        fetch_id=None,
        captured_at=utc(copy.captured_at),
        status=copy.status,
        url=without_credentials(copy.url),
        body_sha256=copy.body_sha256,
        content_type=copy.content_type,
        source=IMPORTED,
    )
    return append_capture(db, origin, copy.capture)
