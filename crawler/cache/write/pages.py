"""The state of a Page after a Fetch of it."""

import json
from datetime import timedelta
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.database import utc
from crawler.cache.network import NETWORK_FAILURES
from crawler.cache.read.observations import differs, observations
from crawler.cache.schedule import due_at, freshness, next_interval, retry_after_seconds
from crawler.cache.storing import update
from crawler.cache.write.differences import store_difference
from crawler.model import Fetch, Outcome, PageFacts, Verdict

HTML = ("text/html", "application/xhtml+xml")


_STATE = """
SELECT verdict, marked_at, interval_s, streak, last_good_capture_id, (
    SELECT effective_verdict FROM fetches WHERE page_id = pages.id AND effective_verdict IS NOT NULL AND id < ?1
    ORDER BY id DESC LIMIT 1
), (SELECT verdict_doubt FROM fetches WHERE id = ?1) FROM pages WHERE id = ?2
"""
"""A Page before a Fetch, its verdict before that, and the doubt of the Fetch."""


def update_page(db: SqlConnection, fetch: Fetch, fetch_id: int, capture_id: int | None) -> None:
    """The Page after a Fetch. A verdict by a person stays; what the Fetch says is in `fetches.effective_verdict`."""
    row = db.execute(_STATE, [fetch_id, fetch.page.id]).fetchone()
    shown, marked, previous, streak, good_before, before, doubt = row
    effective = fetch.effective_verdict
    if effective is None and shown == Verdict.UNCHECKED and fetch.outcome is not Outcome.POSTPONED:
        effective = fetch.verdict  # a fault of ours says nothing of the Page, but it has been tried
    kind = effective or fetch.verdict
    streak = streak + 1 if before == kind and not kind.good else 0
    finished = fetch.started_at + timedelta(seconds=fetch.elapsed)
    values: dict[str, Any] = {"last_fetch_id": fetch_id, "fetched_at": utc(fetch.started_at), "due_at": None}
    if fetch.outcome is not Outcome.NOT_MODIFIED:
        values["verdict_doubt"] = doubt
    good = fetch.verdict.good or (marked and shown_good(shown, fetch.status))
    if not marked and capture_id is not None and _lacks_content(db, capture_id):
        good = False  # a person's word stands
    if capture_id is not None and good and not _loses_text(db, good_before, capture_id):
        values |= {"last_good_capture_id": capture_id, "last_good_at": utc(fetch.started_at)}
        update(db, "fetches", fetch_id, {"good": True, "changed": differs(db, good_before, capture_id)})
        store_difference(db, good_before, capture_id)
    interval = next_interval(
        kind,
        streak=streak,
        previous=previous if before in (Verdict.ALIVE, Verdict.MOVED) else None,
        observations=observations(db, fetch.page.id) if kind.good else (),
        fresh=freshness(fetch.headers),
    )
    if interval is not None:
        retry_after = retry_after_seconds(fetch.header("retry-after"), now=finished)
        values["due_at"] = utc(due_at(finished, interval, url=fetch.page.url, retry_after=retry_after))
    if fetch.not_before is not None:
        values["due_at"] = utc(fetch.not_before)
    # A network failure may be ours: it waits for the end of the run.
    if effective is not None and fetch.outcome not in NETWORK_FAILURES:
        values |= {"streak": streak, "interval_s": interval}
        if not marked and effective != shown:
            values |= {"verdict": effective.value, "verdict_at": utc(fetch.started_at)}
    update(db, "pages", fetch.page.id, values)


def shown_good(verdict: str, status: int | None) -> bool:
    """Whether a person has called good what came with a success, whatever the judge says of it; or what a 304
    confirms: only answers of 200 are ever asked about so.
    """
    return Verdict(verdict).good and status is not None and (200 <= status < 300 or status == 304)


def _lacks_content(db: SqlConnection, capture: int) -> bool:
    """Whether a Capture is HTML without text: it may be the last answer, never what later ones are compared with. A
    page that shows nothing without scripts is as good as it gets, unless these scripts are a challenge.
    """
    wanted = "id = ? AND text IS NULL AND dropped_at IS NULL AND media_type IN (?, ?)"
    sql = f"SELECT doubt, facts FROM captures WHERE {wanted}"
    row = db.execute(sql, [capture, *HTML]).fetchone()
    if row is None:
        return False
    challenged = bool(PageFacts.from_json(json.loads(row[1])).challenges)
    return challenged or not (row[0] or "").startswith("needs JavaScript")


def _loses_text(db: SqlConnection, before: int | None, now: int) -> bool:
    """Whether the last good Capture has text and this one, of the same type, has none: its extraction failed, or so it
    seems. What could be read stays the last good one.
    """
    sql = (
        "SELECT 1 FROM captures o JOIN captures n ON n.id = ? AND n.text IS NULL AND n.media_type = o.media_type"
        " WHERE o.id = ? AND o.text IS NOT NULL"
    )
    return db.execute(sql, [now, before]).fetchone() is not None
