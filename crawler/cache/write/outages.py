"""Whether a run saw the network at all, and what its network failures change.

Until a run ends, they have changed no verdict: half of all fetches failing together, or a resolver that knows no
name any more, says something of us and nothing of the pages. Such a run is offline, and its failures are
inconclusive.

A failure that was there before is no sign of an outage, or a wiki with a few dead hosts, and every refresh, which asks
for what is in trouble sooner than for the rest, would be offline for ever. So where half of a run fails, it is asked
how much of that is new; what is not may speak, and what is new has to wait.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from crawler.cache.database import CacheFile
from crawler.cache.network import NETWORK_FAILURES, NEVER_SENT, UNRESOLVED

OFFLINE_HOSTS = 3
"""So many hosts have to fail before their failing together says something of us and not of them."""

RESERVED = (".invalid", ".test", ".example", ".example.com", ".example.net", ".example.org", ".localhost")
"""Names that do not exist, whoever is asked (RFC 2606; RFC 6761, 6): no sign of an outage."""


SETTLED_DAYS = 7
"""A Page that has failed for so long, while others answer, has a trouble of its own: an outage of ours that lasts a
week is noticed. Our choice; it is the time over which a missing host has to be missing.
"""

STREAK = f"""SELECT coalesce(max(id), 0) FROM fetches WHERE page_id = f.page_id AND id < f.id
    AND outcome NOT IN {NETWORK_FAILURES} AND outcome NOT IN {NEVER_SENT}"""
"""After this Fetch, a Page has only failed on the network."""

KNOWN = f"""EXISTS (SELECT 1 FROM fetches e WHERE e.page_id = f.page_id AND e.id < f.id AND e.id > ({STREAK})
    AND (e.outcome = 'nxdomain') = (f.outcome = 'nxdomain')
    AND (e.effective_verdict IS NOT NULL
        OR (:answered AND julianday(f.started_at) - julianday(e.started_at) >= {SETTLED_DAYS})))"""
"""Whether the network failure `f` is nothing new: the Page has only failed since a run that was not offline, or since
a week and more. A missing name is nothing new after a missing name only.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run met, in Fetches: those that somebody was asked for."""

    sent: int
    failed: int
    hosts: int  # on which they failed

    @property
    def together(self) -> bool:
        """Whether so much has failed that it says something of us."""
        return self.hosts >= OFFLINE_HOSTS and self.failed * 2 >= self.sent


def apply(cache: CacheFile, run_id: int, *, online: Callable[[], bool]) -> bool:
    """Let the network failures of a run speak, unless it was offline; says whether they did.

    `online` is asked, where names could not be looked up and no host at all has answered, or half of the run has
    failed, whether names that surely exist can be.
    """
    answered = bool(cache.db.execute("SELECT count(status) FROM fetches WHERE run_id = ?", [run_id]).fetchone()[0])
    every, fresh = _tally(cache, run_id, answered), _tally(cache, run_id, answered, fresh=True)
    doubtful = every.failed and (every.together or not answered)
    if fresh.together or (doubtful and _names_unknown(cache, run_id) and not online()):
        _forgive(cache, run_id, f"f.outcome IN {NETWORK_FAILURES}", answered)
        return False
    if every.together:
        _forgive(cache, run_id, f"f.outcome IN {NETWORK_FAILURES} AND NOT {KNOWN}", answered)
    cache.db.execute(
        "UPDATE pages SET verdict = f.effective_verdict,"
        " verdict_at = iif(pages.verdict = f.effective_verdict, verdict_at, f.started_at),"
        " streak = iif(pages.verdict = f.effective_verdict, streak + 1, 0)"
        " FROM fetches f WHERE f.id = pages.last_fetch_id AND f.run_id = ? AND f.effective_verdict IS NOT NULL"
        f" AND pages.marked_at IS NULL AND f.outcome IN {NETWORK_FAILURES}",
        [run_id],
    )
    return True


def _tally(cache: CacheFile, run_id: int, answered: bool, *, fresh: bool = False) -> Tally:
    """`fresh`: without the failures that are nothing new."""
    failing = f"f.outcome IN {NETWORK_FAILURES}"
    which = f"f.outcome NOT IN {NEVER_SENT}" + (f" AND NOT ({failing} AND {KNOWN})" if fresh else "")
    row = cache.db.execute(
        f"SELECT count(*), count(*) FILTER (WHERE {failing}), count(DISTINCT p.host) FILTER (WHERE {failing})"
        f" FROM fetches f JOIN pages p ON p.id = f.page_id WHERE f.run_id = :run AND {which}",
        {"run": run_id, "answered": answered},
    ).fetchone()
    return Tally(*row)


def _names_unknown(cache: CacheFile, run_id: int) -> bool:
    """Whether a name could not be looked up that may exist."""
    sql = "SELECT DISTINCT p.host FROM fetches f JOIN pages p ON p.id = f.page_id WHERE f.run_id = ?"
    unknown = cache.db.execute(f"{sql} AND f.outcome IN {UNRESOLVED}", [run_id])
    return any(not row[0].endswith(RESERVED) for row in unknown)


def _forgive(cache: CacheFile, run_id: int, which: str, answered: bool) -> None:
    """These Fetches are inconclusive, and their Pages are due again at the next run."""
    ids = [
        row[0]
        for row in cache.db.execute(
            f"SELECT f.id FROM fetches f WHERE f.run_id = :run AND {which}", {"run": run_id, "answered": answered}
        )
    ]
    wanted = "(SELECT value FROM json_each(?))"
    since = "(SELECT started_at FROM runs WHERE id = ?)"
    cache.db.execute(f"UPDATE pages SET due_at = {since} WHERE last_fetch_id IN {wanted}", [run_id, json.dumps(ids)])
    cache.db.execute(f"UPDATE fetches SET effective_verdict = NULL WHERE id IN {wanted}", [json.dumps(ids)])
