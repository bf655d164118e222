"""The quotations that people labelled in passages, and in the pages of a wiki, are found."""

import pytest

from bench.quotes.finding import WIKI, Tally, judge, passages, wiki_pages

LEAST_PRECISION, LEAST_RECALL = 0.95, 0.88
"""What `make quotes` gave when this was written, rounded down."""


def found(tallies: list[Tally]) -> tuple[float, float]:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total.right / (total.right + total.wrong), total.right / (total.right + total.missed)


def test_the_passages_are_labelled() -> None:
    items = list(passages())
    assert len(items) >= 300
    assert sum(not item.quotes for item in items) >= 120


def test_quotations_of_the_passages_are_found() -> None:
    precision, recall = found([judge(item).tally for item in passages()])
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


@pytest.mark.skipif(not WIKI.is_dir(), reason="the pages of the wiki are not part of the repository")
def test_quotations_of_the_wiki_are_found() -> None:
    precision, recall = found([page.tally for page in wiki_pages(WIKI)])
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL
