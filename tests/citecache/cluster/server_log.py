"""What the tests' web has seen, judged: was it polite, was anything asked again that was stored already?"""

import time
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise

from own_web import Desk, Hit, Web

MARGIN = 0.25
"""Share of the delay between two requests that must be seen: a busy server hears of the first one late."""


def impolite(web: Web, delay: float, *, since: int = 0) -> list[str]:
    """Each request to an address that came too early after the one before, or before that was answered."""
    by_host: dict[str, list[Hit]] = defaultdict(list)
    for hit in web.hits[since:]:
        by_host[hit.host].append(hit)
    found = []
    for host, hits in by_host.items():
        for before, after in pairwise(sorted(hits, key=lambda hit: hit.started)):
            gap = after.started - before.started
            if gap < delay * MARGIN:
                found.append(f"{host}: {after.path} came {gap:.3f} s after {before.path}")
    return found


def asked_after_stored(web: Web, desk: Desk) -> list[str]:
    """Paths that were asked for again though their Fetch was on disk: the stored one is not of the last request."""
    offset = datetime.now(UTC).timestamp() - time.monotonic()
    found = []
    for url, started in desk.rows("SELECT p.url, f.started_at FROM fetches f JOIN pages p ON p.id = f.page_id"):
        path, host = "/" + url.split("/", 3)[3], url.split("/")[2].split(":")[0]
        hits = [hit for hit in web.asked(path) if hit.host == host]
        stored = datetime.fromisoformat(started).timestamp()
        if len(hits) > 1 and hits[-1].started + offset > stored + 2:  # times are stored in whole seconds
            found.append(url)
    return found


def fetches_per_page(desk: Desk) -> dict[int, int]:
    """How many Pages have how many Fetches."""
    sql = "SELECT n, count(*) FROM (SELECT count(f.id) AS n FROM pages p LEFT JOIN fetches f ON f.page_id = p.id"
    return dict(desk.rows(f"{sql} GROUP BY p.id) GROUP BY n"))
