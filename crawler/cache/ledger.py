"""What a Fetch leaves behind: rows in fetches, evidence, captures and bodies, and what its Page is now.

Append-only but for `pages`. A failure never replaces the last good Capture; content that did not change
makes no new one. All of one Fetch is in one transaction, so a kill leaves it whole or absent.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.cache import bodies
from crawler.cache.database import CacheFile, insert, storable, update, utc
from crawler.cache.observations import differs, observations
from crawler.cache.outages import NETWORK_FAILURES
from crawler.cache.schedule import due_at, freshness, next_interval
from crawler.model import Capture, Fetch, Outcome, PageFacts, StoredCapture, Verdict
from crawler.net.http_dates import http_date


def record(cache: CacheFile, fetches: Iterable[Fetch], *, run_id: int) -> None:
    """Keep these Fetches: all of them or, on an error, none."""
    with cache.write() as db:
        for fetch in fetches:
            _record_one(db, fetch, run_id)


def _record_one(db: Database, fetch: Fetch, run_id: int) -> None:
    fetch_id = insert(db, "fetches", _fetch_row(fetch) | {"run_id": run_id})
    capture_id = fetch.page.validators.capture_id if fetch.outcome is Outcome.NOT_MODIFIED else None
    if fetch.capture is not None and fetch.body is not None:
        capture_id = _capture(db, fetch, fetch.capture, fetch_id)
    if capture_id is not None:
        update(db, "fetches", fetch_id, {"capture_id": capture_id, "seen": _seen_otherwise(db, fetch, capture_id)})
    for evidence in fetch.evidence:
        insert(db, "evidence", {"fetch_id": fetch_id, **asdict(evidence)})
    _update_page(db, fetch, fetch_id, capture_id)


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
        "final_url": fetch.final_url,
        "redirects": _json([{"url": hop.url, "status": hop.status} for hop in fetch.redirects]),
        "headers": _json(fetch.headers),
        "flags": _json(fetch.flags),
        "ip_address": fetch.ip_address,
        "body_bytes": None if fetch.body is None else len(fetch.body),
        "verdict": fetch.verdict.value,
        "effective_verdict": fetch.effective_verdict,
        "probe": None if fetch.probe is None else _json(asdict(fetch.probe)),
        "twins": fetch.twins,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- captures ---------------------------------------------------------------------------------------


def text_sha256(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _capture(db: Database, fetch: Fetch, capture: Capture, fetch_id: int) -> int:
    """The id of this content's Capture: a new one, or the one that holds the same.

    Content is the same when its text is; where there is no text, when its bytes are. Pages that carry
    a fresh token in every answer would else fill the file. An archive's copy is another thing, whatever it holds.
    """
    digest = text_sha256(capture.text)
    same = "text_sha256 = ?" if digest else "text_sha256 IS NULL AND body_sha256 = ?"
    wanted = digest or hashlib.sha256(fetch.body or b"").hexdigest()
    row = db.execute(
        f"SELECT id FROM captures WHERE page_id = ? AND {same} AND status IS ? AND memento_datetime IS NULL"
        " ORDER BY id DESC LIMIT 1",
        [fetch.page.id, wanted, fetch.status],
    ).fetchone()
    if row:
        return int(row[0])
    body_sha256 = bodies.keep(db, fetch.body or b"")
    fetched = {
        "page_id": fetch.page.id,
        "fetch_id": fetch_id,
        "captured_at": utc(fetch.started_at),
        "status": fetch.status,
        "url": fetch.final_url or fetch.page.url,
        "body_sha256": body_sha256,
        "content_type": fetch.header("content-type"),
    }
    return append_capture(db, fetched | capture_row(capture))


SEEN = ("media_type", "title", "no_text", "language", "canonical_url", "access_free", "headings", "facts", "sitename")
"""What the judge reads of a Capture besides its text. It may change while the text, and so the Capture, stays."""


def _seen_otherwise(db: Database, fetch: Fetch, capture_id: int) -> str | None:
    """What the judge saw of this answer where the Capture that holds its text has it otherwise, as JSON."""
    if fetch.capture is None:
        return None
    columns = ", ".join(SEEN)
    kept = db.execute(f"SELECT {columns} FROM captures WHERE id = ?", [capture_id]).fetchone()
    now = capture_row(fetch.capture)
    other = {name: now[name] for name, old in zip(SEEN, kept, strict=True) if _differs(name, now[name], old)}
    return _json(other) if other else None


def _differs(column: str, new: object, old: object) -> bool:
    """Whether a column of `captures` would change. Facts are compared as objects, because those that migration 002
    converted are in a different order.
    """
    if column == "facts" and isinstance(old, str):
        return PageFacts.from_json(json.loads(str(storable(new)))) != PageFacts.from_json(json.loads(old))
    return bool(storable(new) != old)


def append_capture(db: Database, row: dict[str, Any]) -> int:
    """Add a Capture and its full text to the index; gives its id."""
    capture_id = insert(db, "captures", row)
    insert(db, "captures_fts", {"rowid": capture_id, "title": row["title"], "text": row["text"]})
    return capture_id


def capture_row(capture: Capture) -> dict[str, Any]:
    """The columns of `captures` that extraction fills; `reextract` fills them anew."""
    metadata = capture.metadata
    return {
        "media_type": capture.media_type,
        "charset": capture.charset,
        "title": metadata.title,
        "text": capture.text,
        "text_sha256": text_sha256(capture.text),
        "text_bytes": None if capture.text is None else len(capture.text.encode("utf-8", "replace")),
        "no_text": capture.no_text,
        "doubt": capture.doubt,
        "preview": capture.preview,
        "authors": _json(metadata.authors),
        "published_date": metadata.published_date,
        "sitename": metadata.sitename,
        "description": metadata.description,
        "language": metadata.language,
        "kind": metadata.kind,
        "canonical_url": metadata.canonical_url,
        "image_url": metadata.image_url,
        "access_free": metadata.access_free,
        "sources": _json(dict(metadata.sources)),
        "headings": _json(capture.headings),
        "facts": _json(capture.facts.to_json()),
        "reservations": _json(capture.reservations),
        "extractor": capture.extractor,
        "extractor_version": capture.extractor_version,
        "elapsed_ms": round(capture.elapsed * 1000),
    }


# --- the page ---------------------------------------------------------------------------------------


def _update_page(db: Database, fetch: Fetch, fetch_id: int, capture_id: int | None) -> None:
    """The Page after a Fetch. A verdict by a person stays; what the Fetch says is in `fetches.effective_verdict`."""
    sql = (
        "SELECT verdict, marked_at, interval_s, streak, last_good_capture_id,"
        " (SELECT effective_verdict FROM fetches WHERE page_id = pages.id AND effective_verdict IS NOT NULL AND id < ?"
        " ORDER BY id DESC LIMIT 1) FROM pages WHERE id = ?"
    )
    shown, marked, previous, streak, good_before, before = db.execute(sql, [fetch_id, fetch.page.id]).fetchone()
    effective = fetch.effective_verdict
    if effective is None and shown == Verdict.UNCHECKED and fetch.outcome is not Outcome.POSTPONED:
        effective = fetch.verdict  # a fault of ours says nothing of the Page, but it has been tried
    kind = effective or fetch.verdict
    streak = streak + 1 if before == kind and not kind.good else 0
    finished = fetch.started_at + timedelta(seconds=fetch.elapsed)
    values: dict[str, Any] = {"last_fetch_id": fetch_id, "due_at": None}
    good = fetch.verdict.good or (marked and shown_good(shown, fetch.status))
    if capture_id is not None and good and not _loses_text(db, good_before, capture_id):
        values |= {"last_good_capture_id": capture_id, "last_good_at": utc(fetch.started_at)}
        update(db, "fetches", fetch_id, {"good": True, "changed": differs(db, good_before, capture_id)})
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


def _loses_text(db: Database, before: int | None, now: int) -> bool:
    """Whether the last good Capture has text and this one, of the same type, has none: its extraction failed, or so it
    seems. What could be read stays the last good one.
    """
    sql = (
        "SELECT 1 FROM captures o JOIN captures n ON n.id = ? AND n.text IS NULL AND n.media_type = o.media_type"
        " WHERE o.id = ? AND o.text IS NOT NULL"
    )
    return db.execute(sql, [now, before]).fetchone() is not None


def retry_after_seconds(value: str | None, *, now: datetime) -> int | None:
    """`Retry-After` (RFC 9110, 10.2.3), seconds or a date, as seconds from now; None where it says nothing."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return int(value.strip()[:9])
    date = http_date(value)
    return None if date is None else max(0, round((date - now).total_seconds()))


