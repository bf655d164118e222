"""What a Fetch leaves behind: rows in fetches, evidence, captures and bodies, and the new state of its Page.

Append-only except for `pages`. A failure never replaces the last good Capture; content that did not change
makes no new one. All of one Fetch is in one transaction, so a kill leaves it whole or absent.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.cache.storing import insert, update
from crawler.cache.write.captures import store_capture
from crawler.cache.write.header_sets import store_headers
from crawler.cache.write.pages import update_page
from crawler.model import Fetch, Outcome
from crawler.net.credentials import kept_headers, without_credentials

MAX_HEADERS, MAX_HEADER_VALUE, MAX_HEADER_CHARS = 200, 4_096, 32_768
"""What is stored of a Fetch's headers: their number, characters of one value, and of all. Heuristic, not measured."""


def store_fetches(cache: CacheFile, fetches: Iterable[Fetch], *, run_id: int) -> None:
    """Store these Fetches: all of them or, on an error, none."""
    with cache.write() as db:
        for fetch in fetches:
            _store_one(db, fetch, run_id)


def _store_one(db: SqlConnection, fetch: Fetch, run_id: int) -> None:
    capture_id = fetch.page.validators.capture_id if fetch.outcome is Outcome.NOT_MODIFIED else None
    sent = store_headers(db, fetch.page.id, bounded(kept_headers(fetch.headers)))
    row = _fetch_row(fetch) | sent._asdict() | {"run_id": run_id, "capture_id": capture_id}
    fetch_id = insert(db, "fetches", row)
    if fetch.capture is not None and fetch.body is not None:
        capture_id, seen = store_capture(db, fetch, fetch.capture, fetch_id)
        update(db, "fetches", fetch_id, {"capture_id": capture_id, "seen": seen})
    for found in fetch.evidence:
        insert(db, "evidence", {"fetch_id": fetch_id, **asdict(found)})
    update_page(db, fetch, fetch_id, capture_id)


def _fetch_row(fetch: Fetch) -> dict[str, Any]:
    return {
        "page_id": fetch.page.id,
        "started_at": utc(fetch.started_at),
        "elapsed_ms": round(fetch.elapsed * 1000),
        "latency_ms": None if fetch.latency is None else round(fetch.latency * 1000),
        "attempts": fetch.attempts,
        "outcome": fetch.outcome.value,
        "status": fetch.status,
        "error": fetch.error,
        "final_url": None if fetch.final_url is None else without_credentials(fetch.final_url),
        "redirects": _json([{"url": without_credentials(hop.url), "status": hop.status} for hop in fetch.redirects]),
        "flags": _json(fetch.flags),
        "ip_address": fetch.ip_address,
        "body_bytes": None if fetch.body is None else len(fetch.body),
        "verdict": fetch.verdict.value,
        "effective_verdict": fetch.effective_verdict,
        "probe": None if fetch.probe is None else _json(asdict(fetch.probe)),
        "twins": fetch.twins,
        "home_likeness": fetch.home_likeness,
        "host_chars": fetch.host_chars,
        "likest": fetch.likest,
        "likest_url": fetch.likest_url,
        "likest_status": fetch.likest_status,
        "verdict_doubt": fetch.doubt,
        "extraction": fetch.extraction,
    }


def bounded(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first of many headers, and the beginnings of long ones: a server decides how many it sends.

    >>> len(bounded([("x-trace", "1")] * 1000)), len(bounded([("set", "v" * 100_000)])[0][1])
    (200, 4096)
    """
    found, left = [], MAX_HEADER_CHARS
    for name, value in islice(headers, MAX_HEADERS):
        kept = (name[:MAX_HEADER_VALUE], value[: min(MAX_HEADER_VALUE, left)])
        left -= len(kept[0]) + len(kept[1])
        if left < 0:
            break
        found.append(kept)
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
