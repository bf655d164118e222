"""Sketches: the likeness of texts, estimated from what is kept of each."""

import random
from struct import pack
from zlib import crc32

import pytest

from crawler.text.similarity import MOST_WORDS, likeness, words
from crawler.text.sketches import SIZE, resemblance, sketch

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "r", "ss")]


def made(seed: int, size: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=size)


@pytest.mark.parametrize("size", [10, 40, 100])
@pytest.mark.parametrize("shared", [0.0, 0.3, 0.8, 1.0])
def test_short_texts_are_compared_exactly(size: int, shared: float) -> None:
    common = made(1, round(size * shared))
    one, other = (" ".join([*common, *made(seed, size - len(common))]) for seed in (2, 3))
    assert resemblance(sketch(one), sketch(other)) == likeness(one, other)


@pytest.mark.parametrize("shared", [0.0, 0.5, 0.9, 0.97])
def test_long_texts_are_compared_within_the_error_of_the_method(shared: float) -> None:
    off = []
    for seed in range(20):
        common = made(seed, round(2_000 * shared))
        one, other = (" ".join([*common, *made(seed + at, 2_000 - len(common))]) for at in (100, 200))
        found, exact = resemblance(sketch(one), sketch(other)), likeness(one, other)
        assert found is not None
        assert exact is not None
        off.append(found - exact)
    assert max(map(abs, off)) < 0.18  # four standard errors at a likeness of a half
    assert abs(sum(off) / len(off)) < 0.04


def test_a_sketch_is_small_and_the_same_everywhere() -> None:
    assert len(sketch(" ".join(made(1, 50_000))) or b"") == SIZE * 4
    assert (sketch("the keeper of the upper lock measured the water every morning") or b"")[
        :8
    ].hex() == "96a7020b9f0d310e"


OTHERS = {
    "none": "",
    "marks between words": "“”’–—…·\u00a0\u2028",
    "letters": "äßéøñǆŵ",
    "letters, digits and marks": "é²½Ⅷ٣\u0301–_",
    "letters that change their number in lower case": "İẞΣς",
    "another alphabet": "жйщюя",
    "scripts without spaces": "渡轮ปะかな",
    "halves of surrogates": "\ud800\udfff",
    "beyond the first plane": "🚢𝐀𠀀",
}


@pytest.mark.parametrize("often", [0.02, 0.2, 0.9])
@pytest.mark.parametrize("others", OTHERS.values(), ids=list(OTHERS))
def test_a_sketch_has_the_lowest_hashes_of_the_words(others: str, often: float) -> None:
    """However the words are found, and the lowest."""
    chance = random.Random(5)
    for size in (11, 150, 300, 3_000, MOST_WORDS * 2):
        letters = [
            chance.choice(others) if others and chance.random() < often else chance.choice("abcDEF019_,.\n    ")
            for _ in range(size * 3)
        ]
        found = words(text := "".join(letters))
        shingles = (" ".join(found[at : at + 3]).encode("utf-8", "surrogatepass") for at in range(len(found) - 2))
        lowest = sorted({crc32(shingle) for shingle in shingles})[:SIZE]
        assert sketch(text) == (pack(f"<{len(lowest)}I", *lowest) if len(found) >= 10 else None)


@pytest.mark.parametrize(("one", "other"), [(None, b"1234"), (b"", b"1234"), (None, None)])
def test_without_a_sketch_there_is_no_likeness(one: bytes | None, other: bytes | None) -> None:
    assert resemblance(one, other) is None


def test_letters_of_scripts_without_spaces_count_as_words() -> None:
    text = "渡轮早上七点出发，赶不上的人只好等邮船。"
    assert resemblance(sketch(text), sketch(text + "对不起")) == likeness(text, text + "对不起")
