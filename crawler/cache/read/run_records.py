"""Runs as they are listed, and the one under way."""

import json
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.locks import run_in_progress
from crawler.cache.read.runs import run_summary
from crawler.model import FetchedNow, RunRecord, RunSummary, Verdict

_COLUMNS = "id, started_at, finished_at, state, selection, version, fetched, planned"
NOTHING = RunSummary(fetched=0, verdicts={}, new_captures=0, not_modified=0, postponed=0, unanswered=0)


def run_records(cache: CacheFile, *, before: int | None = None, limit: int) -> list[RunRecord]:
    """Runs, the newest first; `before`: only those older than the run of that id."""
    sql = f"SELECT {_COLUMNS} FROM runs WHERE id < ? ORDER BY id DESC LIMIT ?"
    rows = list(cache.query(sql, [2**62 if before is None else before, limit]))
    return [_record(cache, row) for row in rows]


def run_under_way(cache: CacheFile) -> RunRecord | None:
    """The run that a process is at work on; None: there is none, or it was killed."""
    row = next(cache.query(f"SELECT {_COLUMNS} FROM runs ORDER BY id DESC LIMIT 1"), None)
    if row is None or row["finished_at"] is not None or not run_in_progress(cache.path):
        return None
    return _record(cache, row)


def fetched_now(cache: CacheFile, run_id: int, *, limit: int) -> list[FetchedNow]:
    """The Pages that a run fetched last, the newest first."""
    rows = cache.execute(
        "SELECT p.url, (SELECT id FROM resources WHERE page_id = p.id ORDER BY url, id LIMIT 1), f.started_at,"
        " coalesce(f.effective_verdict, f.verdict) FROM (SELECT * FROM fetches ORDER BY id DESC LIMIT ?) AS f"
        " JOIN pages p ON p.id = f.page_id WHERE f.run_id = ? ORDER BY f.id DESC",
        [limit, run_id],
    )
    return [FetchedNow(url=url, id=id_, at=at, verdict=Verdict(verdict)) for url, id_, at, verdict in rows]


def _record(cache: CacheFile, row: dict[str, Any]) -> RunRecord:
    """A run that has no end is at work while its process holds the lock; else it was killed."""
    id_, running, fetched = row["id"], row["finished_at"] is None, row["fetched"]
    if running:
        newest = cache.execute("SELECT max(id) FROM runs").fetchone()[0]
        running = id_ == newest and run_in_progress(cache.path)
        row["state"] = "running" if running else "stopped"
        fetched = cache.execute("SELECT count(*) FROM fetches WHERE run_id = ?", [id_]).fetchone()[0]
    summary = NOTHING if running else run_summary(cache, id_)
    texts, verdicts = (0, 0) if running else _changes(cache, id_)
    selection = json.loads(row["selection"])
    return RunRecord(
        **row | {"selection": selection if isinstance(selection, dict) else {}, "fetched": fetched},
        verdicts=summary.verdicts,
        postponed=summary.postponed,
        unanswered=summary.unanswered,
        changed_texts=texts,
        changed_verdicts=verdicts,
    )


def _changes(cache: CacheFile, run_id: int) -> tuple[int, int]:
    """How many texts and verdicts a run found to be others than before."""
    texts = "SELECT count(*) FROM fetches WHERE run_id = ? AND good AND changed"
    verdicts = (
        "SELECT count(*) FROM fetches f WHERE f.run_id = ? AND f.effective_verdict <> (SELECT b.effective_verdict"
        " FROM fetches b WHERE b.page_id = f.page_id AND b.id < f.id AND b.effective_verdict IS NOT NULL"
        " ORDER BY b.id DESC LIMIT 1)"
    )
    return (
        int(cache.execute(texts, [run_id]).fetchone()[0]),
        int(cache.execute(verdicts, [run_id]).fetchone()[0]),
    )
