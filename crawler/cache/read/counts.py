"""How much of everything there is, for `status`: from counters, whatever the size of the cache."""

from dataclasses import asdict
from datetime import datetime, timedelta

from crawler.cache.database import CacheFile, utc
from crawler.cache.locks import run_in_progress
from crawler.cache.read import counted
from crawler.cache.read.tallies import tally
from crawler.model import CacheStatus, HostCount, LastRun, Verdict

AGES = (("under a day", 1), ("under a week", 7), ("under a month", 30))
"""Days since the last Fetch of a Page."""


def cache_status(cache: CacheFile, *, now: str, hosts: int | None = None) -> CacheStatus:
    """Count everything; `now` is UTC, ISO 8601 with Z. `hosts`: so many are listed, not all."""
    verdicts = counted.by_key(cache, "pages")
    listed = "SELECT host, pages, good FROM hosts ORDER BY pages DESC, host LIMIT ?"
    rows = cache.query(listed, [-1 if hosts is None else hosts])
    return CacheStatus(
        **asdict(tally(cache)),
        pages=sum(verdicts.values()),
        fetches=counted.total(cache, "fetches"),
        captures=counted.total(cache, "captures"),
        doubtful=counted.total(cache, "doubtful"),
        due=counted.due_until(cache, now),
        verdicts={Verdict(one): verdicts[one] for one in sorted(verdicts, key=lambda one: (-verdicts[one], one))},
        host_count=counted.total(cache, "hosts"),
        hosts=tuple(HostCount(**row) for row in rows),
        ages=_ages(cache, sum(verdicts.values()), now),
        last_run=last_run(cache),
    )


def _ages(cache: CacheFile, pages: int, now: str) -> dict[str, int]:
    """Those that any Page has, the youngest first but for "never"."""
    fetched = counted.total(cache, "fetched")
    found, left = {"never": pages - fetched}, fetched
    for name, days in AGES:
        older = counted.fetched_until(cache, utc(datetime.fromisoformat(now) - timedelta(days=days)))
        found[name], left = left - older, older
    return {name: count for name, count in (found | {"older": left}).items() if count}


def last_run(cache: CacheFile) -> LastRun | None:
    """The newest run. One that has no end yet is running while its process holds the lock; else it was killed."""
    sql = "SELECT id, started_at, finished_at, state, planned, fetched FROM runs ORDER BY id DESC LIMIT 1"
    row = next(cache.query(sql), None)
    if row is None:
        return None
    if row["finished_at"] is None:
        row["fetched"] = counted.of_run(cache, row["id"])
        row["state"] = row["state"] if run_in_progress(cache.path) else "stopped"
    return LastRun(**row)