def good_captures(cache: CacheFile, ids: Iterable[int] | None = None) -> list[StoredCapture]:
    """The last good Captures, or those of these ids."""
    wanted = "SELECT last_good_capture_id FROM pages" if ids is None else "SELECT value FROM json_each(?)"
    rows = cache.db.query(
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


def difference(cache: CacheFile, capture_id: int, capture: Capture) -> str:
    """What an extraction has that a stored Capture has not: `same`, `text`, `metadata`, or `lost` for no text."""
    new = capture_row(capture)
    old = next(cache.db.query("SELECT * FROM captures WHERE id = ?", [capture_id]))
    if new["text_sha256"] != old["text_sha256"]:
        return "lost" if new["text_sha256"] is None else "text"
    return "metadata" if any(_differs(name, new[name], old[name]) for name in new if name != "elapsed_ms") else "same"


def recapture(cache: CacheFile, capture_id: int, capture: Capture) -> int:
    """Add what today's extractor makes of an old Capture's body, and let its Page point to that; gives its id."""
    kept = "page_id, fetch_id, captured_at, status, url, body_sha256, content_type"
    with cache.write() as db:
        old = next(db.query(f"SELECT {kept} FROM captures WHERE id = ?", [capture_id]))
        new = append_capture(db, old | capture_row(capture))
        db.execute("UPDATE pages SET last_good_capture_id = ? WHERE last_good_capture_id = ?", [new, capture_id])
    return new
