"""Prose: which sentence a footnote mark claims."""

import pytest

from crawler.sources.parsing.prose import Prose


@pytest.mark.parametrize("gap", [" ", "", "  "])
def test_a_mark_behind_the_full_stop_belongs_to_the_sentence_before(gap: str) -> None:
    prose = Prose()
    prose.add("Zero. One holds.")
    first = prose.mark()
    prose.add(gap)
    second = prose.mark()
    prose.add(" Two holds")
    third = prose.mark()
    prose.add(".")
    assert [prose.claim(at) for at in (first, second, third)] == ["One holds.", "One holds.", "Two holds."]


def test_a_mark_alone_has_no_claim_and_one_at_the_head_has_the_first_sentence() -> None:
    alone, head = Prose(), Prose()
    assert alone.claim(alone.mark()) is None
    at = head.mark()
    head.add(" First. Second.")
    assert head.claim(at) == "First."
