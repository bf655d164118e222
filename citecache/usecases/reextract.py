"""The current extractor over the stored bodies: for `reextract`, and to compare texts of different extractors."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from crawler.cache import CacheFile, bodies
from crawler.cache.read import changes
from crawler.cache.read.captures import good_captures
from crawler.cache.write.captures import extraction_difference, recapture
from crawler.model import Capture, StoredCapture
from crawler.text.difference import compare
from pipelines.complete import complete
from pipelines.extract import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReextractedPage:
    """A page whose result differs: "text", "metadata", or "lost" (no text any more)."""

    url: str
    what: str
    words_added: int
    words_removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReextractResult:
    """Captures by what came out, and the pages that differ, by URL. A lost text is not stored: the old one stays."""

    captures: int
    changed: int
    same: int
    text: int
    metadata: int
    lost: int
    pages: tuple[ReextractedPage, ...]
    dry_run: bool

    @property
    def urls(self) -> list[str]:
        """The pages that differ and have a text."""
        return [page.url for page in self.pages if page.what != "lost"]


def reextract(cache: CacheFile, *, dry_run: bool) -> ReextractResult:
    """Extract again what every Page's last good Capture was made of; a different outcome becomes a new Capture."""
    rows = good_captures(cache)
    counts = dict.fromkeys(("same", "text", "metadata", "lost"), 0)
    pages: list[ReextractedPage] = []

    async def work() -> None:
        async for row, capture in _extracted(cache, rows):
            what = extraction_difference(cache, row.id, capture)
            counts[what] += 1
            if what != "same":
                pages.append(_page(cache, row, capture, what))
            if what in ("text", "metadata") and not dry_run:
                recapture(cache, row.id, capture)

    asyncio.run(work())
    changed = counts["text"] + counts["metadata"]
    ordered = tuple(sorted(pages, key=lambda page: page.url))
    return ReextractResult(captures=len(rows), changed=changed, **counts, pages=ordered, dry_run=dry_run)


def _page(cache: CacheFile, row: StoredCapture, capture: Capture, what: str) -> ReextractedPage:
    found = compare(changes.text(cache, row.id), capture.text or "")
    added, removed = found.words_added, found.words_removed
    return ReextractedPage(url=row.url, what=what, words_added=added, words_removed=removed)


def extract_again(cache: CacheFile, capture_ids: Iterable[int]) -> dict[int, Capture]:
    """What the current extractor makes of the bodies of these Captures; nothing is stored."""
    rows = good_captures(cache, capture_ids)

    async def work() -> dict[int, Capture]:
        return {row.id: capture async for row, capture in _extracted(cache, rows)}

    return asyncio.run(work()) if rows else {}


async def _extracted(cache: CacheFile, rows: list[StoredCapture]) -> AsyncIterator[tuple[StoredCapture, Capture]]:
    """Each row with its new Capture, as many at once as there are workers."""
    size = os.cpu_count() or 1
    pool = Pool(size=size)
    await pool.start()

    async def one(row: StoredCapture) -> tuple[StoredCapture, Capture]:
        body = bodies.load(cache.db, row.body_sha256)
        capture = await pool.extract(body, url=row.url, content_type=row.content_type)
        return row, complete(capture, row.headers, row.flags)

    try:
        for start in range(0, len(rows), size * 8):
            for done in asyncio.as_completed([one(row) for row in rows[start : start + size * 8]]):
                yield await done
    finally:
        await pool.close()
