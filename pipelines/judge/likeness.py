"""How alike two texts are: the share of runs of words that they have in common.

Source: Broder, "On the resemblance and containment of documents" (1997): resemblance is the Jaccard coefficient of
the two sets of shingles.
"""

import re

_WORD = re.compile(r"[^\W_]+")
SHINGLE = 3
"""Words in a shingle. Our choice: short error pages have few of them."""

LEAST_WORDS = 10
"""Below that many words a text says too little to be compared."""


def likeness(one: str, other: str) -> float | None:
    """0 (nothing in common) to 1 (the same words in the same order); None where one has too few words."""
    first, second = (_WORD.findall(text.lower()) for text in (one, other))
    if min(len(first), len(second)) < LEAST_WORDS:
        return None
    here, there = _shingles(first), _shingles(second)
    return len(here & there) / len(here | there)


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}
