"""Copies of Pages from files, as they are stored; and what an import has to know of the cache."""

import json
from collections.abc import Iterable
from typing import Any

from crawler.cache.database import CacheFile
from crawler.model import Hop, ImportRecord, Page, Verdict
from crawler.model.card_fields import hops

AT_ONCE = 500
"""URLs in one query."""


def imported_copies(cache: CacheFile, page_id: int) -> list[ImportRecord]:
    """The copies of a Page, the newest first by their own dates."""
    rows = cache.query("SELECT * FROM imports WHERE page_id = ? ORDER BY captured_at DESC, id DESC", [page_id])
    return [_record(row) for row in rows]


def copies_of_resource(cache: CacheFile, id_: str) -> list[ImportRecord]:
    """The copies of a Resource's Page, the newest first."""
    row = cache.execute("SELECT page_id FROM resources WHERE id = ?", [id_]).fetchone()
    return imported_copies(cache, row[0]) if row else []


def _record(row: dict[str, Any]) -> ImportRecord:
    decoded: dict[str, tuple[Hop, ...] | Verdict] = {
        "redirects": hops(row["redirects"]),
        "verdict": Verdict(row["verdict"]),
    }
    return ImportRecord(**row | decoded)


def has_resources(cache: CacheFile) -> bool:
    """Whether anything is cited, or named."""
    return cache.execute("SELECT 1 FROM resources LIMIT 1").fetchone() is not None


def pages_of(cache: CacheFile, urls: Iterable[str]) -> dict[str, Page]:
    """The Pages of these URLs, which are normalised as those of Pages are. What is not there is left out."""
    wanted = sorted(set(urls))
    found: dict[str, Page] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = cache.query(
            "SELECT p.id, p.url, p.problem, p.unsafe FROM json_each(?) AS w JOIN pages p ON p.url = w.value",
            [json.dumps(wanted[start : start + AT_ONCE])],
        )
        for row in rows:
            found[row["url"]] = Page(**row | {"unsafe": bool(row["unsafe"])})
    return found
