"""The current extractor over the stored bodies: for `reextract`, and to compare texts of different extractors."""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass

from crawler.cache import CacheFile, bodies
from crawler.cache.read import changes
from crawler.cache.read.captures import good_captures
from crawler.cache.write.captures import extraction_difference, recapture
from crawler.model import Capture, StoredCapture
from crawler.model.errors import CacheDamaged
from crawler.text.difference import compare
from pipelines.complete import complete
from pipelines.extract import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReextractedPage:
    """A page whose result differs: "text", "metadata", "lost" (no text any more), or "damaged" (its body is)."""

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
    damaged: int  # bodies that are not what was stored: nothing can be extracted from them
    pages: tuple[ReextractedPage, ...]
    dry_run: bool

    @property
    def urls(self) -> list[str]:
        """The pages that differ and have a text."""
        return [page.url for page in self.pages if page.what in ("text", "metadata")]


def reextract(cache: CacheFile, *, dry_run: bool) -> ReextractResult:
    """Extract again what every Page's last good Capture was made of; a different outcome becomes a new Capture.

    A damaged body costs only its own Capture, which stays as it is.
    """
    rows = good_captures(cache)
    counts = dict.fromkeys(("same", "text", "metadata", "lost", "damaged"), 0)
    pages: list[ReextractedPage] = []

    async def work() -> None:
        async with aclosing(_extracted(cache, rows)) as extracted:
            async for row, capture in extracted:
                if capture is None:
                    counts["damaged"] += 1
                    pages.append(ReextractedPage(url=row.url, what="damaged", words_added=0, words_removed=0))
                    continue
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
    """What the current extractor makes of the bodies of these Captures, but for damaged ones; nothing is stored."""
    rows = good_captures(cache, capture_ids)

    async def work() -> dict[int, Capture]:
        async with aclosing(_extracted(cache, rows)) as extracted:
            return {row.id: capture async for row, capture in extracted if capture is not None}

    return asyncio.run(work()) if rows else {}


async def _extracted(
    cache: CacheFile, rows: list[StoredCapture]
) -> AsyncGenerator[tuple[StoredCapture, Capture | None], None]:
    """Each row with its new Capture, as many at once as there are workers; None: its body is damaged."""
    size = os.cpu_count() or 1
    pool = Pool(size=size)
    await pool.start()

    async def one(row: StoredCapture) -> tuple[StoredCapture, Capture | None]:
        try:
            body = bodies.load(cache, row.body_sha256)
        except CacheDamaged:
            return row, None
        capture = await pool.extract(body, url=row.url, content_type=row.content_type)
        return row, complete(capture, row.headers, row.flags)

    tasks: list[asyncio.Task[tuple[StoredCapture, Capture | None]]] = []
    try:
        for start in range(0, len(rows), size * 8):
            tasks = [asyncio.create_task(one(row)) for row in rows[start : start + size * 8]]
            for done in asyncio.as_completed(tasks):
                yield await done
    finally:
        for task in tasks:  # nothing may use the pool that is being closed
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await pool.close()
