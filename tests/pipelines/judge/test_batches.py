"""The judge against eight batches of labelled pages, whose authors had not seen the rules.

The scorecard was fitted on the first six after each had been opened once; docs/verdicts.md has the first results.
"""

import pytest
from judge_labelled import judgement
from judge_scores import GIVEN_UP, GOOD
from labelled_pages import batch

BATCHES = (1, 2, 3, 4, 5, 6, 7, 8)
FLOORS = {1: 0.94, 2: 0.90, 3: 0.91, 4: 0.88, 5: 0.91, 6: 0.90, 7: 0.94, 8: 0.95}
"""Share of right verdicts, a little below what it is."""

LOST = {2: 1, 3: 1}
"""Good pages that are given up: a story titled "Error 404", and another."""


@pytest.mark.parametrize("number", BATCHES)
def test_verdicts_of_a_batch_are_mostly_those_of_a_person(number: int) -> None:
    """And no more good pages are given up than are known."""
    found = [(case, judgement(case).verdict) for case in batch(number)]
    wrong = [f"{case.name}: {verdict}, labelled {case.verdict}" for case, verdict in found if verdict != case.verdict]
    assert len(wrong) <= len(found) * (1 - FLOORS[number]), wrong
    lost = [case.name for case, verdict in found if case.verdict in GOOD and verdict in GIVEN_UP]
    assert len(lost) <= LOST.get(number, 0), lost


@pytest.mark.parametrize("number", BATCHES)
def test_no_wall_is_called_gone(number: int) -> None:
    walls = [case for case in batch(number) if case.verdict in ("blocked", "restricted")]
    assert len(walls) >= 25
    assert not [case.name for case in walls if judgement(case).verdict in GIVEN_UP]


@pytest.mark.parametrize("number", BATCHES)
def test_a_batch_is_made_of_traps_languages_and_second_visits(number: int) -> None:
    """As it was asked for: about half traps, a third with two visits, 20 languages."""
    cases = batch(number)
    assert len(cases) >= 140
    assert sum(case.trap for case in cases) >= len(cases) * 0.46
    assert sum(case.before is not None for case in cases) * 3 >= len(cases)
    assert len({case.language for case in cases}) >= 20
    assert all(case.why for case in cases)
