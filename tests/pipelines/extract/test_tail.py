"""What stands behind an article is dropped, if the model is sure of the article and not of what is behind it."""

import pytest
from lxml.html import document_fromstring

from pipelines.extract.html.tail import without_tail
from pipelines.extract.html.walk import walk

PROSE = "<p>The board voted on Monday to drain the upper basin for nine weeks, which nobody at the meeting wanted.</p>"
LINE = "<p>Photo: the board</p>"


def kept_of(html: str, *chances: float) -> list[str]:
    blocks = walk(document_fromstring(f"<html><body>{html}</body></html>"))
    kept = without_tail(blocks, [True] * len(blocks), chances)
    return [block.text for block, keep in zip(blocks, kept, strict=True) if keep]


def test_last_lines_of_which_the_model_is_not_sure_are_dropped() -> None:
    assert kept_of(PROSE * 3 + LINE * 2, 0.9, 0.9, 0.9, 0.5, 0.6) == kept_of(PROSE * 3, 0.9, 0.9, 0.9)
    assert kept_of(PROSE * 6, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5) == kept_of(PROSE * 5, *[0.9] * 5)


@pytest.mark.parametrize(
    ("html", "chances"),
    [
        (PROSE * 3 + LINE, (0.9, 0.9, 0.9, 0.7)),  # likely enough
        (LINE + PROSE * 3, (0.5, 0.9, 0.9, 0.9)),  # not at the end
        (PROSE * 4, (0.9, 0.9, 0.9, 0.5)),  # a part of the article
        (PROSE * 6, (0.9, 0.9, 0.9, 0.9, 0.9, 0.6)),  # a sentence of its own
        (PROSE * 3 + LINE, (0.7, 0.7, 0.7, 0.5)),  # the model is not sure of the article either
        (PROSE * 3 + "<div role='doc-endnotes'>1. The minutes</div>", (0.9, 0.9, 0.9, 0.5)),
    ],
)
def test_what_may_be_a_part_of_the_article_stays(html: str, chances: tuple[float, ...]) -> None:
    assert kept_of(html, *chances) == kept_of(html, *[1.0] * len(chances))


def test_nothing_chosen_is_nothing_dropped() -> None:
    assert without_tail([], [], []) == []
