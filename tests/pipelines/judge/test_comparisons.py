"""Comparisons of two texts by words, topic and language; of a page with its last good text and a random path."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from labelled_pages import prose

from crawler.model import Capture, Fetch, History, LastGood, Metadata, Outcome, Page, Probe, Verdict
from crawler.text import topics
from crawler.text.scripts import main_script
from crawler.text.similarity import cosine, likeness
from pipelines.judge import comparisons, judge
from pipelines.judge.signals import View
from pipelines.judge.words import SPAM, begins_sentence, parts

BACCARAT_THAI = prose("baccarat_thai")
BLOG_JAPANESE = prose("blog_japanese")
CASINO_ENGLISH = prose("casino_english")
FERRY = prose("ferry")
FERRY_CHINESE = prose("ferry_chinese")
FERRY_CHINESE_EDITED = prose("ferry_chinese_edited")
FERRY_GERMAN = prose("ferry_german")
FERRY_REWRITTEN = prose("ferry_rewritten")
FERRY_SERBIAN_CYRILLIC = prose("ferry_serbian_cyrillic")
FERRY_SERBIAN_LATIN = prose("ferry_serbian_latin")
GAMBLING_CHINESE = prose("gambling_chinese")
MATTRESSES = prose("mattresses")
SLOTS_INDONESIAN = prose("slots_indonesian")
TOTO_KOREAN = prose("toto_korean")

URL = "https://town.example/2024/03/the-ferry"
NOW = datetime(2026, 4, 9, tzinfo=UTC)
TEXT = "\n\n".join(FERRY)


def view(text: str, good: str | None = None, **changes: Any) -> View:
    values: dict[str, Any] = {
        "page": Page(id=1, url=URL),
        "started_at": NOW,
        "elapsed": 0.1,
        "outcome": Outcome.RESPONSE,
        "status": 200,
        "final_url": URL,
        "body": b"x",
        "capture": Capture(media_type="text/html", text=text),
    }
    return View(Fetch(**(values | changes)), History(last_good=LastGood(at=NOW, text=good)))


@pytest.mark.parametrize("text", [TEXT, "".join(FERRY_CHINESE), "".join(BACCARAT_THAI), "".join(TOTO_KOREAN)])
def test_a_text_is_like_itself_in_every_script(text: str) -> None:
    """Also where words are not separated by spaces: each letter counts there."""
    assert likeness(text, text) == 1
    changed = likeness(text, text + text[-12:])
    assert changed is not None
    assert changed > 0.8


def test_texts_without_a_common_phrase_are_not_alike() -> None:
    assert likeness(TEXT, " ".join(MATTRESSES)) == 0
    assert likeness("".join(FERRY_CHINESE), "".join(GAMBLING_CHINESE)) == pytest.approx(0, abs=0.05)


def test_too_few_words_are_not_compared() -> None:
    assert likeness("Not found.", "Not found.") is None
    assert likeness("", TEXT) is None


def test_texts_of_the_same_words_in_another_order_are_not_alike() -> None:
    assert likeness(TEXT, " ".join(reversed(TEXT.split()))) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        (FERRY, FERRY_REWRITTEN, True),
        (FERRY_CHINESE, FERRY_CHINESE_EDITED, True),
        (FERRY, FERRY[:2], True),
        (FERRY, MATTRESSES, False),
        (FERRY, CASINO_ENGLISH, False),
        (FERRY, FERRY_GERMAN, False),
        (FERRY_CHINESE, GAMBLING_CHINESE, False),
        (FERRY, FERRY_CHINESE, False),
    ],
)
def test_a_topic_is_kept_in_other_words_and_lost_in_other_subjects(
    before: tuple[str, ...], now: tuple[str, ...], kept: bool
) -> None:
    """A translation loses every word too: other signals must distinguish it from a new owner's page."""
    likely = cosine(topics.content(" ".join(before)), topics.content(" ".join(now)))
    assert (likely >= comparisons.LOST) is kept


def test_a_lost_topic_is_described_in_numbers() -> None:
    lost = comparisons.lost_topic(view(" ".join(MATTRESSES), TEXT))
    assert lost == "of 30 main words of the last good text the page has 0 (cosine 0.02)"
    assert comparisons.lost_topic(view(FERRY[0], TEXT)) == "93 characters of text, 698 when last good"
    assert comparisons.lost_topic(view(TEXT, TEXT)) is None


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (FERRY, "Latin"),
        (FERRY_SERBIAN_CYRILLIC, "Cyrillic"),
        (FERRY_CHINESE, "Han"),
        (BLOG_JAPANESE, "Kana"),
        (TOTO_KOREAN, "Hangul"),
        (BACCARAT_THAI, "Thai"),
        (("الصفحة غير موجودة",), "Arabic"),
        ((*FERRY, "かな"), "Latin"),
        (("404",), None),
    ],
)
def test_the_main_script_of_a_text_is_that_of_most_letters(text: tuple[str, ...], script: str | None) -> None:
    """A few letters of a different script do not change it."""
    assert main_script(" ".join(text)) == script


