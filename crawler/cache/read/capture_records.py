"""Captures as they are stored, without texts and bodies: what a quotation or an excerpt is traced back to."""

import json
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.read.card_filters import SHOWN
from crawler.model import CaptureRecord
from crawler.model.card_fields import names

CaptureMark = tuple[int, str, str, str | None]
"""By which a Capture is told from any other: its id, when it was captured, SHA-256 of its body and its text."""

_COLUMNS = (
    "c.id, c.page_id, c.source, c.captured_at, c.memento_datetime, c.url, c.status, c.body_sha256, c.content_type,"
    " c.media_type, c.charset, c.title, c.language, c.text_sha256, c.text_bytes, length(c.text) AS text_chars,"
    " c.no_text, c.doubt, c.coverage, c.page_starts, c.reservations, c.extractor, c.extractor_version,"
    " c.dropped_at IS NULL AS kept"
)


def shown(cache: CacheFile, id_: str) -> CaptureRecord | None:
    """The Capture whose text the card of a Resource shows; None: there is none."""
    return _one(
        cache,
        f"SELECT {_COLUMNS} FROM resources r JOIN pages p ON p.id = r.page_id"
        f" LEFT JOIN fetches f ON f.id = p.last_fetch_id JOIN captures c ON c.id = {SHOWN} WHERE r.id = ?",
        id_,
    )


def archived(cache: CacheFile, id_: str) -> CaptureRecord | None:
    """An archive's copy of a Resource's Page; None: there is none."""
    return _one(
        cache,
        f"SELECT {_COLUMNS} FROM resources r JOIN pages p ON p.id = r.page_id"
        " JOIN captures c ON c.id = p.archived_capture_id WHERE r.id = ?",
        id_,
    )


def imported(cache: CacheFile, id_: str) -> CaptureRecord | None:
    """The newest imported copy of a Resource's Page; None: there is none."""
    return _one(
        cache,
        f"SELECT {_COLUMNS} FROM resources r JOIN pages p ON p.id = r.page_id"
        " JOIN captures c ON c.id = p.imported_capture_id WHERE r.id = ?",
        id_,
    )


def copies(cache: CacheFile, id_: str) -> list[CaptureRecord]:
    """Copies of a Resource's Page that we did not fetch from it: an archive's, and imported ones; the oldest first."""
    sql = (
        f"SELECT {_COLUMNS} FROM resources r JOIN captures c ON c.page_id = r.page_id WHERE r.id = ?"
        " AND c.fetch_id IS NULL AND c.dropped_at IS NULL ORDER BY coalesce(c.memento_datetime, c.captured_at), c.id"
    )
    return [_record(row) for row in cache.query(sql, [id_])]


def of_resource(cache: CacheFile, id_: str, *, limit: int) -> list[CaptureRecord]:
    """The newest Captures of a Resource's Page, copies from elsewhere among them: by when they were made."""
    sql = (
        f"SELECT {_COLUMNS} FROM resources r JOIN captures c ON c.page_id = r.page_id WHERE r.id = ?"
        " ORDER BY coalesce(c.memento_datetime, c.captured_at) DESC, c.id DESC LIMIT ?"
    )
    return [_record(row) for row in cache.query(sql, [id_, limit])]


def of_page(cache: CacheFile, id_: str, capture_id: int) -> CaptureRecord | None:
    """A Capture by its id, if it is one of the Page of that Resource."""
    sql = f"SELECT {_COLUMNS} FROM captures c JOIN resources r ON r.page_id = c.page_id WHERE r.id = ? AND c.id = ?"
    return _one(cache, sql, id_, capture_id)


def _one(cache: CacheFile, sql: str, *values: str | int) -> CaptureRecord | None:
    row = next(cache.query(sql, list(values)), None)
    return None if row is None else _record(row)


def _record(row: dict[str, Any]) -> CaptureRecord:
    decoded = {
        "page_starts": tuple(json.loads(row["page_starts"])),
        "reservations": names(row["reservations"]),
        "kept": bool(row["kept"]),
    }
    return CaptureRecord(**row | decoded)


def newest_capture(cache: CacheFile) -> CaptureMark | None:
    """The Capture that was stored last. No other cache has it, nor has this one after an older backup is restored."""
    return _mark(cache, "(SELECT max(id) FROM captures)")


def has_capture(cache: CacheFile, mark: CaptureMark) -> bool:
    """Whether that Capture is in the cache."""
    return _mark(cache, str(mark[0])) == mark


def _mark(cache: CacheFile, id_: str) -> CaptureMark | None:
    sql = f"SELECT id, captured_at, body_sha256, text_sha256 FROM captures WHERE id = {id_}"
    found: CaptureMark | None = cache.execute(sql).fetchone()
    return found
