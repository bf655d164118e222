"""When a Page is due again, from its verdict and its history. Pure: the clock is passed in.

A good Page is fetched again after the time in which its history of checks makes a change about as likely as not, within
1 to 90 days. Every other verdict has its own intervals, doubling from the first to the longest. They follow the table
of verdicts; where it gives a span, the middle of it.
"""

import math
import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from crawler.model import Verdict
from crawler.net.http_dates import http_date

DAY = 86_400
FIRST_INTERVAL = 7 * DAY
SHORTEST, LONGEST = 1 * DAY, 90 * DAY
LAST_OBSERVATIONS = 20
"""How many observations of a Page are used: older ones say little about it. Heuristic, not measured."""

LONGEST_GAP = 400 * DAY
"""Seconds. A longer or a negative time between two checks is treated as a clock jump. Heuristic, not measured."""

GROWTH = 2
"""Most that an interval may grow, as a factor: one observation decides nothing. Heuristic, not measured."""

MAX_FRESH = 30 * DAY
"""Most seconds for which a server's freshness lifetime is trusted. Heuristic, not measured."""

MAX_RETRY_AFTER = DAY
"""Most seconds for which a server's `Retry-After` is followed."""

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
"""verdict -> (first, longest) seconds until the next Fetch. A verdict not listed is never due by itself."""


class Observation(NamedTuple):
    """Two consecutive good checks of a Page."""

    seconds: float  # between them
    changed: bool  # whether the text changed by more than churn

    @property
    def counts(self) -> bool:
        """Whether the time between them is plausible."""
        return 1 <= self.seconds <= LONGEST_GAP


def next_interval(
    verdict: Verdict,
    *,
    streak: int,
    previous: int | None = None,
    observations: Sequence[Observation] = (),
    fresh: int | None = None,
) -> int | None:
    """Seconds until the next Fetch, before spreading; None: never due by itself.

    `streak` is how many Fetches before this one had the same verdict. The rest is for a good Page: `previous` is the
    interval before this Fetch (None for the first Fetch, and after a bad verdict, so that a recovered Page is checked
    soon); `observations` its history, the latest last; `fresh` the response's freshness lifetime in seconds.
    """
    if verdict.good:
        longest = GROWTH * (previous or FIRST_INTERVAL)
        return min(
            LONGEST, max(min(median_change_interval(observations), longest), _believed(fresh, observations), SHORTEST)
        )
    if verdict not in TROUBLE:
        return None
    first, longest = TROUBLE[verdict]
    return int(min(longest, first * 2 ** min(streak, 10)))


def median_change_interval(observations: Sequence[Observation]) -> int:
    """Seconds in which the Page changes with a probability of one half: 1 to 90 days.

    Changes are modelled as a Poisson process. A check shows only whether there was a change since the one before, and
    checks come at irregular times, so the rate is the maximum-likelihood estimate of Cho and Garcia-Molina,
    "Estimating Frequency of Change", ACM TOIT 3(3), 2003: the r that solves

        sum over t with a change of t / (exp(r t) - 1)  =  sum over t without one of t

    (the derivative of the log-likelihood, the sum of log(1 - exp(-r t)) and of -r t, set to 0). Where all intervals
    had a change, or none had, it has no finite positive solution, and after few checks its error is large. Grimes and
    Ford, "Estimation of Web Page Change Rates", 2008, show that a prior helps there. This one adds one interval with a
    change and one without, each of `FIRST_INTERVAL`; without any check the result is then that interval. The form of
    the prior and the probability of one half are heuristic, not measured.
    """
    return _median_change_interval(tuple(seen for seen in observations[-LAST_OBSERVATIONS:] if seen.counts))


@lru_cache(maxsize=1024)  # most Pages have been checked a few times only
def _median_change_interval(known: tuple[Observation, ...]) -> int:
    changed = [FIRST_INTERVAL, *(seen.seconds for seen in known if seen.changed)]
    unchanged = FIRST_INTERVAL + sum(seen.seconds for seen in known if not seen.changed)

    def too_long(interval: float) -> bool:
        rate = math.log(2) / interval
        return sum(t / math.expm1(rate * t) for t in changed) > unchanged

    shorter, longer = float(SHORTEST), float(LONGEST)
    if too_long(shorter):
        return SHORTEST
    while longer - shorter > 0.1:  # the left side grows with the interval: bisection
        middle = (shorter + longer) / 2
        shorter, longer = (shorter, middle) if too_long(middle) else (middle, longer)
    return round(longer)


def _believed(fresh: int | None, observations: Sequence[Observation]) -> int:
    """The server's freshness lifetime, at most the shortest time in which the Page was seen to change."""
    refuted = (seen.seconds for seen in observations[-LAST_OBSERVATIONS:] if seen.changed and seen.counts)
    return int(min(fresh or 0, MAX_FRESH, *refuted))


def freshness(headers: Iterable[tuple[str, str]]) -> int | None:
    """The freshness lifetime of a response in seconds (RFC 9111, 4.2.1); None if it has none.

    `max-age` takes precedence over `Expires` (5.3), the first of two counts; `s-maxage` is for shared caches. With
    `no-store` or `no-cache` there is none; an invalid value means stale.

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
    """The moment of the next Fetch: the interval, spread by up to 10 % so that pages drift apart.

    The spread is a hash of the URL, so that the same history gives the same result.
    """
    spread = zlib.crc32(url.encode("utf-8", "replace")) % 1000 / 10_000
    wait = max(interval * (1 + spread), min(retry_after or 0, MAX_RETRY_AFTER))
    return now + timedelta(seconds=int(wait))


def retry_after_seconds(value: str | None, *, now: datetime) -> int | None:
    """`Retry-After` (RFC 9110, 10.2.3), seconds or a date, as seconds from now; None if it is neither."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return int(value.strip()[:9])
    date = http_date(value)
    return None if date is None else max(0, round((date - now).total_seconds()))