def language(before: tuple[str, ...], tag: str | None, now: tuple[str, ...], tag_now: str | None) -> str | None:
    made = view("\n".join(now), "\n".join(before))
    good = made.history.last_good
    assert good is not None
    assert made.fetch.capture is not None
    capture = replace(made.fetch.capture, metadata=Metadata(language=tag_now))
    return comparisons.other_language(
        View(replace(made.fetch, capture=capture), History(last_good=replace(good, language=tag)))
    )


def test_a_different_language_is_recognised_by_its_function_words() -> None:
    """Not by what the page declares: some declare a wrong one."""
    assert "language en when last good, id now" in (language(FERRY, "en", SLOTS_INDONESIAN, "id") or "")
    assert "language en when last good, unknown now" in (language(FERRY, "en-GB", FERRY_GERMAN, None) or "")
    assert language(FERRY, "en", MATTRESSES, "de") is None
    assert language(FERRY, "en", FERRY_CHINESE, "zh") == "Latin script when last good, Han now"


def test_a_language_may_change_its_script() -> None:
    """Serbian stays Serbian in Cyrillic; English does not."""
    assert language(FERRY_SERBIAN_LATIN, "sr-Latn", FERRY_SERBIAN_CYRILLIC, "sr-Cyrl") is None
    assert language(FERRY, "en", FERRY_CHINESE, "en") is not None


def test_a_translation_into_chinese_is_not_shrunk() -> None:
    """A Han character counts as three letters of an alphabet."""
    assert comparisons.shrunk(view("渡" * 200, "x" * 1000)) is None
    assert comparisons.shrunk(view("x" * 499, "x" * 1000)) == "499 characters of text, 1,000 when last good"


@pytest.mark.parametrize(
    ("url", "status", "likely", "same"),
    [
        (URL, 200, 0.95, True),
        (URL, 200, 0.5, False),
        (URL, 200, None, False),
        (URL, 404, 0.95, False),
        (URL, None, 0.95, False),
        ("https://town.example/", 200, 1.0, False),
    ],
)
def test_a_random_path_with_the_same_text_is_reported(url: str, status: int, likely: float | None, same: bool) -> None:
    """Only with a 2xx, and not for a home page, which some hosts serve for every path."""
    probe = Probe(url=URL + "/0f", status=status, likeness=likely)
    seen = comparisons.same_as_random_path(view(TEXT, page=Page(id=1, url=url), probe=probe))
    assert (seen is not None) is same


def test_a_proper_404_for_a_random_path_is_only_noted() -> None:
    """With a lost topic: the page stays alive, with the note and the doubt."""
    made = view(" ".join(MATTRESSES) * 2, TEXT, probe=Probe(url=URL + "/0f", status=404), twins=5)
    found = judge(made.fetch, made.history)
    assert found.verdict is Verdict.ALIVE
    rules = [seen.rule for seen in found.evidence]
    assert rules[:2] == ["good-text", "sibling-404"]
    assert "topic-lost" in rules


def test_spam_is_counted_by_different_phrases() -> None:
    """A phrase within a longer one is not counted; words must match whole, if the script separates words."""
    assert SPAM.found("Kèo nhà cái, NHÀ CÁI!") == {"kèo nhà cái"}
    assert SPAM.found("togelier; online-casino") == {"online casino"}
    assert SPAM.found("本娱乐城") == {"娱乐城"}


@pytest.mark.parametrize("letter", ["word ", "渡", "かな", "ก", "a", "💧", "\ud800", "x\n"])
def test_only_the_start_of_a_long_text_is_read(letter: str) -> None:
    """10 MB of anything take no longer than a long article."""
    text = letter * (10_000_000 // len(letter))
    start = text[: topics.SCANNED_CHARS]
    assert topics.content(text) == topics.content(start)
    assert topics.grammar(text) == topics.grammar(start)
    assert main_script(text) == main_script(start)
    assert likeness(text, text) in (1, None)
    made = view(text, text[::-1])
    assert judge(made.fetch, made.history).verdict is Verdict.ALIVE


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("", True),
        ("Home. ", True),
        ("Sorry, ", True),
        ("Home About Sorry, but ", True),
        ("404 - ", True),
        ("I see: ", False),
        ("they say, sorry, ", False),
    ],
)
def test_an_error_begins_a_sentence(before: str, begins: bool) -> None:
    """In reports about errors it is in mid-sentence."""
    assert begins_sentence(before + "the page does not exist", len(before)) is begins


def test_the_words_before_a_colon_are_not_a_part_of_a_title() -> None:
    assert "page not found" not in parts("Page not found: in praise of it | Essays")
    assert "page not found" in parts("Error 404: Page not found")
    assert "page not found" in parts("Page not found :: Gazette")
