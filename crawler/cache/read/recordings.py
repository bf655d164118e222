"""Everything that is stored of a Page's Fetches, oldest first, with their bodies: for archive files."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crawler.cache import bodies
from crawler.cache.database import CacheFile
from crawler.cache.read.fetches import page_fetches
from crawler.cache.read.replays import ANSWERED
from crawler.model import FetchRecord, Outcome, PageResource, RecordedCapture, RecordedPage, Recording
from crawler.model.card_fields import hops, names

_COLUMNS = (
    "captured_at", "source", "memento_datetime", "status", "url", "body_sha256", "content_type", "media_type", "title",
    "text", "text_sha256", "reservations", "extractor", "extractor_version", "dropped_at",
)  # fmt: skip

# Several Captures of one Fetch are several extractions of the same body; the newest has the text that is shown.
_CONTENT = f"""
SELECT c.fetch_id IS f.id AS made_capture, {", ".join(f"k.{name}" for name in _COLUMNS)},
    CASE WHEN f.body_bytes IS b.size AND (c.fetch_id IS f.id OR o.extraction = f.extraction)
        THEN b.sha256 END AS own_sha256,
    coalesce(length(b.data), 0) > 0 AS body_kept,
    CASE WHEN f.outcome = '{Outcome.NOT_MODIFIED.value}' THEN ({ANSWERED.format(before="f.id")}) END AS confirms
FROM fetches f
JOIN captures c ON c.id = f.capture_id
JOIN captures k ON k.id = (
    SELECT max(id) FROM captures
    WHERE page_id = c.page_id AND fetch_id IS c.fetch_id AND body_sha256 = c.body_sha256
)
LEFT JOIN fetches o ON o.id = c.fetch_id
LEFT JOIN bodies b ON b.sha256 = c.body_sha256
WHERE f.id = ?
"""


def recorded_page(cache: CacheFile, resource_id: str) -> RecordedPage | None:
    """The Page of a Resource, with all Resources that share it; None: it is no longer there."""
    sql = "SELECT p.id, p.url FROM pages p JOIN resources r ON r.page_id = p.id WHERE r.id = ?"
    row = cache.execute(sql, [resource_id]).fetchone()
    if row is None:
        return None
    page_id, url = row
    sql = "SELECT id, stable_id, url FROM resources WHERE page_id = ? ORDER BY url, id"
    sharing = tuple(PageResource(**row) for row in cache.query(sql, [page_id]))
    return RecordedPage(id=page_id, url=url, resources=sharing)


def recordings(cache: CacheFile, page_id: int) -> Iterator[Recording]:
    """Every Fetch of a Page, oldest first. The text of a Capture stands with the Fetch that made it, and only there."""
    known: dict[int, tuple[str | None, bool]] = {}
    for fetch in page_fetches(cache, page_id):
        found = _recording(cache, fetch, known)
        known[fetch.id] = (found.body_sha256, found.body_kept)
        yield found


def copies(cache: CacheFile, page_id: int) -> Iterator[tuple[RecordedCapture, bool]]:
    """Copies of a Page from archives and files, in the order in which they came, each by the newest extraction; and
    whether their bodies are still kept.
    """
    columns = ", ".join(f"c.{name}" for name in _COLUMNS)
    sql = (
        f"SELECT {columns}, coalesce(length(b.data), 0) > 0 AS body_kept,"
        " (SELECT i.redirects FROM imports i WHERE i.page_id = c.page_id AND i.captured_at = c.captured_at"
        " AND i.body_sha256 = c.body_sha256 AND i.url = c.url ORDER BY i.id LIMIT 1) AS redirects FROM captures c"
        " LEFT JOIN bodies b ON b.sha256 = c.body_sha256"
        " WHERE c.id IN (SELECT max(id) FROM captures WHERE page_id = ? AND fetch_id IS NULL"
        " GROUP BY url, captured_at, body_sha256) ORDER BY c.id"
    )
    for row in cache.query(sql, [page_id]):
        yield replace(_capture(row), redirects=hops(row["redirects"] or "[]")), bool(row["body_kept"])


def body(cache: CacheFile, sha256: str) -> bytes:
    """The bytes of that name, verified.

    Raises:
        CacheDamaged: they do not match their name.
    """
    return bodies.load(cache, sha256)


def newest_at(cache: CacheFile) -> str | None:
    """When the newest Fetch began, or, without any, the newest copy was made; None: there is nothing yet."""
    sql = "SELECT coalesce((SELECT max(started_at) FROM fetches), (SELECT max(captured_at) FROM captures))"
    found: str | None = cache.execute(sql).fetchone()[0]
    return found


def _recording(cache: CacheFile, fetch: FetchRecord, known: dict[int, tuple[str | None, bool]]) -> Recording:
    row = None if fetch.capture_id is None else next(cache.query(_CONTENT, [fetch.id]), None)
    if row is None:
        empty = fetch.body_bytes == 0
        return Recording(
            fetch=fetch,
            capture=None,
            made_capture=False,
            body_sha256=bodies.sha256(b"") if empty else None,
            body_kept=empty,
            confirms=None,
        )
    own, kept = row["own_sha256"], bool(row["body_kept"])
    if row["confirms"] is not None:
        own, kept = known.get(row["confirms"], (None, False))
    return Recording(
        fetch=fetch,
        capture=_capture(row if row["made_capture"] else row | {"text": None}),
        made_capture=bool(row["made_capture"]),
        body_sha256=own,
        body_kept=own is not None and kept,
        confirms=row["confirms"],
    )


def _capture(row: dict[str, Any]) -> RecordedCapture:
    return RecordedCapture(**{name: row[name] for name in _COLUMNS} | {"reservations": names(row["reservations"])})
