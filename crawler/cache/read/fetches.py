"""Stored Fetches, as `why`, the Python API and the card of a page show them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.header_sets import SET_OF_FETCH, headers_of
from crawler.model import Evidence, FetchPoint, FetchRecord, Outcome, Probe, Verdict
from crawler.model.card_fields import hops, names

_WHOLE = f"SELECT f.*, {SET_OF_FETCH}, n.version FROM fetches f JOIN runs n ON n.id = f.run_id"


def fetch_records(cache: CacheFile, id_: str, *, limit: int | None = None) -> list[FetchRecord]:
    """Every Fetch of a Resource's Page, or the last few, newest first."""
    sql = f"{_WHOLE} JOIN resources r ON r.page_id = f.page_id WHERE r.id = ? ORDER BY f.id DESC LIMIT ?"
    values = [id_, -1 if limit is None else limit]
    return [_fetch_record(cache, row) for row in cache.query(sql, values)]


def fetch_points(cache: CacheFile, id_: str, *, limit: int) -> list[FetchPoint]:
    """The newest Fetches of a Resource's Page, in the order in which they were made."""
    sql = (
        "SELECT f.started_at, f.outcome, f.status, f.verdict, f.effective_verdict, f.good, f.changed, f.capture_id"
        " FROM resources r JOIN fetches f ON f.page_id = r.page_id WHERE r.id = ? ORDER BY f.id DESC LIMIT ?"
    )
    found = [FetchPoint(**row | _decided(row)) for row in cache.query(sql, [id_, limit])]
    return found[::-1]


def page_fetches(cache: CacheFile, page_id: int) -> Iterator[FetchRecord]:
    """Every Fetch of a Page, oldest first, one at a time."""
    sql = f"{_WHOLE} WHERE f.page_id = ? ORDER BY f.id"
    return (_fetch_record(cache, row) for row in cache.query(sql, [page_id]))


def _fetch_record(cache: CacheFile, row: dict[str, Any]) -> FetchRecord:
    evidence = "SELECT rule, verdict, detail, weight FROM evidence WHERE fetch_id = ? ORDER BY id"
    found = cache.execute(evidence, [row["id"]]).fetchall()
    probe, seen = row["probe"], row["seen"]
    decoded = {
        "redirects": hops(row["redirects"]),
        "headers": headers_of(row["headers"], row.pop("set_headers")),
        "flags": names(row["flags"]),
        "probe": None if probe is None else Probe(**json.loads(probe)),
        "seen": None if seen is None else json.loads(seen),
        "evidence": tuple(map(_evidence, found)),
    }
    del row["extraction"], row["header_set"]  # compared with itself only; how headers are stored
    return FetchRecord(**row | decoded | _decided(row))


def _decided(row: dict[str, Any]) -> dict[str, Any]:
    """How a Fetch ended and what was decided from it."""
    effective = row["effective_verdict"]
    return {
        "outcome": Outcome(row["outcome"]),
        "verdict": Verdict(row["verdict"]),
        "effective_verdict": None if effective is None else Verdict(effective),
        "good": bool(row["good"]),
        "changed": None if row["changed"] is None else bool(row["changed"]),
    }


def _evidence(row: Sequence[Any]) -> Evidence:
    return Evidence(rule=row[0], verdict=Verdict(row[1]), detail=row[2], weight=row[3])
