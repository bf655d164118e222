"""How likely a text is its page's content: less where the model is unsure, and where pages usually promise too much."""

import pytest

from pipelines.extract import extract
from pipelines.extract.html.certainty import Signs, expected_f1, signs
from pipelines.extract.html.page_type import TYPES

SURE, UNSURE = [0.97] * 8 + [0.02] * 8, [0.6] * 8 + [0.4] * 8
WORDS = [40] * 16
KEPT = [True] * 8 + [False] * 8
PROSE = "The board voted on Monday to drain the upper basin of the dam for nine weeks, which nobody had wanted."


def of(chances: list[float], kept: list[bool] | None = None, kind: str = "article", promised: float = 0.9) -> float:
    types = [1.0 if name == kind else 0.0 for name in TYPES]
    return expected_f1(signs(chances, WORDS, kept or KEPT, promised=promised, types=types))


def test_blocks_that_could_be_either_lower_what_is_expected() -> None:
    assert of(UNSURE) < of(SURE)


def test_so_does_a_lower_promise() -> None:
    assert of(SURE, promised=0.6) < of(SURE)


def test_and_content_that_was_left_out() -> None:
    assert of(SURE, [True] * 4 + [False] * 12) < of(SURE)


def test_a_product_promises_more_than_an_article_with_the_same_numbers() -> None:
    assert of(UNSURE, kind="product") < of(UNSURE, kind="article")


def test_a_page_without_words_has_signs() -> None:
    assert 0 <= expected_f1(signs([], [], [], promised=0.0, types=[0.0] * len(TYPES))) <= 1


@pytest.mark.parametrize(("value", "limit"), [(1e6, 1.0), (-1e6, 0.0)])
def test_what_is_expected_stays_between_0_and_1(value: float, limit: float) -> None:
    row: Signs = (value, *[0.0] * (5 + len(TYPES)))
    assert expected_f1(row) == limit


def test_an_article_is_sure_and_a_heap_of_offers_is_not() -> None:
    prose = "".join(f"<p>{n}. {PROSE}</p>" for n in range(12))
    article = f"<html><body><article><h1>The dam</h1>{prose}</article></body></html>"
    offers = "".join(
        f"<div class='a{n}'><span>Lamp {n} in brass and oak, with a shade of linen</span><b>{n} EUR</b></div>"
        f"<div class='b{n}'>Buy now and save {n} percent on all other lamps of this shop until Monday</div>"
        for n in range(40)
    )
    url = "https://shop.example/lamps/brass"
    assert extract(article.encode(), url="https://news.example/2024/dam", content_type="text/html").doubt is None
    assert "unsure" in (extract(f"<body>{offers}".encode(), url=url, content_type="text/html").doubt or "")
