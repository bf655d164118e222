"""How much of everything there is, for `status`."""

from dataclasses import asdict

from crawler.cache.database import CacheFile
from crawler.cache.locks import run_in_progress
from crawler.cache.read.card_filters import VERDICT_DOUBT
from crawler.cache.read.tallies import tally
from crawler.model import CacheStatus, HostCount, LastRun, Verdict


def cache_status(cache: CacheFile, *, now: str) -> CacheStatus:
    """Count everything; `now` is UTC, ISO 8601 with Z."""

    def one(sql: str, *values: str) -> int:
        return int(cache.db.execute(sql, values).fetchone()[0] or 0)

    ages = cache.db.query(
        "SELECT CASE WHEN f.started_at IS NULL THEN 'never' WHEN days < 1 THEN 'under a day' WHEN days < 7 THEN"
        " 'under a week' WHEN days < 30 THEN 'under a month' ELSE 'older' END AS age, count(*) AS pages FROM"
        " (SELECT f.started_at, julianday(?) - julianday(f.started_at) AS days FROM pages p"
        " LEFT JOIN fetches f ON f.id = p.last_fetch_id) AS f GROUP BY age ORDER BY min(coalesce(days, -1))",
        [now],
    )
    hosts = "SELECT host, count(*) AS pages, sum(verdict IN ('alive', 'moved')) AS good FROM pages GROUP BY host"
    verdicts = "SELECT verdict, count(*) AS pages FROM pages GROUP BY verdict ORDER BY 2 DESC, 1"
    return CacheStatus(
        **asdict(tally(cache)),
        pages=one("SELECT count(*) FROM pages"),
        fetches=one("SELECT count(*) FROM fetches"),
        captures=one("SELECT count(*) FROM captures"),
        doubtful=one(f"SELECT count(*) FROM pages p WHERE {VERDICT_DOUBT} IS NOT NULL"),
        due=one("SELECT count(*) FROM pages WHERE due_at <= ?", now),
        verdicts={Verdict(row["verdict"]): row["pages"] for row in cache.db.query(verdicts)},
        hosts=tuple(HostCount(**row) for row in cache.db.query(f"{hosts} ORDER BY 2 DESC, 1")),
        ages={row["age"]: row["pages"] for row in ages},
        last_run=last_run(cache),
    )


def last_run(cache: CacheFile) -> LastRun | None:
    """The newest run. One that has no end yet is running while its process holds the lock; else it was killed."""
    row = next(
        cache.db.query(
            "SELECT id, started_at, finished_at, state, planned, CASE WHEN finished_at IS NULL THEN"
            " (SELECT count(*) FROM fetches WHERE run_id = runs.id) ELSE fetched END AS fetched"
            " FROM runs ORDER BY id DESC LIMIT 1"
        ),
        None,
    )
    if row is None:
        return None
    if row["finished_at"] is None and not run_in_progress(cache.path):
        row["state"] = "stopped"
    return LastRun(**row)
