"""Stored Fetches as the judge saw them: to judge them again, offline, with the rules of today."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile
from crawler.cache.header_sets import SET_OF_FETCH, headers_of
from crawler.cache.read import histories
from crawler.model import (
    Capture,
    Fetch,
    Hop,
    Metadata,
    Outcome,
    Page,
    PageFacts,
    Probe,
    Replay,
    Validators,
    Verdict,
)

NEVER = 2**62
"""An id after every other."""

ANSWERED = """SELECT max(a.id) FROM fetches a JOIN captures o ON o.id = a.capture_id WHERE a.page_id = c.page_id
    AND a.status = 200 AND a.id < {before} AND o.fetch_id = c.fetch_id AND o.body_sha256 = c.body_sha256"""
"""The newest Fetch before another that gave the content of a Capture `c`, whichever extraction of it that is: what a
304 confirms. A page may keep its text and change its ETag, its address, and what the judge makes of it.
"""


MEASURES = ("doubt", "coverage", "page_type", "page_starts")
"""What extraction says of the text: how far to trust it, and where it comes from."""

SEEN = (
    "media_type", "title", "no_text", "language", "canonical_url", "access_free", "headings", "facts", "sitename",
    *MEASURES,
)  # fmt: skip
"""What the judge reads of a Capture besides its text, and the measures of that. They may change while the text, and so
the Capture, stays: `fetches.seen` has what an answer with the same text had otherwise."""

COMPARED = ("home_likeness", "host_chars", "likest", "likest_url", "likest_status")
"""What a Fetch says of its text beside the host's others: as it was then."""


def replays(cache: CacheFile, id_: str) -> Iterator[Replay]:
    """Every Fetch of a Resource's Page, the newest first."""
    where = "f.page_id = (SELECT page_id FROM resources WHERE id = ?) ORDER BY f.id DESC"
    for row in cache.query(_QUERY + where, [id_]):
        yield _replay(cache, row)


def replay(db: SqlConnection, fetch_id: int) -> Replay:
    """One Fetch."""
    return _replay(db, next(db.query(_QUERY + "f.id = ?", [fetch_id])))


_QUERY = (
    f"SELECT f.*, {SET_OF_FETCH}, p.url AS page_url, g.verdict AS held_good, c.text, c.published_date, c.dropped_at,"
    f" {', '.join(f'c.{name}' for name in SEEN)}"
    " FROM fetches f JOIN pages p ON p.id = f.page_id LEFT JOIN captures c ON c.id = f.capture_id"
    f" LEFT JOIN fetches g ON g.id = ({ANSWERED.format(before='f.id')}) WHERE "
)


def _replay(db: SqlConnection, row: dict[str, Any]) -> Replay:
    before = (
        "SELECT c.dropped_at FROM fetches f JOIN captures c ON c.id = f.capture_id"
        " WHERE f.page_id = ? AND f.good AND f.id < ? ORDER BY f.id DESC LIMIT 1"
    )
    (gone,) = db.execute(before, [row["page_id"], row["id"]]).fetchone() or (None,)
    return Replay(
        kept=row["dropped_at"] is None and gone is None,
        id=row["id"],
        fetch=_fetch(row),
        history=histories.history(db, row["page_id"], before=row["id"]),
        verdict=Verdict(row["verdict"]),
        effective_verdict=None if row["effective_verdict"] is None else Verdict(row["effective_verdict"]),
    )


def _fetch(row: dict[str, Any]) -> Fetch:
    unchanged = row["outcome"] == Outcome.NOT_MODIFIED
    confirms = Verdict(row["held_good"]) if unchanged and row["held_good"] else Verdict.ALIVE
    return Fetch(
        page=Page(id=row["page_id"], url=row["page_url"], validators=Validators(verdict=confirms)),
        started_at=datetime.fromisoformat(row["started_at"]),
        elapsed=row["elapsed_ms"] / 1000,
        outcome=Outcome(row["outcome"]),
        status=row["status"],
        error=row["error"],
        final_url=row["final_url"],
        redirects=tuple(Hop(url=hop["url"], status=hop["status"]) for hop in json.loads(row["redirects"])),
        headers=headers_of(row["headers"], row["set_headers"]),
        flags=tuple(json.loads(row["flags"])),
        ip_address=row["ip_address"],
        # The judge asks only whether there is one; its content is in the Capture.
        body=None if row["body_bytes"] is None else b"\0" * min(row["body_bytes"], 1),
        capture=None if unchanged or row["capture_id"] is None else _capture(row),
        probe=None if row["probe"] is None else Probe(**json.loads(row["probe"])),
        twins=row["twins"],
        **{name: row[name] for name in COMPARED},
    )


def _capture(row: dict[str, Any]) -> Capture:
    seen = {name: row[name] for name in SEEN} | json.loads(row["seen"] or "{}")
    free = seen["access_free"]
    return Capture(
        media_type=seen["media_type"],
        text=row["text"],
        no_text=seen["no_text"],
        doubt=seen["doubt"],
        metadata=Metadata(
            title=seen["title"],
            language=seen["language"],
            canonical_url=seen["canonical_url"],
            access_free=None if free is None else bool(free),
            sitename=seen["sitename"],
            published_date=row["published_date"],
        ),
        headings=tuple(json.loads(seen["headings"])),
        facts=PageFacts.from_json(json.loads(seen["facts"])),
    )
