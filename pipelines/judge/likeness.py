"""How alike two texts are: the share of runs of words that they have in common.

Source: Broder, "On the resemblance and containment of documents" (1997): resemblance is the Jaccard coefficient of
the two sets of shingles.
"""

import re
from itertools import islice

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana and Han are written without spaces: each of their letters counts as a word."""

_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
SHINGLE = 3
"""Words in a shingle. Our choice: short error pages have few of them."""

LEAST_WORDS = 10
"""Below that many words a text says too little to be compared."""

MOST_WORDS = 20_000
"""Words that are read of each text, so that the price is bounded."""


def likeness(one: str, other: str) -> float | None:
    """0 (nothing in common) to 1 (the same words in the same order); None where one has too few words.

    >>> likeness("a b c d e f g h i j", "A, b, c: d e f g h i J!")
    1.0
    """
    first, second = (_words(text) for text in (one, other))
    if min(len(first), len(second)) < LEAST_WORDS:
        return None
    here, there = _shingles(first), _shingles(second)
    return len(here & there) / len(here | there)


def _words(text: str) -> list[str]:
    return [match[0] for match in islice(_WORD.finditer(text.lower()), MOST_WORDS)]


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}
