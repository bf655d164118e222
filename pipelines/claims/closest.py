"""The sentences of a source that stand closest to a claim: BM25.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with its usual constants, and
the weight that is never negative (Lucene's). Thirty lines rather than a library: rank-bm25 is no longer maintained,
bm25s needs NumPy, both count words alone, and here a number is found by its value and a word by its forms.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from crawler.text.words import stem
from pipelines.claims.claim import ClaimTerm
from pipelines.claims.numbers import stands_for
from pipelines.claims.source import ClaimSource

K1, B = 1.2, 0.75
"""Saturation and length normalisation: the defaults of Lucene."""


@dataclass(frozen=True, slots=True)
class PlacedTerm:
    """Something that a claim says: in which sentences it stands, and how much it weighs; the rarer, the more."""

    sought: ClaimTerm
    places: frozenset[int]  # -1: beside the text
    weight: float


def located(part: Sequence[ClaimTerm], source: ClaimSource) -> list[PlacedTerm]:
    """Each thing that a sentence of a claim says, found in the source by its stem, by other forms, or by its value."""
    found = []
    for one in part:
        places = _places(one, source)
        count = len(source.spans)
        rarity = math.log(1 + (count - len(places) + 0.5) / (len(places) + 0.5))
        found.append(PlacedTerm(one, places, one.weight * rarity))
    return found


def _places(one: ClaimTerm, source: ClaimSource) -> frozenset[int]:
    if one.number:
        return frozenset(at for at, number in source.numbers if stands_for(one.number, number))
    places = source.index.get(stem(one.text))
    if places is None:
        forms = {stem(form) for form in source.known.forms(one.text, named=one.named)}
        places = [at for form in forms for at in source.index.get(form, ())]
    return frozenset(places)


def closest(part: Sequence[PlacedTerm], source: ClaimSource, most: int) -> list[tuple[int, float]]:
    """The sentences that stand closest, the best first, with their scores; those that share nothing are left out."""
    average = sum(source.lengths) / max(1, len(source.lengths))
    scores: Counter[int] = Counter()
    for one in part:
        for at in one.places:
            if at >= 0:
                length = 1 - B + B * source.lengths[at] / average
                scores[at] += one.weight * (K1 + 1) / (1 + K1 * length)  # type: ignore[assignment]  # typeshed: int
    return nsmallest(most, scores.items(), key=lambda pair: (-pair[1], pair[0]))
