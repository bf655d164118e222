"""When a Page is due again: from its verdict and how it went before. Pure: the clock is passed in.

A good Page is asked again after the time in which a change is about as likely as not, by its own history of checks,
between a day and 90 days. Trouble has its own steps, doubling from the first to the last; the numbers are the
verdict table's of DESIGN, or the middle of it where that gives a span.
"""

import math
import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from crawler.model import Verdict
from crawler.net.http_dates import http_date

DAY = 86_400
FIRST_INTERVAL = 7 * DAY
SHORTEST, LONGEST = 1 * DAY, 90 * DAY
LAST_OBSERVATIONS = 20
"""How far back a Page's history is asked, in observations: our choice. What a page was like years ago says little."""

LONGEST_GAP = 400 * DAY
"""A longer time between two checks, or one that runs backwards, is taken for a clock that jumped: our choice."""

GROWTH = 2
"""By how much a step may be longer than the one before, so that one observation decides nothing: our choice."""

MAX_FRESH = 30 * DAY
"""A server's word for how long its answer stays fresh is believed up to this: our choice."""

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


class Observation(NamedTuple):
    """Two good checks of a Page, one after the other."""

    seconds: float  # between them
    changed: bool  # whether the text did, by more than churn

    @property
    def counts(self) -> bool:
        """Whether the time between them can be believed."""
        return 1 <= self.seconds <= LONGEST_GAP


def next_interval(
    verdict: Verdict,
    *,
    streak: int,
    previous: int | None = None,
    observations: Sequence[Observation] = (),
    fresh: int | None = None,
) -> int | None:
    """Seconds until the next look, before spreading; None: not by itself.

    `streak` is how many Fetches before this one had the same verdict. The rest is for a good Page: `previous` is the
    step before this Fetch (None: the first, or there was trouble, and a Page that has come back is watched);
    `observations` its history, the latest last; `fresh` for how many seconds the server calls its answer fresh.
    """
    if verdict.good:
        longest = GROWTH * (previous or FIRST_INTERVAL)
        return min(LONGEST, max(min(as_likely_as_not(observations), longest), _believed(fresh, observations), SHORTEST))
    if verdict not in TROUBLE:
        return None
    first, longest = TROUBLE[verdict]
    return int(min(longest, first * 2 ** min(streak, 10)))


def as_likely_as_not(observations: Sequence[Observation]) -> int:
    """Seconds in which the Page changes with a probability of one half: 1 to 90 days.

    Changes are taken for a Poisson process. A check tells only whether there was a change since the one before, and
    checks come at irregular times, so the rate is the maximum-likelihood estimate of Cho and Garcia-Molina,
    "Estimating Frequency of Change", ACM TOIT 3(3), 2003: the r that solves

        sum over t with a change of t / (exp(r t) - 1)  =  sum over t without one of t

    (the derivative of the log-likelihood, the sum of log(1 - exp(-r t)) and of -r t, set to 0). Where all intervals
    had a change, or none had, it has no finite positive solution, and after few checks it errs far. Grimes and Ford,
    "Estimation of Web Page Change Rates", 2008, show that a prior helps there. Ours is one imagined interval with a
    change and one without, each of `FIRST_INTERVAL`: without any check the answer is then that interval. The form of
    the prior is our choice, and so is one half.
    """
    known = [seen for seen in observations[-LAST_OBSERVATIONS:] if seen.counts]
    changed = [FIRST_INTERVAL, *(seen.seconds for seen in known if seen.changed)]
    unchanged = FIRST_INTERVAL + sum(seen.seconds for seen in known if not seen.changed)

    def too_long(interval: float) -> bool:
        rate = math.log(2) / interval
        return sum(t / math.expm1(rate * t) for t in changed) > unchanged

    shorter, longer = float(SHORTEST), float(LONGEST)
    if too_long(shorter):
        return SHORTEST
    while longer - shorter > 0.1:  # the left side only grows with the interval, so halving finds the place
        middle = (shorter + longer) / 2
        shorter, longer = (shorter, middle) if too_long(middle) else (middle, longer)
    return round(longer)


def _believed(fresh: int | None, observations: Sequence[Observation]) -> int:
    """The server's word for how long its answer stays fresh, until the Page was seen to change in less time."""
    refuted = (seen.seconds for seen in observations[-LAST_OBSERVATIONS:] if seen.changed and seen.counts)
    return int(min(fresh or 0, MAX_FRESH, *refuted))


def freshness(headers: Iterable[tuple[str, str]]) -> int | None:
    """For how many seconds a server calls its answer fresh (RFC 9111, 4.2.1); None where it does not.

    `max-age` goes before `Expires` (5.3), of two the first counts; `s-maxage` is for shared caches. `no-store` and
    `no-cache` say that it must not be relied on, and what is invalid says that it is stale.

    >>> freshness([("cache-control", "public, max-age=3600"), ("expires", "0")])
    3600
    """
    values: dict[str, str] = {}
    for name, value in headers:
        if name == "cache-control":
            values[name] = f"{values[name]},{value}" if name in values else value
        values.setdefault(name, value)
    directives = values.get("cache-control", "").lower()
    if re.search(r"(?:^|,)\s*no-(?:store|cache)\b", directives):
        return None
    if match := re.search(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,10})?", directives):
        return int(match[1]) if match[1] else None
    expires, date = http_date(values.get("expires")), http_date(values.get("date"))
    if expires is None or date is None:
        return None
    return max(0, int((expires - date).total_seconds()))


def due_at(now: datetime, interval: int, *, url: str, retry_after: int | None = None) -> datetime:
    """The moment of the next look: the interval, spread by up to 10 % so that pages drift apart.

    The spread is a hash of the URL, so that the same history gives the same answer.
    """
    spread = zlib.crc32(url.encode("utf-8", "replace")) % 1000 / 10_000
    wait = max(interval * (1 + spread), min(retry_after or 0, MAX_RETRY_AFTER))
    return now + timedelta(seconds=int(wait))


def retry_after_seconds(value: str | None, *, now: datetime) -> int | None:
    """`Retry-After` (RFC 9110, 10.2.3), seconds or a date, as seconds from now; None where it says nothing."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return int(value.strip()[:9])
    date = http_date(value)
    return None if date is None else max(0, round((date - now).total_seconds()))
