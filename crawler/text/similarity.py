"""How alike two texts are: by runs of words, by weighted words, by shares of letters."""

import math
import re
from collections.abc import Mapping
from itertools import islice

from crawler.text.scripts import UNSPACED

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
"""Each letter of a script without spaces counts as a word."""

SHINGLE = 3
"""Words in a shingle, a heuristic: short error pages have few of them."""

LEAST_WORDS = 10
"""Below that many words a text says too little to be compared."""

MOST_WORDS = 20_000
"""Words that are read of each text, so that the time is bounded."""


def likeness(one: str, other: str) -> float | None:
    """0 (nothing in common) to 1 (the same words in the same order); None where one has too few words.

    The Jaccard coefficient of the two sets of shingles: Broder, "On the resemblance and containment of documents"
    (1997).

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


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """0 (no word in common) to 1 (the same words, alike often), of two texts' weights by word.

    Salton, Wong and Yang, "A vector space model for automatic indexing" (1975).
    """
    norm = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other.get(word, 0.0) for word, weight in one.items()) / norm if norm else 0.0


def share(some: frozenset[str], of: frozenset[str]) -> float:
    """The share of some words' letters whose words are among others, for long words tell more; 0 where there are none.

    >>> share(frozenset(("ferry", "night", "to")), frozenset(("ferry", "to")))
    0.5833333333333334
    """
    return sum(map(len, some & of)) / sum(map(len, some)) if some else 0.0
