"""Several Fetches of a Page together: when `missing` becomes `dead`, and when a redirect counts as `moved`.

The numbers come from the table of verdicts. Times are those of the local clock, which may be wrong, so a time counts
only as far as the checks agree on it:

* a check that claims to be later than one that came after it is ignored;
* a gap between two checks that is longer than any step of the schedule adds nothing: a clock that jumped looks exactly
  like that;
* a gap is at most what the host's own clock (`Date`) shows, if both responses had it: otherwise the local clock jumped,
  or a cache served the same response twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from crawler.cache.schedule import LONGEST
from crawler.model import Check, Evidence, Fetch, History, Outcome, Verdict
from crawler.net.http_dates import host_time

APART = timedelta(days=3)
"""Checks closer than this count as one: an outage of two days is one outage."""

LONGEST_GAP = timedelta(seconds=1.1 * LONGEST)
"""The longest step of the schedule with its spread."""

AGREEING = 2
"""Checks that must see the same permanent redirect: a single one may be a brief misconfiguration."""


@dataclass(frozen=True, slots=True)
class DeathCriterion:
    """What makes a Page `dead`: a number of checks of one kind that span a period."""

    rule: str
    description: str
    needed: int
    spanning: timedelta


NOT_FOUND = DeathCriterion("gone-not-found", "not found", 3, timedelta(days=6))
GONE = DeathCriterion("gone-410", "410", 2, timedelta(days=6))
NO_HOST = DeathCriterion("gone-no-host", "the host name does not exist", 3, timedelta(days=7))


def effective_verdict(fetch: Fetch, verdict: Verdict, history: History) -> tuple[Verdict | None, tuple[Evidence, ...]]:
    """The Page's verdict after a Fetch with that verdict, and the evidence of the counts. None: inconclusive."""
    if verdict is Verdict.FAILED:  # a fault of our own says nothing about the Page
        return None, ()
    if verdict is Verdict.MOVED:
        return _moved(fetch, history)
    if verdict in (Verdict.MISSING, Verdict.SOFT_404):
        return _gone(fetch, verdict, history)
    return verdict, ()


def _moved(fetch: Fetch, history: History) -> tuple[Verdict, tuple[Evidence, ...]]:
    """`moved-once`: the permanent redirect was seen for the first time; `moved-agreed`: again, to the same URL."""
    before = [check for check in history.checks if check.verdict.good]
    if before and before[-1].verdict is Verdict.MOVED and before[-1].final_url == fetch.final_url:
        seen = Evidence(rule="moved-agreed", verdict=Verdict.MOVED, detail="an earlier check saw the same redirect")
    else:
        detail = f"the permanent redirect was seen for the first time: 1 of {AGREEING} checks"
        seen = Evidence(rule="moved-once", verdict=Verdict.ALIVE, detail=detail)
    return seen.verdict, (seen,)


def _gone(fetch: Fetch, verdict: Verdict, history: History) -> tuple[Verdict, tuple[Evidence, ...]]:
    """`gone-not-found`, `gone-410`, `gone-no-host`: how many of the checks needed for `dead` have been made.

    A success resets the count; an inconclusive check neither counts nor resets. Missing hosts are counted separately:
    domain names lapse and come back.
    """
    now = Check(
        run_id=-1,
        at=fetch.started_at,
        host_at=host_time(fetch.headers, fetch.ip_address),
        verdict=verdict,
        outcome=fetch.outcome,
        status=fetch.status,
    )
    since = [*_since_success(history.checks), now]
    absent = fetch.outcome is Outcome.NXDOMAIN
    counted: list[Evidence] = []
    for criterion in (NO_HOST,) if absent else (GONE, NOT_FOUND):
        found = [check for check in since if _counts(check, criterion)]
        number, span = tally(found)
        confirmed = number >= criterion.needed and span >= criterion.spanning
        effective = Verdict.DEAD if confirmed else verdict
        detail = f"{criterion.description}: {min(number, criterion.needed)} of {criterion.needed} checks"
        needed = "" if span >= criterion.spanning else f" of {criterion.spanning.days}"
        detail += f", over {span.days}{needed} days" if number > 1 else ""
        if confirmed:
            return effective, (Evidence(rule=criterion.rule, verdict=effective, detail=detail),)
        if number and (fetch.status == 410 or criterion is not GONE):  # a 410 counts to 2, another answer to 3
            counted = counted or [Evidence(rule=criterion.rule, verdict=effective, detail=detail)]
    return verdict, tuple(counted)


def _since_success(checks: Sequence[Check]) -> list[Check]:
    """The checks after the last successful one, one per run."""
    last = max((place for place, check in enumerate(checks) if check.verdict.good), default=-1)
    return list({check.run_id: check for check in checks[last + 1 :]}.values())


def _counts(check: Check, criterion: DeathCriterion) -> bool:
    if criterion is NO_HOST:
        return check.outcome is Outcome.NXDOMAIN
    if check.verdict not in (Verdict.MISSING, Verdict.SOFT_404) or check.outcome is Outcome.NXDOMAIN:
        return False
    return criterion is NOT_FOUND or check.status == 410


def tally(checks: Iterable[Check]) -> tuple[int, timedelta]:
    """How many of the checks are three days or more apart, and the time from the first to the last."""
    number, counted_at, elapsed, before = 0, timedelta(0), timedelta(0), None
    for check in _plausible(list(checks)):
        elapsed += timedelta(0) if before is None else _plausible_gap(before, check)
        if before is None or elapsed - counted_at >= APART:
            number, counted_at = number + 1, elapsed
        before = check
    return number, elapsed


def _plausible_gap(before: Check, check: Check) -> timedelta:
    """The time between two checks, as far as it is plausible."""
    gap = check.at - before.at
    if gap > LONGEST_GAP:
        return timedelta(0)
    if before.host_at is None or check.host_at is None:
        return gap
    return max(timedelta(0), min(gap, check.host_at - before.host_at))


def _plausible(checks: list[Check]) -> list[Check]:
    """The checks that are not later than any of their successors."""
    earliest = list(accumulate((check.at for check in reversed(checks)), min))[::-1]  # of each check and its successors
    return [check for check, least in zip(checks, earliest, strict=True) if check.at <= least]
