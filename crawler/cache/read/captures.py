"""Stored Captures, for extracting their bodies again."""

import json
from collections.abc import Iterable

from crawler.cache.database import CacheFile
from crawler.cache.header_sets import SET_OF_FETCH, headers_of
from crawler.model import StoredCapture


def good_captures(cache: CacheFile, ids: Iterable[int] | None = None) -> list[StoredCapture]:
    """The last good Captures, or those of these ids."""
    wanted = "SELECT last_good_capture_id FROM pages" if ids is None else "SELECT value FROM json_each(?)"
    rows = cache.query(
        f"SELECT c.id, c.url, c.content_type, c.body_sha256, f.headers, {SET_OF_FETCH}, f.flags FROM captures c"
        f" JOIN fetches f ON f.id = c.fetch_id WHERE c.id IN ({wanted}) ORDER BY c.id",
        [] if ids is None else [json.dumps(list(ids))],
    )
    return [
        StoredCapture(
            **row
            | {
                "headers": headers_of(row["headers"], row.pop("set_headers")),
                "flags": tuple(json.loads(row["flags"])),
            }
        )
        for row in rows
    ]
