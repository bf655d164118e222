"""When a Page is due again: pure arithmetic, held by its properties over every verdict."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from crawler.cache.schedule import DAY, LONGEST, MAX_RETRY_AFTER, SHORTEST, TROUBLE, due_at, next_interval
from crawler.items import Verdict

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
GOOD = [verdict for verdict in Verdict if verdict.good]


@pytest.mark.parametrize("verdict", GOOD)
def test_a_good_page_is_asked_between_once_a_day_and_once_in_90_days(verdict: Verdict) -> None:
    for previous, changed in product((None, 1, DAY, 7 * DAY, 80 * DAY, 10**9), (True, False)):
        interval = next_interval(verdict, previous=previous, changed=changed, streak=0)
        assert SHORTEST <= interval <= LONGEST
        if previous and SHORTEST < previous < LONGEST:
            assert (interval < previous) is changed


@pytest.mark.parametrize("verdict", TROUBLE)
def test_trouble_backs_off_from_its_first_step_to_its_longest(verdict: Verdict) -> None:
    steps = [next_interval(verdict, previous=None, changed=False, streak=streak) for streak in range(40)]
    assert (steps[0], steps[-1]) == TROUBLE[verdict]
    assert steps == sorted(steps)


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
    assert next_interval(verdict, previous=7 * DAY, changed=False, streak=3) is None


def test_every_verdict_has_a_schedule() -> None:
    known = {*GOOD, *TROUBLE, Verdict.UNSAFE, Verdict.UNCHECKED}
    assert known == set(Verdict)


def test_pages_drift_apart_by_at_most_a_tenth_and_always_alike() -> None:
    waits = [due_at(NOW, 7 * DAY, url=f"https://example.org/{n}") - NOW for n in range(300)]
    assert timedelta(days=7) <= min(waits) < max(waits) <= timedelta(days=7.7)
    assert len(set(waits)) > 200
    assert waits == [due_at(NOW, 7 * DAY, url=f"https://example.org/{n}") - NOW for n in range(300)]


def test_retry_after_makes_later_never_sooner_and_at_most_a_day() -> None:
    url = "https://example.org/"
    plain = due_at(NOW, 3600, url=url)
    assert due_at(NOW, 3600, url=url, retry_after=5) == plain
    assert due_at(NOW, 3600, url=url, retry_after=7200) == NOW + timedelta(hours=2)
    assert due_at(NOW, 3600, url=url, retry_after=10**12) == NOW + timedelta(seconds=MAX_RETRY_AFTER)


def test_a_url_that_utf_8_cannot_hold_has_a_place_in_the_schedule() -> None:
    assert due_at(NOW, DAY, url="https://example.org/\ud800") > NOW
