"""Which Pages are due in a run, and in what order.

What every crawl asks, for all that is due, is answered by counters and indexes. A selection of hosts, verdicts, ages or
URLs is looked for among the Pages.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any

from crawler.cache.database import CacheFile, utc
from crawler.cache.header_sets import SET_OF_FETCH, headers_of
from crawler.cache.network import INCONCLUSIVE
from crawler.cache.read import counted
from crawler.cache.read.replays import ANSWERED, NEVER
from crawler.cache.read.turns import DueRange, HostTurns, Values
from crawler.cache.schedule import LONGEST
from crawler.model import Page, Selection, Validators, Verdict
from crawler.net.urls import host_of

DUE = (DueRange(after="''", until=":now"), DueRange(after=":late", until="'~'"))
"""Due, or due later than any step: that was set while the clock was wrong."""

BATCH = 100
"""Pages that are read at once: a few milliseconds, in which a crawl does nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _DueCondition:
    """A selection as conditions on a Page `p` and its last Fetch `f`, without the one on `due_at`."""

    clauses: tuple[str, ...]
    values: Values
    by_due: bool  # only what is due
    narrow: bool  # named: URLs, hosts, verdicts

    @property
    def where(self) -> str:
        return " AND ".join(self.clauses) or "1"

    @property
    def whole(self) -> str:
        """With that on `due_at`."""
        return f"{self.where} AND (p.due_at <= :now OR p.due_at > :late)" if self.by_due else self.where


def _wanted(cache: CacheFile, selection: Selection, cutoff: int, now: datetime) -> _DueCondition:
    values: Values = {"now": utc(now), "late": utc(now + timedelta(seconds=2 * LONGEST)), "cutoff": cutoff}
    clauses = []
    if cutoff <= (cache.execute("SELECT max(id) FROM runs").fetchone()[0] or 0):
        # A killed run that was offline has done nothing.
        clauses.append(f"(f.run_id IS NULL OR f.run_id < :cutoff OR {INCONCLUSIVE})")
    by_due = False
    if selection.older_than is not None:
        clauses.append("(p.fetched_at IS NULL OR p.fetched_at <= :old)")
        values["old"] = _ago(now, selection.older_than)
    elif selection.max_age is not None:
        # One that told nothing, or is due again before it is that old, is not fresh.
        retried = "(p.due_at <= :now AND p.verdict <> 'alive')"
        clauses.append(f"(p.fetched_at IS NULL OR p.fetched_at <= :old OR {INCONCLUSIVE} OR {retried})")
        values["old"] = _ago(now, selection.max_age)
    else:
        by_due = not selection.everything and not selection.urls and not selection.verdicts
    named = {"urls": selection.urls, "hosts": selection.hosts, "verdicts": selection.verdicts}
    given = {name: list(wanted) for name, wanted in named.items() if wanted}
    if selection.within is not None:
        given["within"] = list(selection.within)
    for name, wanted in given.items():
        clauses.append(f"p.{_COLUMNS[name]} IN (SELECT value FROM json_each(:{name}))")
        values[name] = json.dumps(wanted)
    return _DueCondition(clauses=tuple(clauses), values=values, by_due=by_due, narrow=bool(given))


_COLUMNS = {"urls": "url", "hosts": "host", "verdicts": "verdict", "within": "url"}
_FROM = "FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id"


def _ago(now: datetime, seconds: int) -> str:
    calendar = int((now - datetime.min.replace(tzinfo=UTC)).total_seconds())
    return utc(now - timedelta(seconds=min(seconds, calendar)))


def count_due(cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime) -> int:
    """How many Pages such a run would fetch."""
    wanted = _wanted(cache, selection, cutoff, now)
    if wanted.clauses:
        found = _one(cache, f"SELECT count(*) {_FROM} WHERE {wanted.whole}", wanted.values)
    elif wanted.by_due:
        late = "SELECT count(*) FROM pages WHERE due_at > :late"
        found = counted.due_until(cache, utc(now)) + _one(cache, late, wanted.values)
    else:
        found = counted.total(cache, "pages")
    return found if selection.limit is None else min(found, selection.limit)


