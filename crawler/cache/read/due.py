"""Which Pages are due in a run, and in what order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.cache.database import CacheFile, utc
from crawler.cache.network import INCONCLUSIVE
from crawler.cache.read.replays import ANSWERED, NEVER
from crawler.cache.schedule import LONGEST
from crawler.model import Page, Selection, Validators, Verdict
from crawler.net.urls import host_of


def _where(selection: Selection, cutoff: int, now: datetime) -> tuple[str, list[Any]]:
    # A killed run that was offline has done nothing.
    clauses = [f"(f.run_id IS NULL OR f.run_id < ? OR {INCONCLUSIVE})"]
    values: list[Any] = [cutoff]
    if selection.older_than is not None:
        clauses.append("(f.started_at IS NULL OR f.started_at <= ?)")
        values.append(_ago(now, selection.older_than))
    elif selection.max_age is not None:
        # One that told nothing, or is due again before it is that old, is not fresh.
        retried = "(p.due_at <= ? AND p.verdict <> 'alive')"
        clauses.append(f"(f.started_at IS NULL OR f.started_at <= ? OR {INCONCLUSIVE} OR {retried})")
        values += [_ago(now, selection.max_age), utc(now)]
    elif not selection.everything and not selection.urls and not selection.verdicts:
        # Later than any step: it was set while the clock was wrong.
        clauses.append("(p.due_at <= ? OR p.due_at > ?)")
        values += [utc(now), utc(now + timedelta(seconds=2 * LONGEST))]
    for column, wanted in (
        ("p.url", selection.urls),
        ("p.host", selection.hosts),
        ("p.verdict", selection.verdicts),
    ):
        if wanted:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(wanted))
    if selection.within is not None:
        clauses.append("p.url IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(selection.within))
    return " AND ".join(clauses), values


def _ago(now: datetime, seconds: int) -> str:
    calendar = int((now - datetime.min.replace(tzinfo=UTC)).total_seconds())
    return utc(now - timedelta(seconds=min(seconds, calendar)))


def count_due(cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime) -> int:
    """How many Pages such a run would fetch."""
    where, values = _where(selection, cutoff, now)
    sql = f"SELECT count(*) FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id WHERE {where}"
    found = int(cache.db.execute(sql, values).fetchone()[0])
    return found if selection.limit is None else min(found, selection.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLoad:
    """The Pages of one host that a run would fetch."""

    host: str
    pages: int
    robots: str  # the text of its robots.txt, as far as it is known and names a Crawl-delay; else ""


def host_loads(cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime) -> list[HostLoad]:
    """The hosts of such a run, those with most Pages first. A limit of the selection is not regarded."""
    where, values = _where(selection, cutoff, now)
    known = cache.db.execute("SELECT origin, text FROM robots WHERE text LIKE '%crawl%delay%'")
    robots = {host_of(origin): text for origin, text in known}
    sql = (
        "SELECT p.host, count(*) FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id"
        f" WHERE {where} AND p.problem IS NULL GROUP BY p.host ORDER BY 2 DESC, 1"
    )
    rows = cache.db.execute(sql, values)
    return [HostLoad(host=host, pages=pages, robots=robots.get(host, "")) for host, pages in rows]


def next_due(cache: CacheFile) -> str | None:
    """When the next Page is due; None when none ever is."""
    found: str | None = cache.db.execute("SELECT min(due_at) FROM pages").fetchone()[0]
    return found


def due_pages(
    cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime, batch: int = 500
) -> Iterator[list[Page]]:
    """The Pages of a run, in batches that go breadth-first over the hosts.

    The first of every host, then the second of every host, and so on: then the polite pause at one host
    is filled with the others. Only ids are in memory: 36 bytes a Page, 36 MB for a million.
    """
    where, values = _where(selection, cutoff, now)
    sql = (
        "SELECT p.id FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id"
        f" WHERE {where} ORDER BY row_number() OVER (PARTITION BY p.host ORDER BY p.due_at, p.id), p.id LIMIT ?"
    )
    limit = -1 if selection.limit is None else selection.limit
    ids = [row[0] for row in cache.db.execute(sql, [*values, limit])]
    for start in range(0, len(ids), batch):
        yield _pages(cache, ids[start : start + batch])


def _pages(cache: CacheFile, ids: list[int]) -> list[Page]:
    rows = cache.db.query(
        "SELECT p.id, p.url, p.problem, p.unsafe, c.id AS capture_id, f.final_url, f.verdict, f.headers"
        " FROM json_each(?) AS wanted JOIN pages p ON p.id = wanted.value LEFT JOIN captures c ON c.id ="
        " coalesce(p.last_good_capture_id, (SELECT max(id) FROM captures WHERE page_id = p.id AND status = 200"
        " AND source = 'fetched'))"  # a copy is no answer of the page
        f" LEFT JOIN fetches f ON f.id = ({ANSWERED.format(before=NEVER)}) ORDER BY wanted.key",
        [json.dumps(ids)],
    )
    return [
        Page(
            id=row["id"],
            url=row["url"],
            problem=row["problem"],
            unsafe=bool(row["unsafe"]),
            validators=_validators(row),
        )
        for row in rows
    ]


def _validators(row: dict[str, Any]) -> Validators:
    if row["verdict"] is None:
        return Validators()
    headers = dict(reversed(json.loads(row["headers"] or "[]")))  # of two, the first counts
    return Validators(
        url=row["final_url"],
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        capture_id=row["capture_id"],
        verdict=Verdict(row["verdict"]),
    )
