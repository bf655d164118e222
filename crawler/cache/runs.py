"""A crawl's beginning and end, and which Pages are due in it.

A run that was killed leaves `finished_at` empty. The next run of the same selection resumes it: it keeps
the killed one's cutoff, and a Page fetched by that run or since is done, but for an outage of ours. A run
finds out at its end whether it was offline; until then, network failures have changed no verdict.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler import __version__
from crawler.cache import outages
from crawler.cache.database import CacheFile, insert, utc
from crawler.cache.replays import ANSWERED, NEVER
from crawler.cache.schedule import LONGEST
from crawler.model import Page, Validators, Verdict, VerdictChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which Pages a run takes. With nothing set: those that are due."""

    everything: bool = False
    older_than: int | None = None  # seconds since the last Fetch
    urls: tuple[str, ...] = ()  # Pages' URLs; they are taken whether due or not
    hosts: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    id: int
    selection: Selection
    cutoff: int  # a Page whose last Fetch belongs to this run or a later one is done
    started_at: str
    resumed: int = 0  # Pages that the killed run had done


RESUMED_FOR = timedelta(days=1)
"""A killed run is gone on with for so long; after that, what it had done is old."""


def plan(cache: CacheFile, selection: Selection, *, now: datetime) -> tuple[int, int]:
    """The cutoff that a run of this selection would have, and how many Pages a killed one has done already."""
    sql = "SELECT id, selection, finished_at, state, cutoff, started_at FROM runs ORDER BY id DESC LIMIT 1"
    last = cache.db.execute(sql).fetchone()
    if last is None:
        return 1, 0
    young = now - datetime.fromisoformat(last[5]) < RESUMED_FOR
    killed = young and (last[2] is None or last[3] == "interrupted")
    if not killed or last[1] != _asked(selection):
        return last[0] + 1, 0
    done = cache.db.execute("SELECT count(DISTINCT page_id) FROM fetches WHERE run_id >= ?", [last[4]]).fetchone()
    return last[4], done[0]


def _asked(selection: Selection) -> str:
    return json.dumps(asdict(selection), sort_keys=True)


def settle(cache: CacheFile, *, now: datetime) -> None:
    """Close the runs that were killed. Call under `run_lock`: an unfinished run found here is a killed one.

    Whether it was online can no longer be asked: where that is in doubt, it is taken for offline.
    """
    killed = [row[0] for row in cache.db.execute("SELECT id FROM runs WHERE finished_at IS NULL ORDER BY id")]
    for run_id in killed:
        with cache.write() as db:
            outages.apply(cache, run_id, online=lambda: False)
            sql = "UPDATE runs SET state = 'interrupted', finished_at = ?, fetched ="
            db.execute(
                f"{sql} (SELECT count(*) FROM fetches WHERE run_id = ?) WHERE id = ?", [utc(now), run_id, run_id]
            )


def begin(cache: CacheFile, selection: Selection, *, now: datetime) -> Run:
    """Open a run. Call under `run_lock`."""
    settle(cache, now=now)
    started = utc(now)
    cutoff, resumed = plan(cache, selection, now=now)
    with cache.write() as db:
        row = {"started_at": started, "state": "running", "selection": _asked(selection), "cutoff": cutoff}
        run_id = insert(db, "runs", row | {"version": __version__})
    return Run(id=run_id, selection=selection, cutoff=cutoff, started_at=started, resumed=resumed)


def finish(
    cache: CacheFile, run: Run, *, now: datetime, interrupted: bool = False, online: Callable[[], bool] = lambda: True
) -> str:
    """Close a run and give its state: finished, interrupted or offline. `online`: see `outages.apply`."""
    with cache.write() as db:
        offline = not outages.apply(cache, run.id, online=online)
        state = "interrupted" if interrupted else "offline" if offline else "finished"
        fetched = db.execute("SELECT count(*) FROM fetches WHERE run_id = ?", [run.id]).fetchone()[0]
        sql = "UPDATE runs SET finished_at = ?, state = ?, fetched = ? WHERE id = ?"
        db.execute(sql, [utc(now), state, fetched, run.id])
    return state


# --- which Pages ------------------------------------------------------------------------------------


