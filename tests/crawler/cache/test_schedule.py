"""When a Page is due again: pure arithmetic, tested by its properties for every verdict and any history."""

import math
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from crawler.cache.schedule import (
    DAY,
    FIRST_INTERVAL,
    GROWTH,
    LONGEST,
    LONGEST_GAP,
    MAX_FRESH,
    MAX_RETRY_AFTER,
    SHORTEST,
    TROUBLE,
    Observation,
    due_at,
    freshness,
    median_change_interval,
    next_interval,
)
from crawler.model import Verdict

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
GOOD = [verdict for verdict in Verdict if verdict.good]

gaps = some.floats(allow_nan=True, allow_infinity=True) | some.floats(1, LONGEST_GAP)
observed = some.builds(Observation, seconds=gaps, changed=some.booleans())
usual = some.builds(Observation, seconds=some.floats(60, LONGEST_GAP), changed=some.booleans())
histories = some.lists(observed, max_size=30)
steps = some.none() | some.integers(0, 10**9)
claims = some.none() | some.integers(0, 10**10)


# --- good pages -------------------------------------------------------------------------------------


@given(some.sampled_from(GOOD), histories, steps, claims, some.integers(0, 10**6))
def test_a_good_page_is_fetched_every_1_to_90_days(
    verdict: Verdict, history: list[Observation], previous: int | None, fresh: int | None, streak: int
) -> None:
    """Whatever its history, and whatever the clock has made of it."""
    interval = next_interval(verdict, streak=streak, previous=previous, observations=history, fresh=fresh)
    assert isinstance(interval, int)
    assert SHORTEST <= interval <= LONGEST


@given(some.lists(usual, min_size=1, max_size=20), some.data())
def test_one_change_more_never_makes_it_longer(history: list[Observation], data: some.DataObject) -> None:
    """All else equal: with a previous step and a server's word, or without."""
    at = data.draw(some.integers(0, len(history) - 1))
    previous, fresh = data.draw(steps), data.draw(claims)
    still, moving = (
        [*history[:at], history[at]._replace(changed=changed), *history[at + 1 :]] for changed in (False, True)
    )
    long, short = (
        next_interval(Verdict.ALIVE, streak=0, previous=previous, observations=seen, fresh=fresh)
        for seen in (still, moving)
    )
    assert short <= long


@given(some.lists(usual, max_size=19), some.floats(60, LONGEST_GAP))
def test_another_unchanged_check_never_makes_it_shorter(history: list[Observation], gap: float) -> None:
    assert median_change_interval([*history, Observation(gap, changed=False)]) >= median_change_interval(history)


@given(some.lists(usual, max_size=20), some.integers(1, 200))
def test_no_interval_is_more_than_twice_the_one_before(history: list[Observation], days: int) -> None:
    interval = next_interval(Verdict.ALIVE, streak=0, previous=days * DAY, observations=history)
    assert interval <= max(SHORTEST, GROWTH * days * DAY)


@given(histories, steps, claims)
def test_the_same_history_gives_the_same_answer(
    history: list[Observation], previous: int | None, fresh: int | None
) -> None:
    answers = {
        next_interval(Verdict.ALIVE, streak=0, previous=previous, observations=seen, fresh=fresh)
        for seen in (history, tuple(history))
    }
    assert len(answers) == 1


def test_without_a_history_a_good_page_is_due_in_a_week() -> None:
    assert next_interval(Verdict.ALIVE, streak=0) == FIRST_INTERVAL == median_change_interval([])


@pytest.mark.parametrize("days", [4, 10, 30, 60])
def test_the_interval_for_a_page_that_changes_every_other_time(days: int) -> None:
    """Half of the checks with a change: that is the interval wanted. The imagined week pulls it a little."""
    history = [Observation(days * DAY, changed=number % 2 == 0) for number in range(20)]
    assert median_change_interval(history) == pytest.approx(days * DAY, rel=0.1)


