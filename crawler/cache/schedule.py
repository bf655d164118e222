"""When a Page is due again: from its verdict and how it went before. Pure: the clock is passed in.

A good Page that stands unchanged is asked half as often, one that changed twice as often, between a
day and 90 days. Trouble has its own steps, doubling from the first to the last; the numbers are the
verdict table's of DESIGN, or the middle of it where that gives a span.
"""

import zlib
from datetime import datetime, timedelta

from crawler.items import Verdict

DAY = 86_400
FIRST_INTERVAL = 7 * DAY
SHORTEST, LONGEST = 1 * DAY, 90 * DAY
MAX_RETRY_AFTER = DAY
"""A server's `Retry-After` is believed up to a day."""

TROUBLE: dict[Verdict, tuple[int, int]] = {
    Verdict.MISSING: (3 * DAY, 3 * DAY),
    Verdict.SOFT_404: (3 * DAY, 30 * DAY),
    Verdict.DEAD: (30 * DAY, 90 * DAY),
    Verdict.USURPED: (30 * DAY, 90 * DAY),
    Verdict.DEGRADED: (3 * DAY, 30 * DAY),
    Verdict.RESTRICTED: (30 * DAY, 30 * DAY),
    Verdict.BLOCKED: (1 * DAY, 30 * DAY),
    Verdict.LEGAL: (30 * DAY, 90 * DAY),
    Verdict.DISALLOWED: (1 * DAY, 1 * DAY),
    Verdict.UNREACHABLE: (1 * DAY, 30 * DAY),
    Verdict.FAILED: (3600, 3600),
}
"""verdict -> (first, longest) seconds until the next look. Not named: never due by itself."""


def next_interval(verdict: Verdict, *, previous: int | None, changed: bool, streak: int) -> int | None:
    """Seconds until the next look, before spreading; None: not by itself.

    `previous` is the step before this Fetch (None: the first), `changed` whether the text differs from
    the last good one, `streak` how many Fetches before this one had the same verdict.
    """
    if verdict.good:
        if previous is None:
            return FIRST_INTERVAL
        return min(LONGEST, max(SHORTEST, previous // 2 if changed else previous * 2))
    if verdict not in TROUBLE:
        return None
    first, longest = TROUBLE[verdict]
    return int(min(longest, first * 2 ** min(streak, 10)))


def due_at(now: datetime, interval: int, *, url: str, retry_after: int | None = None) -> datetime:
    """The moment of the next look: the interval, spread by up to 10 % so that pages drift apart.

    The spread is a hash of the URL, so that the same history gives the same answer.
    """
    spread = zlib.crc32(url.encode("utf-8", "replace")) % 1000 / 10_000
    wait = max(interval * (1 + spread), min(retry_after or 0, MAX_RETRY_AFTER))
    return now + timedelta(seconds=int(wait))
