"""The judge against six batches of labelled pages, whose authors had not seen the rules.

The scorecard was fitted on the first four after each had been opened once; docs/verdicts.md has the first results.
"""

import pytest
from judge_labelled import judgement
from judge_scores import GIVEN_UP, GOOD
from labelled_pages import batch

BATCHES = (1, 2, 3, 4, 5, 6)
FLOORS = {1: 0.93, 2: 0.88, 3: 0.90, 4: 0.87, 5: 0.87, 6: 0.82}
"""Share of right verdicts, a little below what it is."""

LOST = {1: 0, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}
"""Good pages that are given up: a story titled "Error 404", and another."""

CALLED_GONE = {
    6: {"de please slower rate limit", "es queue before the ticket shop", "pt br just a moment in other words"}
}
"""Walls that are called gone, since their hosts answer every path alike and the words are unknown."""


@pytest.mark.parametrize("number", BATCHES)
def test_verdicts_of_a_batch_are_mostly_those_of_a_person(number: int) -> None:
    """And no more good pages are given up than are known."""
    found = [(case, judgement(case).verdict) for case in batch(number)]
    wrong = [f"{case.name}: {verdict}, labelled {case.verdict}" for case, verdict in found if verdict != case.verdict]
    assert len(wrong) <= len(found) * (1 - FLOORS[number]), wrong
    lost = [case.name for case, verdict in found if case.verdict in GOOD and verdict in GIVEN_UP]
    assert len(lost) <= LOST[number], lost


@pytest.mark.parametrize("number", BATCHES)
def test_no_wall_is_called_gone_but_those_known(number: int) -> None:
    walls = [case for case in batch(number) if case.verdict in ("blocked", "restricted")]
    assert len(walls) > 25
    assert {case.name for case in walls if judgement(case).verdict in GIVEN_UP} == CALLED_GONE.get(number, set())


@pytest.mark.parametrize("number", BATCHES)
def test_a_batch_is_made_of_traps_languages_and_second_visits(number: int) -> None:
    """As it was asked for: half traps, a third with two visits, 20 languages."""
    cases = batch(number)
    assert len(cases) >= 140
    assert sum(case.trap for case in cases) * 2 >= len(cases)
    assert sum(case.before is not None for case in cases) * 3 >= len(cases)
    assert len({case.language for case in cases}) >= 20
    assert all(case.why for case in cases)
