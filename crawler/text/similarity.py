"""Similarity of two texts: by shingles, by weighted words, by the share of common words."""

import math
import re
from collections.abc import Mapping

from crawler.text.scripts import UNSPACED

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
"""In a script without spaces, each letter counts as a word."""

SHINGLE = 3
"""Words in a shingle. Heuristic: short error pages have few words."""

LEAST_WORDS = 10
"""A text with fewer words is too short to compare."""

MOST_WORDS, MOST_CHARS = 20_000, 400_000
"""Words of each text that are read, and characters in which they are looked for, to bound the time."""


def likeness(one: str, other: str) -> float | None:
    """0 (nothing in common) to 1 (the same words in the same order); None if a text has too few words.

    The Jaccard coefficient of the two sets of shingles: Broder, "On the resemblance and containment of documents"
    (1997).

    >>> likeness("a b c d e f g h i j", "A, b, c: d e f g h i J!")
    1.0
    """
    first, second = (words(text) for text in (one, other))
    if min(len(first), len(second)) < LEAST_WORDS:
        return None
    here, there = _shingles(first), _shingles(second)
    return len(here & there) / len(here | there)


def words(text: str) -> list[str]:
    """The first words of a text in lower case; of a script without spaces, its letters."""
    return _WORD.findall(text[:MOST_CHARS].lower())[:MOST_WORDS]


def _shingles(found: list[str]) -> set[tuple[str, ...]]:
    return {tuple(found[start : start + SHINGLE]) for start in range(len(found) - SHINGLE + 1)}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """0 (no word in common) to 1 (the same words with the same relative weights).

    Salton, Wong and Yang, "A vector space model for automatic indexing" (1975).
    """
    norm = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other.get(word, 0.0) for word, weight in one.items()) / norm if norm else 0.0


def share(some: frozenset[str], of: frozenset[str]) -> float:
    """The share of `some` words that are among others, weighted by length, since long words mean more; 0 for no words.

    >>> share(frozenset(("ferry", "night", "to")), frozenset(("ferry", "to")))
    0.5833333333333334
    """
    return sum(map(len, some & of)) / sum(map(len, some)) if some else 0.0
