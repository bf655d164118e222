"""Today's extractor over stored bodies: for `reextract`, and for what compares texts of different extractors."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from typing import Any

from crawler.cache import CacheFile, bodies, changes, ledger
from crawler.model import Capture
from crawler.text.difference import compare
from pipelines.complete import complete
from pipelines.extract import Pool


def run(cache: CacheFile, *, dry_run: bool) -> dict[str, Any]:
    """Extract again what every Page's last good Capture was made of.

    Counts of what came out as before, with another text, with other metadata only, or without the text that
    there was (the old Capture then stays), and of each page of another text or none by how many words (churn aside).
    """
    rows = ledger.good_captures(cache)
    counts = dict.fromkeys(("same", "text", "metadata", "lost"), 0)
    pages: list[dict[str, Any]] = []

    async def work() -> None:
        async for row, capture in _extracted(cache, rows):
            what = ledger.difference(cache, row["id"], capture)
            counts[what] += 1
            if what != "same":
                difference = compare(changes.text(cache, row["id"]), capture.text or "")
                words = {"words_added": difference.words_added, "words_removed": difference.words_removed}
                pages.append({"url": row["url"], "what": what, **words})
            if what in ("text", "metadata") and not dry_run:
                ledger.recapture(cache, row["id"], capture)

    asyncio.run(work())
    changed = counts["text"] + counts["metadata"]
    pages.sort(key=lambda page: str(page["url"]))
    urls = [page["url"] for page in pages if page["what"] != "lost"]
    return {"captures": len(rows), "changed": changed, **counts, "urls": urls, "pages": pages, "dry_run": dry_run}


def again(cache: CacheFile, capture_ids: Iterable[int]) -> dict[int, Capture]:
    """What today's extractor makes of the bodies of these Captures; nothing is stored."""
    rows = ledger.good_captures(cache, capture_ids)

    async def work() -> dict[int, Capture]:
        return {row["id"]: capture async for row, capture in _extracted(cache, rows)}

    return asyncio.run(work()) if rows else {}


async def _extracted(cache: CacheFile, rows: list[dict[str, Any]]) -> AsyncIterator[tuple[dict[str, Any], Capture]]:
    """Each row with its new Capture, as many at once as there are workers."""
    size = os.cpu_count() or 1
    pool = Pool(size=size)
    await pool.start()

    async def one(row: dict[str, Any]) -> tuple[dict[str, Any], Capture]:
        body = bodies.load(cache.db, row["body_sha256"])
        capture = await pool.extract(body, url=row["url"], content_type=row["content_type"])
        return row, complete(capture, row["headers"], row["flags"])

    try:
        for start in range(0, len(rows), size * 8):
            for done in asyncio.as_completed([one(row) for row in rows[start : start + size * 8]]):
                yield await done
    finally:
        await pool.close()
