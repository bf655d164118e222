"""How likely the text is the content of its page: the F1 to be expected of it, told from how it was chosen.

The block model knows what F1 its own probabilities promise. Pages on which that is promised too much have something in
common: many blocks of which it is not sure, a type of page whose content ends early (a product), much of the page kept.
A linear formula weighs them, fitted by bench/train_certainty.py on pages of hosts that the block model had not seen.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import compress
from math import log

Signs = tuple[float, ...]


def signs(
    chances: Sequence[float], words: Sequence[int], kept: Sequence[bool], *, promised: float, types: Sequence[float]
) -> Signs:
    """What the expected F1 is told from.

    In this order: the F1 that the model promises of its own choice; the share of the expected content, in words, in the
    kept blocks; the entropy of a word's probability, on the page and in the text; the logarithm of the text's words;
    their share of the page; the probability of each type of page.
    """
    total = sum(words) or 1
    held = sum(compress(words, kept)) or 1
    content = sum(map(_product, chances, words)) or 1.0
    hits = sum(compress(map(_product, chances, words), kept))
    unsure = [_entropy(chance) * count for chance, count in zip(chances, words, strict=True)]
    return (
        *(promised, hits / content, sum(unsure) / total, sum(compress(unsure, kept)) / held, log(held), held / total),
        *types,
    )


def expected_f1(found: Signs) -> float:
    """The F1, in words, to be expected of the text against the page's content; 0 to 1."""
    base, weights = _formula()
    return min(1.0, max(0.0, base + sum(map(_product, weights, found))))


@cache
def _formula() -> tuple[float, list[float]]:
    source = files("pipelines.extract.html").joinpath("data/certainty.json").read_text(encoding="utf-8")
    data = json.loads(source)
    return data["base"], data["weights"]


def _entropy(chance: float) -> float:
    return -(chance * log(chance + 1e-9) + (1 - chance) * log(1 - chance + 1e-9))


def _product(one: float, other: float) -> float:
    return one * other
