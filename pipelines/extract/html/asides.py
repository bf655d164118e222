"""What stands within an article and is no part of it: links to other articles, invitations, notes on the post.

Told by their stock words, which are data (crawler/text/phrases): `related` and `post_note` at the beginning of a block,
`invitation` anywhere in it. In articles only: elsewhere such blocks are what a page is about.

On pages of products also what lies beside the product: banners, dialogs, other products, by the names of containers.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import compress

from crawler.text.literals import folded
from crawler.text.phrases import phrases, sentences
from pipelines.extract.html.inherit import inherit
from pipelines.extract.html.walk import Block, Node
from pipelines.extract.metadata.names import fold

LABEL_WORDS = 10
LINK_WORDS = 30
"""Words of the longest label ("More on this topic:"), and of the longest link with its label before it."""

NOTE_WORDS = 12
INVITATION_WORDS = 40
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
LINKED = 0.6
"""The share of links from which a block behind a label is what the label announces. Heuristics, all of them."""

_OFFER = re.compile(
    r"popover|modal|tooltip|drawer|popup|announcement|promo|banner"
    r"|(?:^|[\s_-])(?:related|recommend\w*|upsell|cross-?sells?|also-?(?:bought|viewed|like)|recently-?viewed|similar"
    r"|bought-?together)(?:$|[\s_-])",
    re.IGNORECASE,
)


def without_asides(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """The choice without such blocks; as it is, if that would be most of it."""
    left = list(kept)
    announced = False
    for index in compress(range(len(blocks)), kept):
        block = blocks[index]
        if announced and block.words <= LINK_WORDS and block.link_chars >= LINKED * len(block.text):
            left[index] = False
            continue
        announced = _is_label(block.text, heading=block.kind in _HEADINGS)
        if announced or is_aside(block.text, item=block.kind == "li"):
            left[index] = False
    return _unless_most(blocks, left, kept)


def without_offers(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """The choice without banners, dialogs and other products; as it is, if that would be most of it."""
    beside = inherit(blocks, lambda node, above: above or _is_offer(node), top=False)
    left = [keep and not aside for keep, aside in zip(kept, beside, strict=True)]
    return _unless_most(blocks, left, kept)


def _is_offer(node: Node) -> bool:
    return node.tag not in ("html", "body", "main") and _OFFER.search(f"{node.name} {node.id}"[:500]) is not None


def _unless_most(blocks: Sequence[Block], left: list[bool], kept: Sequence[bool]) -> list[bool]:
    words = [block.words for block in blocks]
    return left if 2 * sum(compress(words, left)) > sum(compress(words, kept)) else list(kept)


def is_aside(text: str, *, item: bool = False) -> bool:
    """Whether a block is such a one by itself. An `item` of a list never is an invitation."""
    words = text.count(" ") + 1
    if words > INVITATION_WORDS or "\n" in text:
        return False
    if _is_label(text) or (words <= LINK_WORDS and ":" in text and _opens(text.partition(":")[0])):
        return True
    if words <= NOTE_WORDS and fold(text).startswith(_phrases("post_note")):
        return True
    if item:
        return False
    low = folded(text)
    return any(pattern.search(text) for literal, pattern in _invitations() if literal in low)


def _is_label(text: str, *, heading: bool = False) -> bool:
    """Whether a block says no more than "Related articles", or "More news from the region:"; headings need no colon."""
    if text.count(" ") >= LABEL_WORDS:
        return False
    if _opens(text):
        return True
    begins = _phrases("related") if text.endswith(":") else _long_phrases() if heading else ()
    return f"{fold(text)} ".startswith(begins)


def _opens(text: str) -> bool:
    return len(text) < 60 and fold(text) + " " in _known()


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(f"{fold(phrase)} " if kind == "related" else fold(phrase) for phrase in phrases(kind))


@cache
def _invitations() -> list[tuple[str, re.Pattern[str]]]:
    """Each pattern with each of the words of which it needs one."""
    return [(literal, pattern) for pattern, literals in sentences("invitation") for literal in literals]


@cache
def _long_phrases() -> tuple[str, ...]:
    """Those of two words and more: "Related work" is a section."""
    return tuple(phrase for phrase in _phrases("related") if phrase.count(" ") > 1)


@cache
def _known() -> frozenset[str]:
    return frozenset(_phrases("related"))
