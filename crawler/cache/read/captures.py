"""Stored Captures, for extracting their bodies again."""

import json
from collections.abc import Iterable

from crawler.cache.database import CacheFile
from crawler.model import StoredCapture


def good_captures(cache: CacheFile, ids: Iterable[int] | None = None) -> list[StoredCapture]:
    """The last good Captures, or those of these ids."""
    wanted = "SELECT last_good_capture_id FROM pages" if ids is None else "SELECT value FROM json_each(?)"
    rows = cache.query(
        "SELECT c.id, c.url, c.content_type, c.body_sha256, f.headers, f.flags FROM captures c"
        f" JOIN fetches f ON f.id = c.fetch_id WHERE c.id IN ({wanted}) ORDER BY c.id",
        [] if ids is None else [json.dumps(list(ids))],
    )
    return [
        StoredCapture(
            **row
            | {
                "headers": tuple((name, value) for name, value in json.loads(row["headers"])),
                "flags": tuple(json.loads(row["flags"])),
            }
        )
        for row in rows
    ]
