"""`reextract`: today's extractor over the stored bodies of the last good Captures."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from crawler.cache import Cache, bodies, ledger
from crawler.items import Capture
from pipelines.extract import Pool
from pipelines.preview import preview


def run(cache: Cache, *, dry_run: bool) -> dict[str, Any]:
    """Extract again what every Page's last good Capture was made of; counts, and the URLs that changed."""
    rows = ledger.good_captures(cache)
    changed: list[str] = []

    async def work() -> None:
        async for row, capture in _extracted(cache, rows):
            if ledger.text_sha256(capture.text) == row["text_sha256"] or (capture.text is None and row["text_sha256"]):
                continue
            changed.append(row["url"])
            if not dry_run:
                ledger.recapture(cache, row["id"], capture)

    asyncio.run(work())
    return {"captures": len(rows), "changed": len(changed), "urls": sorted(changed), "dry_run": dry_run}


async def _extracted(cache: Cache, rows: list[dict[str, Any]]) -> AsyncIterator[tuple[dict[str, Any], Capture]]:
    """Each row with its new Capture, as many at once as there are workers."""
    size = os.cpu_count() or 1
    pool = Pool(size=size)
    await pool.start()

    async def one(row: dict[str, Any]) -> tuple[dict[str, Any], Capture]:
        body = bodies.load(cache.db, row["body_sha256"])
        capture = await pool.extract(body, url=row["url"], content_type=row["content_type"])
        return row, replace(capture, preview=preview(capture.text)[0]) if capture.text else capture

    try:
        for start in range(0, len(rows), size * 8):
            for done in asyncio.as_completed([one(row) for row in rows[start : start + size * 8]]):
                yield await done
    finally:
        await pool.close()
