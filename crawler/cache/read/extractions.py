"""Captures by what was extracted: the body, URL and type of an answer, and the extractor (`fetches.extraction`)."""

import json
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.model import Capture, Metadata, PageFacts


def known_capture(db: SqlConnection, extraction: str, *, page_id: int, status: int | None) -> Capture | None:
    """What this extraction gave before; None: it is not known.

    A Fetch whose text was known keeps the older Capture, and in `seen` what the judge saw otherwise. For the same Page
    and status, whose answer makes no new Capture, that is all there is to know; else only a Capture that this very
    extraction made is good enough.
    """
    sql = (
        "SELECT c.*, f.seen FROM fetches f JOIN captures c ON c.id = f.capture_id WHERE f.extraction = ?"
        " AND c.dropped_at IS NULL"
        " AND ((f.page_id = ? AND f.status IS ?) OR c.fetch_id = f.id) ORDER BY f.id DESC LIMIT 1"
    )
    row = next(db.query(sql, [extraction, page_id, status]), None)
    return None if row is None else _capture(row | json.loads(row["seen"] or "{}"))


def newest_extraction(db: SqlConnection, page_id: int) -> str | None:
    """The extraction of a Page's newest answer."""
    sql = "SELECT extraction FROM fetches WHERE page_id = ? AND extraction IS NOT NULL ORDER BY id DESC LIMIT 1"
    row = db.execute(sql, [page_id]).fetchone()
    return None if row is None else str(row[0])


def _capture(row: dict[str, Any]) -> Capture:
    free = row["access_free"]
    return Capture(
        **{name: row[name] for name in ("media_type", "charset", "text", "no_text", "doubt", "coverage", "page_type")},
        page_starts=tuple(json.loads(row["page_starts"])),
        metadata=Metadata(
            title=row["title"],
            authors=tuple(json.loads(row["authors"])),
            **{name: row[name] for name in ("published_date", "sitename", "description", "language", "kind")},
            canonical_url=row["canonical_url"],
            image_url=row["image_url"],
            access_free=None if free is None else bool(free),
            sources=json.loads(row["sources"]),
        ),
        headings=tuple(json.loads(row["headings"])),
        facts=PageFacts.from_json(json.loads(row["facts"])),
        extractor=row["extractor"],
        extractor_version=row["extractor_version"],
        elapsed=row["elapsed_ms"] / 1000,
    )
