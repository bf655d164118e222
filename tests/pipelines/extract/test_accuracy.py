"""The minimum accuracy on our own pages and, if they are available, on real ones; how accuracy is measured."""

import asyncio
import html
import re
import statistics
from collections import Counter

import accuracy
import pytest
import scores
from corpus import CorpusPage, digest, gate, pages
from recorded_web import Truth

from pipelines.extract import extract

TYPES = ("article", "collection", "documentation", "forum", "listing", "product", "service")
FLAT = r"(?is)<(script|style)\b.*?</\1>|<[^>]+>"


@pytest.fixture(scope="module")
def f1() -> dict[str, float]:
    return {page.url: scores.word_f1(page.text, _extracted(page)) for page in pages()}


def _extracted(page: CorpusPage) -> str:
    return extract(page.body, url=page.url, content_type=page.content_type).text or ""


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_of_our_own_pages_reaches_its_floor(kind: str, f1: dict[str, float]) -> None:
    assert statistics.mean(f1[page.url] for page in pages() if page.kind == kind) >= gate()["floors"][kind]


def test_our_own_pages_reach_the_floor_over_all(f1: dict[str, float]) -> None:
    assert statistics.mean(f1.values()) >= gate()["floors"]["all"]


def test_corpus_and_floors_are_those_that_were_agreed() -> None:
    """A change is a decision: set `sha256` in corpus/accuracy.toml to what `corpus.py` prints."""
    assert digest() == gate()["sha256"]


def test_the_corpus_holds_as_many_pages_of_each_type() -> None:
    assert len(set(Counter(page.kind for page in pages()).values())) == 1
    assert {page.kind for page in pages()} == set(TYPES)
    assert len({page.url for page in pages()}) == len(pages())


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_shows_its_text_and_what_stands_around_it(page: CorpusPage) -> None:
    shown = _words(re.sub(FLAT, " ", page.body.decode(page.content_type.rpartition("=")[2])))
    text = _words(page.text)
    numbers = Counter(str(number) for number in range(1, 10))  # of ordered lists: the text writes them out
    assert "{{" not in page.body.decode("latin-1")
    assert not Counter(re.findall(r"\w+", text)) - Counter(re.findall(r"\w+", shown)) - numbers
    assert len(page.absent) >= 2
    for snippet in page.absent:
        assert _words(snippet) in shown
        assert _words(snippet) not in text


def test_the_article_texts_reach_the_floor() -> None:
    web = accuracy.find_web([])
    if web is None:
        pytest.skip("no recorded web: set CITECACHE_WEB")
    truths = {url: truth for url, truth in accuracy.load_truth(web).items() if truth.text}
    captures, _, _ = asyncio.run(accuracy.extract_all(accuracy.load(web, set(truths))))
    f1, _, _ = scores.shingle_f1((truth.text, captures[url].text or "") for url, truth in truths.items())
    assert f1 >= accuracy.FLOOR


def _words(text: str) -> str:
    return " ".join(html.unescape(text).split())


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
