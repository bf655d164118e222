"""The preview of a card: pipelines/preview.py."""

import random
import re

import pytest

from pipelines.preview import LEAST_CHARS, PREVIEW_CHARS, preview, size

TAIL = re.compile(r"\n\n\.\.\. \(truncated, [\d,]+ (KB|B) total\)\Z")


def head(text: str) -> str:
    shown, truncated = preview(text)
    assert truncated
    assert TAIL.search(shown)
    return TAIL.sub("", shown)


def random_text(seed: int) -> str:
    chance = random.Random(seed)
    words = [
        "a",
        "word",
        "Mr.",
        "end.",
        "naïve",
        "e\u0301",
        "👩‍👩‍👧",
        "🇫🇷🇩🇪",
        "漢字。",
        "\ud83d",
        "\udc00",
        "x" * 400,
        "\n",
        "\n\n",
        "\t",
    ]
    joint = chance.choice(["", " ", "\n"])
    return joint.join(chance.choice(words) for _ in range(chance.randrange(4000)))


@pytest.mark.parametrize("seed", range(200))
def test_whatever_the_text_the_preview_is_its_head(seed: int) -> None:
    """A preview is a head of the text: never longer than allowed, never less than half of it, nothing changed."""
    text = random_text(seed)
    shown, truncated = preview(text)
    assert truncated == (len(text) > PREVIEW_CHARS)
    if not truncated:
        assert shown == text
        return
    kept = head(text)
    assert text.startswith(kept)
    assert len(kept) <= PREVIEW_CHARS
    assert len(kept) >= LEAST_CHARS - 64 or not text[len(kept) : LEAST_CHARS].strip()


def test_text_that_fits_is_shown_whole() -> None:
    """Exactly PREVIEW_CHARS characters fit; one more does not."""
    assert preview("x" * PREVIEW_CHARS) == ("x" * PREVIEW_CHARS, False)
    assert preview("x" * (PREVIEW_CHARS + 1))[1]
    assert preview("") == ("", False)


def test_cut_at_a_paragraph_when_there_is_one() -> None:
    """A blank line between half and whole is the best place, though sentences end after it."""
    assert head("A sentence. " * 200 + "\n\n" + "B sentence. " * 200) == ("A sentence. " * 200).strip()


def test_lines_are_paragraphs_where_there_are_no_blank_lines() -> None:
    """Trafilatura writes a paragraph per line."""
    assert head("A sentence. " * 200 + "\n" + "B sentence. " * 200) == ("A sentence. " * 200).strip()


def test_hard_wrapped_lines_are_no_paragraphs_where_there_are_blank_lines() -> None:
    """Plain text with blank lines between its paragraphs is cut at a sentence, not at a wrapped line."""
    wrapped = ("Thirty characters of a line in\na sentence that ends here. Then another\n" * 100).strip()
    assert head("Title\n\n" + wrapped).endswith("here.")


def test_an_early_paragraph_does_not_eat_the_preview() -> None:
    """First break at 40, then 5,000 characters without one: the sentence decides."""
    kept = head("x" * 40 + "\n\n" + "A sentence of some length here. " * 160)
    assert len(kept) > PREVIEW_CHARS - 40
    assert kept.endswith("here.")


@pytest.mark.parametrize("abbreviation", ["Mr. Smith", "J. Smith", "e.g. this", "Dr. Who"])
def test_an_abbreviation_does_not_end_a_sentence(abbreviation: str) -> None:
    kept = head(("Here one ends. " + f"then {abbreviation} and " * 100) * 3)
    assert not kept.endswith(abbreviation.partition(" ")[0])


def test_cut_at_a_word_where_no_sentence_ends() -> None:
    assert head("word " * 1000).endswith(" word")


def test_chinese_is_cut_at_its_own_full_stop() -> None:
    assert head("这是一个句子。" * 1000).endswith("。")


def test_one_endless_word_is_cut_hard() -> None:
    assert head("x" * 5000) == "x" * PREVIEW_CHARS
    assert head("字" * 5000) == "字" * PREVIEW_CHARS


@pytest.mark.parametrize(
    "cluster", ["e\u0301", "👩‍👩‍👧", "🇫🇷", "👍🏽", "\u1112\u1161\u11ab", "क्षि", "\ud83d\ude00", "1\ufe0f\u20e3"]
)
def test_a_hard_cut_never_parts_a_visible_character(cluster: str) -> None:
    """The head is a whole number of clusters, wherever they start."""
    for shift in range(4):
        kept = head("x" * shift + cluster * 3000)
        assert (len(kept) - shift) % len(cluster) == 0
        assert len(kept) > PREVIEW_CHARS - 16


def test_stacked_marks_cannot_eat_the_preview() -> None:
    assert len(head("e" + "\u0301" * 5000)) == PREVIEW_CHARS


def test_the_total_is_in_kilobytes_of_utf_8() -> None:
    """3,001 characters of two bytes are 6 KB."""
    assert preview("é" * 3001)[0].endswith("\n\n... (truncated, 6 KB total)")
    assert preview("x" * 15_900)[0].endswith("(truncated, 16 KB total)")


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1536, "2 KB"), (2560, "3 KB")]
)
def test_sizes_are_shown_in_rounded_units(count: int, shown: str) -> None:
    """Halves are rounded up, not to even."""
    assert size(count) == shown
