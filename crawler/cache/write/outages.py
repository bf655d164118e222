"""Whether a run was offline, and which of its network failures change a verdict.

Network failures change no verdict until the run ends. If half of all fetches fail together, or the resolver no longer
resolves any name, the cause is our network and not the pages: the run is offline, and its failures are inconclusive.

A failure that was known before the run is no sign of an outage. Otherwise a wiki with a few dead hosts would always be
offline, and so would every refresh, which fetches failing pages more often than others. So if half of a run fails, the
known failures count for their Pages, and the new ones are inconclusive.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from crawler.cache.database import CacheFile
from crawler.cache.network import NETWORK_FAILURES, NEVER_SENT, UNRESOLVED

OFFLINE_HOSTS = 3
"""Failures on fewer hosts are never treated as an outage of ours. Heuristic, not measured."""

RESERVED = (".invalid", ".test", ".example", ".example.com", ".example.net", ".example.org", ".localhost")
"""Names that no resolver knows (RFC 2606; RFC 6761, 6): no sign of an outage."""

SETTLED_DAYS = 7
"""A Page that has failed for this long while others answer has a problem of its own: an outage of ours would be
noticed within a week. Heuristic, not measured; the same span as NXDOMAIN needs to become `dead`.
"""

STREAK = f"""SELECT coalesce(max(id), 0) FROM fetches WHERE page_id = f.page_id AND id < f.id
    AND outcome NOT IN {NETWORK_FAILURES} AND outcome NOT IN {NEVER_SENT}"""
"""The last Fetch of the Page before `f` that was sent and did not fail on the network; 0 if there is none."""

KNOWN = f"""EXISTS (SELECT 1 FROM fetches e WHERE e.page_id = f.page_id AND e.id < f.id AND e.id > ({STREAK})
    AND (e.outcome = 'nxdomain') = (f.outcome = 'nxdomain')
    AND (e.effective_verdict IS NOT NULL
        OR (:answered AND julianday(f.started_at) - julianday(e.started_at) >= {SETTLED_DAYS})))"""
"""Whether the network failure `f` was known before: since the Page's last success, an earlier failure was conclusive
or is at least `SETTLED_DAYS` old. For NXDOMAIN only an earlier NXDOMAIN counts.
"""


@dataclass(frozen=True, slots=True)
class NetworkTally:
    """The Fetches of a run for which a request was sent."""

    sent: int
    failed: int
    hosts: int  # with at least one failure

    @property
    def together(self) -> bool:
        """Whether enough has failed to suggest an outage of ours."""
        return self.hosts >= OFFLINE_HOSTS and self.failed * 2 >= self.sent


def apply(cache: CacheFile, run_id: int, *, online: Callable[[], bool]) -> bool:
    """Apply the network failures of a run to the verdicts of its Pages; False: it was offline, no verdict changes.

    `online` tells whether names that surely exist can be resolved. It is called if some name could not be resolved, and
    no host has answered or half of the run has failed.
    """
    answered = bool(cache.db.execute("SELECT count(status) FROM fetches WHERE run_id = ?", [run_id]).fetchone()[0])
    every, fresh = _tally(cache, run_id, answered), _tally(cache, run_id, answered, fresh=True)
    doubtful = every.failed and (every.together or not answered)
    if fresh.together or (doubtful and _names_unknown(cache, run_id) and not online()):
        _make_inconclusive(cache, run_id, f"f.outcome IN {NETWORK_FAILURES}", answered)
        return False
    if every.together:
        _make_inconclusive(cache, run_id, f"f.outcome IN {NETWORK_FAILURES} AND NOT {KNOWN}", answered)
    cache.db.execute(
        "UPDATE pages SET verdict = f.effective_verdict,"
        " verdict_at = iif(pages.verdict = f.effective_verdict, verdict_at, f.started_at),"
        " streak = iif(pages.verdict = f.effective_verdict, streak + 1, 0)"
        " FROM fetches f WHERE f.id = pages.last_fetch_id AND f.run_id = ? AND f.effective_verdict IS NOT NULL"
        f" AND pages.marked_at IS NULL AND f.outcome IN {NETWORK_FAILURES}",
        [run_id],
    )
    return True


def _tally(cache: CacheFile, run_id: int, answered: bool, *, fresh: bool = False) -> NetworkTally:
    """`fresh`: without the failures that were known before."""
    failing = f"f.outcome IN {NETWORK_FAILURES}"
    which = f"f.outcome NOT IN {NEVER_SENT}" + (f" AND NOT ({failing} AND {KNOWN})" if fresh else "")
    row = cache.db.execute(
        f"SELECT count(*), count(*) FILTER (WHERE {failing}), count(DISTINCT p.host) FILTER (WHERE {failing})"
        f" FROM fetches f JOIN pages p ON p.id = f.page_id WHERE f.run_id = :run AND {which}",
        {"run": run_id, "answered": answered},
    ).fetchone()
    return NetworkTally(*row)


def _names_unknown(cache: CacheFile, run_id: int) -> bool:
    """Whether a name that may exist could not be resolved."""
    sql = "SELECT DISTINCT p.host FROM fetches f JOIN pages p ON p.id = f.page_id WHERE f.run_id = ?"
    unknown = cache.db.execute(f"{sql} AND f.outcome IN {UNRESOLVED}", [run_id])
    return any(not row[0].endswith(RESERVED) for row in unknown)


def _make_inconclusive(cache: CacheFile, run_id: int, which: str, answered: bool) -> None:
    """Withdraw the verdicts of these Fetches; their Pages are due again at the next run."""
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