def _where(selection: Selection, cutoff: int, now: datetime) -> tuple[str, list[Any]]:
    # A killed run that was offline has done nothing.
    clauses = [f"(f.run_id IS NULL OR f.run_id < ? OR {outages.FORGIVEN})"]
    values: list[Any] = [cutoff]
    if selection.older_than is not None:
        clauses.append("(f.started_at IS NULL OR f.started_at <= ?)")
        calendar = int((now - datetime.min.replace(tzinfo=UTC)).total_seconds())
        values.append(utc(now - timedelta(seconds=min(selection.older_than, calendar))))
    elif not selection.everything and not selection.urls:
        # Later than any step: it was set while the clock was wrong.
        clauses.append("(p.due_at <= ? OR p.due_at > ?)")
        values += [utc(now), utc(now + timedelta(seconds=2 * LONGEST))]
    for column, wanted in (("p.url", selection.urls), ("p.host", selection.hosts)):
        if wanted:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(wanted))
    return " AND ".join(clauses), values


def count_due(cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime) -> int:
    """How many Pages such a run would take."""
    where, values = _where(selection, cutoff, now)
    sql = f"SELECT count(*) FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id WHERE {where}"
    found = int(cache.db.execute(sql, values).fetchone()[0])
    return found if selection.limit is None else min(found, selection.limit)


def next_due(cache: CacheFile) -> str | None:
    """When the next Page is due; None when none ever is."""
    found: str | None = cache.db.execute("SELECT min(due_at) FROM pages").fetchone()[0]
    return found


def is_page(cache: CacheFile, url: str) -> bool:
    """Whether there is a Page of that normalised URL."""
    return cache.db.execute("SELECT 1 FROM pages WHERE url = ?", [url]).fetchone() is not None


def tried(cache: CacheFile) -> set[str]:
    """The URLs of the Pages that have been fetched at least once."""
    return {row[0] for row in cache.db.execute("SELECT url FROM pages WHERE last_fetch_id IS NOT NULL")}


def due(
    cache: CacheFile, selection: Selection, *, cutoff: int, now: datetime, batch: int = 500
) -> Iterator[list[Page]]:
    """The Pages of a run, in batches that go breadth-first over the hosts.

    The first of every host, then the second of every host, and so on: then the polite pause at one host
    is filled with the others. Only ids are held: 36 bytes a Page, 36 MB for a million.
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
        " AND memento_datetime IS NULL))"  # an archive's copy is no answer of the page
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run came to."""

    fetched: int
    verdicts: dict[Verdict, int]  # most frequent first
    new_captures: int
    not_modified: int
    postponed: int  # their hosts asked for patience; in no verdict's count
    unanswered: int  # inconclusive failures of the network; in no verdict's count either

    def as_object(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self) | {"verdicts": {verdict.value: count for verdict, count in self.verdicts.items()}}


def result(cache: CacheFile, run_id: int) -> RunSummary:
    """What a run came to."""

    def count(sql: str) -> int:
        return int(cache.db.execute(sql, [run_id]).fetchone()[0])

    rows = cache.db.execute(
        "SELECT coalesce(effective_verdict, verdict), count(*) FROM fetches"
        " WHERE run_id = ? AND outcome <> 'postponed'"
        f" AND NOT {outages.FORGIVEN} GROUP BY 1 ORDER BY 2 DESC, 1",
        [run_id],
    )
    verdicts = {Verdict(verdict): number for verdict, number in rows}
    fetched = count("SELECT count(*) FROM fetches WHERE run_id = ?")
    postponed = count("SELECT count(*) FROM fetches WHERE run_id = ? AND outcome = 'postponed'")
    return RunSummary(
        fetched=fetched,
        verdicts=verdicts,
        new_captures=count("SELECT count(*) FROM captures c JOIN fetches f ON f.id = c.fetch_id WHERE f.run_id = ?"),
        not_modified=count("SELECT count(*) FROM fetches WHERE run_id = ? AND outcome = 'not_modified'"),
        postponed=postponed,
        unanswered=fetched - postponed - sum(verdicts.values()),
    )


def pages(cache: CacheFile) -> int:
    """How many Pages there are."""
    return int(cache.db.execute("SELECT count(*) FROM pages").fetchone()[0])


def verdict_changes(cache: CacheFile, run_id: int) -> list[VerdictChange]:
    """The Pages whose verdict this run has changed, by URL. Not those that a person has marked."""
    rows = cache.db.execute(
        "SELECT p.id, p.url, b.effective_verdict, f.effective_verdict, f.started_at"
        " FROM fetches f JOIN pages p ON p.id = f.page_id"
        " JOIN fetches b ON b.id = (SELECT max(id) FROM fetches WHERE page_id = f.page_id AND id < f.id"
        " AND effective_verdict IS NOT NULL) WHERE f.run_id = ? AND b.effective_verdict <> f.effective_verdict"
        " AND p.marked_at IS NULL ORDER BY p.url",
        [run_id],
    )
    return [
        VerdictChange(page_id=id_, url=url, before=Verdict(before), after=Verdict(after), at=at)
        for id_, url, before, after, at in rows
    ]
