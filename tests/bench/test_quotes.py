"""Quotations made of real texts: their statuses are right, and no altered or foreign words are called verbatim."""

from collections import Counter

import pytest

from bench.quotes.__main__ import own_pages, true_pages
from bench.quotes.drawing import PageText, Passage, alone, is_near, plain
from bench.quotes.made import KINDS, MadeQuote, quote_set
from bench.quotes.measure import RIGHT, look_up
from bench.recorded_web import find_web

TEXT = "The board met on 5 May. All members approved the plan of John Smith. It cost 12 million. They left."


def judged(items: list[MadeQuote]) -> None:
    """At least 600 of all kinds: no words believed that are not there, 98 % right, the right ones in their place."""
    assert len(items) >= 600
    assert min(Counter(item.kind for item in items)[kind] for kind in KINDS) >= 30
    answers = list(look_up(items))
    assert [one for one in answers if one.believed] == []
    assert sum(one.right for one in answers) >= RIGHT * len(answers)
    assert sum(one.exact for one in answers if one.right) >= 0.995 * sum(one.right for one in answers)


def test_quotations_of_our_own_pages_are_told_apart() -> None:
    judged(list(quote_set(own_pages())))


@pytest.mark.skipif(find_web([]) is None, reason="the recorded web is not part of the repository")
def test_quotations_of_recorded_pages_are_told_apart() -> None:
    web = find_web([])
    assert web is not None
    judged(list(quote_set(true_pages(web))))


def test_the_set_is_the_same_for_every_run() -> None:
    pages = own_pages()[:5]
    assert list(quote_set(pages)) == list(quote_set(pages))


def test_what_stands_twice_or_stands_there_by_chance_is_no_fair_item() -> None:
    page = PageText("http://a.example/", TEXT)
    passage = Passage(page, TEXT.index("It cost"), TEXT.index(" They"))
    assert alone(passage, "It cost 13 million.")
    assert not alone(passage, "approved the plan of")
    assert not alone(Passage(PageText(page.url, f"{TEXT} It cost 14 million."), passage.start, passage.end))


def test_foreign_words_that_nearly_stand_there_are_no_fair_item() -> None:
    words = plain(TEXT)
    assert is_near("all members approved the budget", words)
    assert is_near("They said that all members approved the plan", words)
    assert not is_near("penguins are the finest of birds", words)
