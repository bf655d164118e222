"""Drops what stands behind an article: invitations, credits, teasers, comments, of which the model is not sure.

Of 117 unwanted snippets of web-dev 12 leak no longer, on both halves of the hosts, with the same wanted ones; on hosts
that the model had not seen word F1 of articles rises by less than 0.001. A limit without regard to the rest of the
article would lose articles of which the model is not sure either.
"""

from collections.abc import Sequence
from itertools import compress

from pipelines.extract.html.walk import FLAGS, Block

UNSURE = 0.55
UNSURE_LINE = 0.65
"""The probabilities below which a last block, and a last line, is dropped."""

LINE_WORDS = 12
"""Words of the longest line; what is longer may be the article's last sentence."""

CERTAIN = 0.8
"""The least mean probability of an article, by words, that is told from what stands behind it."""

MOST = 0.2
"""The greatest share of an article's words in the blocks that are dropped; more than that is a part of it."""


def without_tail(blocks: Sequence[Block], kept: Sequence[bool], chances: Sequence[float]) -> list[bool]:
    """The choice without such last blocks; notes stay."""
    chosen = list(compress(range(len(blocks)), kept))
    words = sum(blocks[index].words for index in chosen)
    if sum(blocks[index].words * chances[index] for index in chosen) < CERTAIN * words:
        return list(kept)
    left, dropped = list(kept), 0
    for index in reversed(chosen):
        block = blocks[index]
        least = UNSURE_LINE if block.words <= LINE_WORDS else UNSURE
        if chances[index] >= least or block.node.flags & FLAGS["note"]:
            return left
        dropped += block.words
        if dropped > MOST * words:
            break
        left[index] = False
    return list(kept)
