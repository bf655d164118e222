"""`reextract`: today's extractor over the stored bodies of the last good Captures."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

from crawler.cache import Cache, bodies, ledger
from crawler.items import Capture
from pipelines.complete import complete
from pipelines.extract import Pool


def run(cache: Cache, *, dry_run: bool) -> dict[str, Any]:
    """Extract again what every Page's last good Capture was made of.

    Counts of what came out as before, with another text, with other metadata only, or without the text that
    there was (the old Capture then stays), and the URLs of the changed ones.
    """
    rows = ledger.good_captures(cache)
    counts = dict.fromkeys(("same", "text", "metadata", "lost"), 0)
    urls: list[str] = []

    async def work() -> None:
        async for row, capture in _extracted(cache, rows):
            what = ledger.difference(cache, row["id"], capture)
            counts[what] += 1
            if what in ("text", "metadata"):
                urls.append(row["url"])
                if not dry_run:
                    ledger.recapture(cache, row["id"], capture)

    asyncio.run(work())
    changed = counts["text"] + counts["metadata"]
    return {"captures": len(rows), "changed": changed, **counts, "urls": sorted(urls), "dry_run": dry_run}


async def _extracted(cache: Cache, rows: list[dict[str, Any]]) -> AsyncIterator[tuple[dict[str, Any], Capture]]:
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
