"""The learned models: which blocks of a page are its content, and of which type a page is.

Gradient-boosted trees, trained by bench/train_blocks.py, which also says on what; no library is needed to use them. The
trees become nested conditional expressions of Python, compiled once: a fifth of the time of walking them as data.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from pipelines.extract.html.features import Tables
from pipelines.extract.html.page_type import TYPES

Row = Sequence[float]

FIRST = 30
DECIDED = 2.5
"""Trees from which a block is decided whose logit is that far from 0: half of the blocks of the recorded pages. The
other trees would change the probability of such a block by 0.04 on the average, of one by 0.2."""


DATA = files("pipelines.extract.html").joinpath("data/model.json")
"""Read when a model is first used; a script that trains sets another file before that."""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


def load() -> None:
    """Read and compile the models now, instead of with the first page."""
    tables()
    _block_trees()
    _type_trees()


@cache
def tables() -> Tables:
    """Log-odds of tokens, tags and words."""
    data = _data()
    return Tables(data["tokens"], data["tags"], data["words"])


def probabilities(rows: Sequence[Row]) -> list[float]:
    """For each block, from its row of `features`, the probability that it is content."""
    first, rest = _block_trees()
    found = []
    for row in rows:
        score = first(*row)
        if -DECIDED < score < DECIDED:
            score += rest(*row)
        found.append(1 / (1 + exp(-score)))
    return found


def page_types(row: Row) -> list[float]:
    """The probability of each of `TYPES`, from a page's row of `signals`."""
    scores = [exp(trees(*row)) for trees in _type_trees()]
    return [score / sum(scores) for score in scores]


@cache
def _block_trees() -> tuple[Callable[..., float], Callable[..., float]]:
    """The sums of the first trees and of the rest."""
    trees = _data()["blocks"]
    return _compiled(trees[:FIRST]), _compiled(trees[FIRST:])


@cache
def _type_trees() -> list[Callable[..., float]]:
    """For each type the sum of its trees: a multiclass model has a tree per class and round."""
    return [_compiled(_data()["types"][index :: len(TYPES)]) for index in range(len(TYPES))]


def _compiled(trees: list[Any]) -> Callable[..., float]:
    """The sum of these trees, as a function of the features."""
    source = "+".join(map(_expression, trees))
    # A parameter for each feature: Python reads a local variable in half the time of an item of a list.
    names = ",".join(f"x{index}" for index in range(1 + max(map(_last_feature, trees))))
    # S307: the source is made of the numbers of our own data file, each of them checked below.
    function: Callable[..., float] = eval(f"lambda {names},*_: {source}", {"__builtins__": {}})  # noqa: S307
    return function


def _expression(tree: Any) -> str:  # noqa: ANN401 - nested lists of numbers
    if isinstance(tree, list):
        feature, threshold, low, high = tree
        return f"({_expression(low)} if x{int(feature)}<={float(threshold)!r} else {_expression(high)})"
    return repr(float(tree))


def _last_feature(tree: Any) -> int:  # noqa: ANN401 - as above
    return max(int(tree[0]), _last_feature(tree[2]), _last_feature(tree[3])) if isinstance(tree, list) else 0