def _one(cache: CacheFile, sql: str, values: Values) -> int:
    return int(cache.execute(sql, values).fetchone()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLoad:
    """The Pages of one host that a run would fetch."""

    host: str
    pages: int
    robots: str  # the text of its robots.txt, as far as it is known and names a Crawl-delay; else ""


def host_loads(cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime) -> list[HostLoad]:
    """The hosts of such a run, those with most Pages first. A limit of the selection is not regarded."""
    wanted = _wanted(cache, selection, cutoff, now)
    known = cache.execute("SELECT origin, text FROM robots WHERE text LIKE '%crawl%delay%'")
    robots = {host_of(origin): text for origin, text in known}
    sql = (
        f"SELECT p.host, count(*) {_FROM} WHERE {wanted.whole} AND p.problem IS NULL GROUP BY p.host ORDER BY 2 DESC, 1"
    )
    rows = cache.execute(sql, wanted.values)
    return [HostLoad(host=host, pages=pages, robots=robots.get(host, "")) for host, pages in rows]


def next_due(cache: CacheFile) -> str | None:
    """When the next Page is due; None when none ever is."""
    found: str | None = cache.execute("SELECT min(due_at) FROM pages").fetchone()[0]
    return found


def due_pages(
    cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime, batch: int = BATCH
) -> Iterator[list[Page]]:
    """The Pages of a run, in batches that go breadth-first over the hosts (turns.py), those first that wait longest.

    Each batch is looked up when it is asked for, of Pages that were due when the run began. Of a selection by name, the
    ids are in memory: 8 bytes a Page.
    """
    ids = _due_ids(cache, selection, cutoff, now, batch)
    while some := list(islice(ids, batch)):
        yield _pages(cache, some)


def due_urls(cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime) -> Iterator[str]:
    """The URLs of the same Pages, in the same order."""
    ids = _due_ids(cache, selection, cutoff, now, BATCH)
    sql = "SELECT p.url FROM json_each(?) AS wanted JOIN pages p ON p.id = wanted.value ORDER BY wanted.key"
    while some := list(islice(ids, BATCH)):
        yield from (row[0] for row in cache.execute(sql, [json.dumps(some)]).fetchall())


def _due_ids(cache: CacheFile, selection: Selection, cutoff: int, now: datetime, batch: int) -> Iterator[int]:
    wanted = _wanted(cache, selection, cutoff, now)
    if wanted.narrow:
        parts = _in_turns(cache, wanted)
    else:
        turns = HostTurns(cache, wanted.where, wanted.values, DUE if wanted.by_due else ())
        hosts = _due_hosts(cache, wanted.values, batch) if wanted.by_due else _all_hosts(cache, batch)
        parts = turns.of(hosts, at_once=batch)
    return islice(chain.from_iterable(parts), selection.limit)


def _in_turns(cache: CacheFile, wanted: _DueCondition) -> Iterator[list[int]]:
    """The ids of a selection by name: each part is the next Page of every host that has one."""
    ids, ends, last = array("q"), array("q"), None
    sql = f"SELECT p.host, p.id {_FROM} WHERE {wanted.whole} ORDER BY p.host, p.due_at, p.id"
    for host, id_ in cache.execute(sql, wanted.values):
        if host != last:
            ends.append(len(ids))
            last = host
        ids.append(id_)
    starts, ends = ends, array("q", [*ends[1:], len(ids)])
    turn = 0
    hosts: Sequence[int] = range(len(starts))
    while hosts := [host for host in hosts if starts[host] + turn < ends[host]]:
        yield sorted(ids[starts[host] + turn] for host in hosts)
        turn += 1


def _all_hosts(cache: CacheFile, at_once: int) -> Iterator[int]:
    last = 0
    while rows := cache.execute("SELECT id FROM hosts WHERE id > ? ORDER BY id LIMIT ?", [last, at_once]).fetchall():
        yield from (row[0] for row in rows)
        last = rows[-1][0]


def _due_hosts(cache: CacheFile, values: Values, at_once: int) -> Iterator[int]:
    """The hosts with Pages that are due, each once: `next_at` of one that is fetched from meanwhile grows."""
    seen = bytearray()

    def new(rows: list[Any]) -> Iterator[int]:
        for row in rows:
            host = row[0]
            if host >= len(seen):
                seen.extend(bytes(host + 1 - len(seen)))
            if not seen[host]:
                seen[host] = 1
                yield host

    late = "SELECT DISTINCT h.id FROM pages p CROSS JOIN hosts h ON h.host = p.host WHERE p.due_at > ?"
    yield from new(cache.execute(late, [values["late"]]).fetchall())
    same = "SELECT id, next_at FROM hosts WHERE next_at = :at AND id > :id ORDER BY id LIMIT :most"
    later = "SELECT id, next_at FROM hosts WHERE next_at > :at AND next_at <= :now ORDER BY next_at, id LIMIT :most"
    place: dict[str, Any] = {"at": "", "id": 0, "most": at_once, "now": values["now"]}
    while True:
        rows = cache.execute(same, place).fetchall() or cache.execute(later, place).fetchall()
        if not rows:
            return
        place |= {"id": rows[-1][0], "at": rows[-1][1]}
        yield from new(rows)


def _pages(cache: CacheFile, ids: list[int]) -> list[Page]:
    rows = cache.query(
        "SELECT p.id, p.url, p.problem, p.unsafe, c.id AS capture_id, f.final_url, f.verdict, f.headers,"
        f" {SET_OF_FETCH}"
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
    headers = dict(reversed(headers_of(row["headers"], row["set_headers"])))  # of two, the first counts
    return Validators(
        url=row["final_url"],
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        capture_id=row["capture_id"],
        verdict=Verdict(row["verdict"]),
    )
