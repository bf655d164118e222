"""The minimum accuracy on real pages, if they are available, and how accuracy is measured."""

import asyncio
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

import accuracy
import scores
from recorded_web import Truth


def test_the_article_texts_reach_the_floor() -> None:
    web = accuracy.find_web([])
    if web is None:
        pytest.skip("no recorded web: set CITECACHE_WEB")
    truths = {url: truth for url, truth in accuracy.load_truth(web).items() if truth.text}
    captures, _, _ = asyncio.run(accuracy.extract_all(accuracy.load(web, set(truths))))
    f1, _, _ = scores.shingle_f1((truth.text, captures[url].text or "") for url, truth in truths.items())
    assert f1 >= accuracy.FLOOR


@pytest.mark.parametrize(
    ("true", "predicted", "counts"),
    [
        ("a b c d", "a b c d", (1.0, 0.0, 0.0)),
        ("a b c d", "a b c d e", (0.5, 0.5, 0.0)),
        ("a b c d e", "a b c d", (0.5, 0.0, 0.5)),
        ("a b", "", (0.0, 0.0, 1.0)),
        ("", "", (0.0, 0.0, 0.0)),
    ],
)
def test_shingles_are_counted_as_the_benchmark_counts_them(
    true: str, predicted: str, counts: tuple[float, float, float]
) -> None:
    assert scores.match(true, predicted) == counts


@pytest.mark.parametrize(
    ("true", "found", "f1"),
    [
        ("One two", "one TWO", 1.0),
        ("one two", "one", 2 / 3),
        ("one one", "one", 2 / 3),
        ("one", "two", 0.0),
        ("one", "", 0.0),
        ("", "", 1.0),
    ],
)
def test_words_are_counted_as_the_web_content_benchmark_counts_them(true: str, found: str, f1: float) -> None:
    assert scores.word_f1(true, found) == pytest.approx(f1)


def test_snippets_are_sought_without_regard_to_white_space() -> None:
    truths = {"a": Truth("article", None, ("one two", "three"), ("four",)), "b": Truth("article", None, (), ("five",))}
    assert scores.snippet_shares(truths, {"a": "one\n\ntwo  four", "b": ""}) == (0.5, 0.5)
