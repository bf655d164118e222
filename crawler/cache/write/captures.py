"""Captures: stored once per content, with their full text in the index."""

import json
from dataclasses import dataclass, fields
from typing import Any

from crawler.cache import bodies
from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.cache.read.replays import SEEN
from crawler.cache.storing import cleaned, insert
from crawler.cache.write.base_bodies import base_for
from crawler.cache.write.index import index_text
from crawler.cache.write.keeping import restore
from crawler.model import Capture, Fetch, PageFacts
from crawler.model.capture import TRUNCATED
from crawler.text.scripts import alphabet_length


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureOrigin:
    """Where the content of a Capture came from: the columns of `captures` besides those that extraction fills."""

    page_id: int
    fetch_id: int | None  # None: an archived or imported copy
    captured_at: str
    status: int | None
    url: str
    body_sha256: str
    content_type: str | None
    memento_datetime: str | None = None
    source: str = "fetched"


_ORIGIN = tuple(field.name for field in fields(CaptureOrigin))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def store_capture(db: SqlConnection, fetch: Fetch, capture: Capture, fetch_id: int) -> tuple[int, str | None]:
    """The id of this content's Capture: a new one, or the one with the same content; and what differs in the latter
    (`_changed_columns`).

    Content is the same when its text is; where there is no text, when its bytes are. Pages that carry
    a fresh token in every answer would fill the file otherwise. An archived or imported copy never counts as the same.
    """
    body = fetch.body or b""
    body_sha256 = fetch.body_sha256 or bodies.sha256(body)
    same = "text_sha256 = ?" if capture.text_sha256 else "text_sha256 IS NULL AND body_sha256 = ?"
    row = db.execute(
        f"SELECT id, dropped_at FROM captures WHERE page_id = ? AND {same} AND status IS ? AND source = 'fetched'"
        " ORDER BY id DESC LIMIT 1",
        [fetch.page.id, capture.text_sha256 or body_sha256, fetch.status],
    ).fetchone()
    columns = _columns(capture)
    if row and row[1] is not None:
        restore(db, int(row[0]), columns, body)
        store_sketch(db, int(row[0]), capture.text, capture.sketch)
        return int(row[0]), None
    if row:
        store_sketch(db, int(row[0]), capture.text, capture.sketch)
        return int(row[0]), _changed_columns(db, columns, int(row[0]))
    origin = CaptureOrigin(
        page_id=fetch.page.id,
        fetch_id=fetch_id,
        captured_at=utc(fetch.started_at),
        status=fetch.status,
        url=fetch.final_url or fetch.page.url,
        body_sha256=bodies.store(db, body, body_sha256, base=base_for(db, fetch.page.id, capture.media_type)),
        content_type=fetch.header("content-type"),
    )
    capture_id = _append(db, origin, columns)
    store_sketch(db, capture_id, capture.text, capture.sketch)
    return capture_id, None


def store_sketch(db: SqlConnection, capture_id: int, text: str | None, sketch: bytes | None) -> None:
    """Keep by what the text of a fetched Capture is compared with others of its host."""
    if text:
        sql = "INSERT OR IGNORE INTO sketches (capture_id, chars, sketch) VALUES (?, ?, ?)"
        db.execute(sql, [capture_id, alphabet_length(text), sketch])


def _changed_columns(db: SqlConnection, now: dict[str, Any], capture_id: int) -> str | None:
    """The columns that the judge saw with other values than the Capture of the same text has, as JSON."""
    stored = db.execute(f"SELECT {', '.join(SEEN)} FROM captures WHERE id = ?", [capture_id]).fetchone()
    other = {name: now[name] for name, old in zip(SEEN, stored, strict=True) if _differs(name, now[name], old)}
    return _json(other) if other else None


def _differs(column: str, new: object, old: object) -> bool:
    """Whether a column of `captures` would change. Facts are compared as objects, because those that migration 002
    converted are in a different order.
    """
    if column == "facts" and isinstance(old, str):
        return PageFacts.from_json(json.loads(str(cleaned(column, new)))) != PageFacts.from_json(json.loads(old))
    return bool(cleaned(column, new) != old)


def append_capture(db: SqlConnection, origin: CaptureOrigin, capture: Capture) -> int:
    """Add a Capture and its full text to the index; gives its id."""
    return _append(db, origin, _columns(capture))


def _append(db: SqlConnection, origin: CaptureOrigin, columns: dict[str, Any]) -> int:
    row = {name: getattr(origin, name) for name in _ORIGIN} | columns
    capture_id = insert(db, "captures", row)
    index_text(db, capture_id, row["title"], row["text"])
    return capture_id


def _columns(capture: Capture) -> dict[str, Any]:
    """The columns of `captures` that extraction fills."""
    metadata = capture.metadata
    return {
        "media_type": capture.media_type,
        "charset": capture.charset,
        "title": metadata.title,
        "text": capture.text,
        "text_sha256": capture.text_sha256,
        "text_bytes": None if capture.text is None else len(capture.text.encode("utf-8", "replace")),
        "no_text": capture.no_text,
        "doubt": capture.doubt,
        "coverage": capture.coverage,
        "page_type": capture.page_type,
        "page_starts": _json(capture.page_starts),
        "preview_chars": _preview_chars(capture),
        "authors": _json(metadata.authors),
        "published_date": metadata.published_date,
        "sitename": metadata.sitename,
        "description": metadata.description,
        "language": metadata.language,
        "kind": metadata.kind,
        "canonical_url": metadata.canonical_url,
        "image_url": metadata.image_url,
        "access_free": metadata.access_free,
        "sources": _json(dict(metadata.sources)),
        "headings": _json(capture.headings),
        "facts": _json(capture.facts.to_json()),
        "reservations": _json(capture.reservations),
        "extractor": capture.extractor,
        "extractor_version": capture.extractor_version,
        "elapsed_ms": round(capture.elapsed * 1000),
    }


def _preview_chars(capture: Capture) -> int | None:
    """How many characters of the text its preview has; None: all. The preview is computed from them."""
    if capture.preview is None or capture.preview == capture.text:
        return None
    return len(capture.preview.rpartition(TRUNCATED)[0] or capture.preview)


def extraction_difference(cache: CacheFile, capture_id: int, capture: Capture) -> str:
    """How an extraction differs from a stored Capture: "same", "text", "metadata", or "lost" for no text."""
    new = _columns(capture)
    old = next(cache.db.query("SELECT * FROM captures WHERE id = ?", [capture_id]))
    if new["text_sha256"] != old["text_sha256"]:
        return "lost" if new["text_sha256"] is None else "text"
    return "metadata" if any(_differs(name, new[name], old[name]) for name in new if name != "elapsed_ms") else "same"


def recapture(cache: CacheFile, capture_id: int, capture: Capture) -> int:
    """Add what today's extractor makes of an old Capture's body, and let its Page point to that; gives its id."""
    columns = "page_id, fetch_id, captured_at, status, url, body_sha256, content_type"
    with cache.write() as db:
        old = next(db.query(f"SELECT {columns} FROM captures WHERE id = ?", [capture_id]))
        new = append_capture(db, CaptureOrigin(**old), capture)
        store_sketch(db, new, capture.text, capture.sketch)
        db.execute("UPDATE pages SET last_good_capture_id = ? WHERE last_good_capture_id = ?", [new, capture_id])
    return new