@given(some.floats(0.5, 200), some.lists(some.floats(0.5, 60), min_size=20, max_size=20))
def test_the_estimate_solves_its_documented_equation(mean: float, days: list[float]) -> None:
    """The sum over the changed of t / (exp(r t) - 1) is that over the unchanged of t, within the bounds."""
    history = [Observation(day * DAY, changed=day > mean) for day in days]
    interval = median_change_interval(history)
    rate = math.log(2) / interval
    week = Observation(FIRST_INTERVAL, changed=True)
    left = sum(seen.seconds / math.expm1(rate * seen.seconds) for seen in [week, *history] if seen.changed)
    right = FIRST_INTERVAL + sum(seen.seconds for seen in history if not seen.changed)
    assert interval == SHORTEST or left <= right * 1.0001
    assert interval == LONGEST or left >= right * 0.9999


def test_the_interval_converges_to_1_day_or_90() -> None:
    for changed, end in ((True, SHORTEST), (False, LONGEST)):
        history: list[Observation] = []
        previous = None
        for _ in range(20):
            previous = next_interval(Verdict.ALIVE, streak=0, previous=previous, observations=history)
            history.append(Observation(previous, changed=changed))
        assert previous == end


@given(
    some.lists(usual, max_size=15),
    some.lists(some.sampled_from((0.0, -3600.0, -1e9, LONGEST_GAP + 1.0, 1e12, math.nan, math.inf)), max_size=4),
    some.booleans(),
)
def test_a_clock_jump_is_no_observation(history: list[Observation], wrong: list[float], changed: bool) -> None:
    """Two checks that run backwards, or lie more than 400 days apart."""
    jumps = [Observation(seconds, changed=changed) for seconds in wrong]
    assert median_change_interval([*jumps, *history]) == median_change_interval(history)


# --- what the server says ---------------------------------------------------------------------------


@given(some.lists(usual, max_size=20), steps, some.integers(0, 10**10))
def test_a_freshness_lifetime_counts_up_to_a_month(
    history: list[Observation], previous: int | None, fresh: int
) -> None:
    plain, asked = (
        next_interval(Verdict.ALIVE, streak=0, previous=previous, observations=history, fresh=claim)
        for claim in (None, fresh)
    )
    assert plain <= asked <= max(plain, MAX_FRESH)
    if not any(seen.changed for seen in history):
        assert asked >= min(fresh, MAX_FRESH)


def test_an_observed_change_refutes_the_freshness_lifetime() -> None:
    history = [Observation(3 * DAY, changed=True), Observation(5 * DAY, changed=True)]
    assert next_interval(Verdict.ALIVE, streak=0, previous=DAY, observations=history, fresh=20 * DAY) == 3 * DAY


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([], None),
        ([("cache-control", "max-age=600")], 600),
        ([("cache-control", "public"), ("cache-control", 'Max-Age="600"')], 600),
        ([("cache-control", "max-age=600, max-age=1")], 600),
        ([("cache-control", "s-maxage=600")], None),
        ([("cache-control", "max-age=600, no-cache")], None),
        ([("cache-control", "no-store"), ("expires", "Fri, 01 May 2026 12:00:00 GMT")], None),
        ([("cache-control", "max-age=-5")], None),
        ([("cache-control", "max-age=soon"), ("expires", "Fri, 01 May 2026 12:00:00 GMT")], None),
        ([("expires", "Fri, 01 May 2026 12:00:00 GMT"), ("date", "Fri, 01 May 2026 11:00:00 GMT")], 3600),
        ([("expires", "Fri, 01 May 2026 12:00:00 GMT"), ("date", "Fri, 01 May 2026 13:00:00 GMT")], 0),
        ([("expires", "Fri, 01 May 2026 12:00:00 GMT")], None),
        ([("expires", "0"), ("date", "Fri, 01 May 2026 11:00:00 GMT")], None),
    ],
)
def test_the_freshness_lifetime_of_a_response(headers: list[tuple[str, str]], seconds: int | None) -> None:
    """RFC 9111, 4.2.1 and 5.3."""
    assert freshness(headers) == seconds


