"""Runs: what came of one, and whether the next one resumes it.

A run that was killed leaves `finished_at` empty. The next run of the same selection resumes it: it uses the cutoff of
the killed one, and a Page fetched by that run or since is done, except after an outage of ours.
"""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from crawler.cache.database import CacheFile
from crawler.cache.network import INCONCLUSIVE
from crawler.model import RunSummary, Selection, Verdict, VerdictChange

RESUMED_FOR = timedelta(days=1)
"""How long after its start a killed run is resumed; later, what it fetched is old."""


def plan(cache: CacheFile, selection: Selection, *, now: datetime) -> tuple[int, int]:
    """The cutoff that a run of this selection would have, and how many Pages a killed one has done already."""
    sql = "SELECT id, selection, finished_at, state, cutoff, started_at FROM runs ORDER BY id DESC LIMIT 1"
    last = cache.execute(sql).fetchone()
    if last is None:
        return 1, 0
    young = now - datetime.fromisoformat(last[5]) < RESUMED_FOR
    killed = young and (last[2] is None or last[3] == "interrupted")
    if not killed or last[1] != selection_key(selection):
        return last[0] + 1, 0
    done = cache.execute("SELECT count(DISTINCT page_id) FROM fetches WHERE run_id >= ?", [last[4]]).fetchone()
    return last[4], done[0]


def selection_key(selection: Selection) -> str:
    """A selection as `runs.selection` has it: JSON that is equal where selections are. Of thousands of Pages it has
    the digest.
    """
    hosts = tuple(host.rpartition("@")[2] for host in selection.hosts)  # without credentials
    fields = asdict(replace(selection, hosts=hosts))
    if selection.within is not None:
        fields["within"] = hashlib.sha256("\n".join(sorted(selection.within)).encode()).hexdigest()
    return json.dumps(fields, sort_keys=True)


def run_summary(cache: CacheFile, run_id: int) -> RunSummary:
    """What came of a run."""

    def count(sql: str) -> int:
        return int(cache.execute(sql, [run_id]).fetchone()[0])

    rows = cache.execute(
        "SELECT coalesce(effective_verdict, verdict), count(*) FROM fetches"
        " WHERE run_id = ? AND outcome <> 'postponed'"
        f" AND NOT {INCONCLUSIVE} GROUP BY 1 ORDER BY 2 DESC, 1",
        [run_id],
    )
    verdicts = {Verdict(verdict): number for verdict, number in rows}
    fetched = count("SELECT count(*) FROM fetches WHERE run_id = ?")
    postponed = count("SELECT count(*) FROM fetches WHERE run_id = ? AND outcome = 'postponed'")
    return RunSummary(
        fetched=fetched,
        verdicts=verdicts,
        new_captures=count(
            "SELECT count(*) FROM fetches f CROSS JOIN captures c ON c.page_id = f.page_id AND c.fetch_id = f.id"
            " WHERE f.run_id = ?"
        ),
        not_modified=count("SELECT count(*) FROM fetches WHERE run_id = ? AND outcome = 'not_modified'"),
        postponed=postponed,
        unanswered=fetched - postponed - sum(verdicts.values()),
    )


def run_verdict_changes(cache: CacheFile, run_id: int) -> list[VerdictChange]:
    """The Pages whose verdict this run has changed, by URL. Not those that a person has marked."""
    rows = cache.execute(
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


def last_finished(cache: CacheFile) -> datetime | None:
    """When a run last finished: not interrupted, not offline."""
    (found,) = cache.execute("SELECT max(finished_at) FROM runs WHERE state = 'finished'").fetchone()
    return None if found is None else datetime.fromisoformat(found)
