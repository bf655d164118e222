"""What a page shows twice, once for narrow screens and once for wide ones, stands in the text once."""

from collections.abc import Sequence
from itertools import compress

from pipelines.extract.html.walk import FLAGS, Block, Node

WORDS = 6
"""A shorter block may well be said twice: a heading, a label, an answer of one line. Heuristic: with 4 or 8 words F1 on
hosts that the model has not seen differs by less than 0.001."""

_PARTS = frozenset(("pre", "li", "td", "th", "dt", "dd", "caption"))
"""Rows, lists and code stay whole. A quotation may repeat what it quotes."""


def without_repeats(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """The choice without blocks that are equal to an earlier one in another container; in one and the same, it is the
    author who repeats himself.
    """
    left = list(kept)
    containers: dict[str, Node | None] = {}
    for index in compress(range(len(blocks)), kept):
        block = blocks[index]
        if block.words < WORDS or block.kind in _PARTS or block.node.flags & FLAGS["quote"]:
            continue
        around = block.node.parent
        left[index] = containers.setdefault(block.text, around) is around
    return left