@given(some.lists(some.tuples(some.sampled_from(("cache-control", "expires", "date", "x")), some.text()), max_size=5))
@example([("expires", "Mon, 99 Foo 99999 99:99:99 +9999"), ("date", "\ud800")])
def test_no_header_raises_an_error(headers: list[tuple[str, str]]) -> None:
    found = freshness(headers)
    assert found is None or found >= 0


# --- trouble ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", TROUBLE)
def test_failures_back_off_from_the_first_interval_to_the_longest(verdict: Verdict) -> None:
    waits = [next_interval(verdict, streak=streak) for streak in range(40)]
    assert (waits[0], waits[-1]) == TROUBLE[verdict]
    assert waits == sorted(waits)


@given(some.sampled_from(list(TROUBLE)), some.integers(0, 100), histories, steps, claims)
def test_intervals_after_failures_do_not_depend_on_the_history(
    verdict: Verdict, streak: int, history: list[Observation], previous: int | None, fresh: int | None
) -> None:
    given_all = next_interval(verdict, streak=streak, previous=previous, observations=history, fresh=fresh)
    assert given_all == next_interval(verdict, streak=streak)


@pytest.mark.parametrize(
    ("verdict", "first", "longest"),
    [
        (Verdict.MISSING, 3 * DAY, 3 * DAY),
        (Verdict.BLOCKED, DAY, 30 * DAY),
        (Verdict.DISALLOWED, DAY, DAY),
    ],
)
def test_the_numbers_of_the_table_of_verdicts(verdict: Verdict, first: int, longest: int) -> None:
    assert TROUBLE[verdict] == (first, longest)


@pytest.mark.parametrize("verdict", [Verdict.UNSAFE, Verdict.UNCHECKED])
def test_what_is_never_fetched_is_never_due_by_itself(verdict: Verdict) -> None:
    assert next_interval(verdict, previous=7 * DAY, streak=3) is None


def test_every_verdict_has_a_schedule() -> None:
    known = {*GOOD, *TROUBLE, Verdict.UNSAFE, Verdict.UNCHECKED}
    assert known == set(Verdict)


# --- the moment -------------------------------------------------------------------------------------


@given(some.integers(SHORTEST, LONGEST), some.text(max_size=20))
def test_the_pages_of_one_host_do_not_all_fall_due_together(interval: int, path: str) -> None:
    """1,000 of them, checked at one moment: over two hours and more, never before their interval, a tenth at most."""
    urls = [f"https://example.org/{path}/{number}" for number in range(1000)]
    waits = [(due_at(NOW, interval, url=url) - NOW).total_seconds() for url in urls]
    assert interval <= min(waits)
    assert max(waits) <= interval * 1.1
    assert max(waits) - min(waits) >= 2 * 3600
    hundredths = Counter(int((wait - interval) * 1000 // interval) for wait in waits)  # of the tenth
    busiest = max(hundredths.values())
    assert busiest < 100
    assert waits == [(due_at(NOW, interval, url=url) - NOW).total_seconds() for url in urls]


def test_retry_after_makes_later_never_sooner_and_at_most_a_day() -> None:
    url = "https://example.org/"
    plain = due_at(NOW, 3600, url=url)
    assert due_at(NOW, 3600, url=url, retry_after=5) == plain
    assert due_at(NOW, 3600, url=url, retry_after=7200) == NOW + timedelta(hours=2)
    assert due_at(NOW, 3600, url=url, retry_after=10**12) == NOW + timedelta(seconds=MAX_RETRY_AFTER)


def test_a_url_with_a_lone_surrogate_can_be_scheduled() -> None:
    assert due_at(NOW, DAY, url="https://example.org/\ud800") > NOW
