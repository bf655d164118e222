"""Whether a run saw the network at all, and what its network failures change.

Until a run ends, they have changed no verdict: half of all fetches failing together, or a resolver that knows no
name any more, says something of us and nothing of the pages. Such a run is offline, and its failures are held against
nobody.
"""

from collections.abc import Callable

from crawler.cache.database import Cache

NETWORK_FAILURES: tuple[str, ...] = ("nxdomain", "dns_error", "refused", "reset", "timeout", "tls_error", "proxy_error")
NETWORK_FAILURES += ("robots_unreachable",)
"""Outcomes that our own lost network would give for every Page alike."""

NEVER_SENT = ("postponed", "unsafe", "invalid_url", "cancelled", "internal")
"""Outcomes of Pages that nobody was asked for: they tell nothing of the network, either way."""

UNRESOLVED = ("nxdomain", "dns_error")
"""Those that a resolver gives, ours or the provider's, that has nobody to ask."""

OFFLINE_HOSTS = 3
"""So many hosts have to fail before their failing together says something of us and not of them."""

RESERVED = (".invalid", ".test", ".example", ".example.com", ".example.net", ".example.org", ".localhost")
"""Names that do not exist, whoever is asked (RFC 2606; RFC 6761, 6): no sign of an outage."""


def apply(cache: Cache, run_id: int, *, online: Callable[[], bool]) -> bool:
    """Let the network failures of a run speak, unless it was offline; says whether they did.

    `online` is asked, where no host at all has answered and names could not be looked up, whether names that surely
    exist can be.
    """
    if _offline(cache, run_id, online):
        _forgive(cache, run_id)
        return False
    cache.db.execute(
        "UPDATE pages SET verdict = f.held, verdict_at = iif(pages.verdict = f.held, verdict_at, f.started_at),"
        " streak = iif(pages.verdict = f.held, streak + 1, 0) FROM fetches f WHERE f.id = pages.last_fetch_id"
        f" AND f.run_id = ? AND f.held IS NOT NULL AND pages.marked_at IS NULL AND f.outcome IN {NETWORK_FAILURES}",
        [run_id],
    )
    return True


def _offline(cache: Cache, run_id: int, online: Callable[[], bool]) -> bool:
    failed, hosts, answered, fetched = cache.db.execute(
        f"SELECT count(*) FILTER (WHERE f.outcome IN {NETWORK_FAILURES}),"
        f" count(DISTINCT p.host) FILTER (WHERE f.outcome IN {NETWORK_FAILURES}),"
        f" count(f.status), count(*) FILTER (WHERE f.outcome NOT IN {NEVER_SENT})"
        " FROM fetches f JOIN pages p ON p.id = f.page_id WHERE f.run_id = ?",
        [run_id],
    ).fetchone()
    if hosts >= OFFLINE_HOSTS and failed * 2 >= fetched:
        return True
    if answered or not failed:
        return False
    sql = "SELECT DISTINCT p.host FROM fetches f JOIN pages p ON p.id = f.page_id WHERE f.run_id = ?"
    unknown = [row[0] for row in cache.db.execute(f"{sql} AND f.outcome IN {UNRESOLVED}", [run_id])]
    return any(not host.endswith(RESERVED) for host in unknown) and not online()


def _forgive(cache: Cache, run_id: int) -> None:
    """Not held against anyone: these Fetches say nothing, and their Pages are due again at the next run."""
    cache.db.execute(
        "UPDATE pages SET due_at = (SELECT started_at FROM runs WHERE id = ?) WHERE last_fetch_id IN"
        f" (SELECT id FROM fetches WHERE run_id = ? AND outcome IN {NETWORK_FAILURES})",
        [run_id, run_id],
    )
    cache.db.execute(f"UPDATE fetches SET held = NULL WHERE run_id = ? AND outcome IN {NETWORK_FAILURES}", [run_id])
