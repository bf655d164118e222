"""What stands within an article and is no part of it: links to other articles, invitations, notes on the post.

Told by their stock words, which are data (crawler/text/phrases): `related` and `post_note` at the beginning of a block,
`invitation` anywhere in it. In articles only: elsewhere such blocks are what a page is about.

By the names of containers, also what lies beside the content on pages of a type: on those of products banners and other
products, on those of articles boxes about the author, in threads the signatures of posts; dialogs on all but articles.
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
_OUTER = frozenset(("html", "body", "main"))
LINKED = 0.6
"""The share of links from which a block behind a label is what the label announces. Heuristics, all of them."""

_DIALOG = r"(?:popover|modal|tool-?tip|popup|lightbox)(?![\s_-]*(?:link|trigger|open|toggle|button))"
_BESIDE = {
    "product": (
        rf"{_DIALOG}|drawer|announcement|promo|banner"
        r"|(?:^|[\s_-])(?:related|recommend\w*|upsell|cross-?sells?|also-?(?:bought|viewed|like)|recently-?viewed|similar"
        r"|bought-?together)(?:$|[\s_-])"
    ),
    "article": (
        r"(?:^|[\s_-])author[\s_-]*(?:box|bio\w*|desc\w*|card|profile)(?:$|[\s_-])|about[\s_-]*(?:the[\s_-]*)?author"
        r"|saboxplugin|(?:advertis\w*|affiliate|editorial)[\s_-]*disclosure|disclaimer"
        r"|(?:^|[\s_-])(?:next|prev(?:ious)?)[\s_-]*(?:story|post|article)(?:$|[\s_-])"
    ),
    "forum": rf"{_DIALOG}|signature(?:$|[\s_-])",
}
_PATTERNS = {page_type: re.compile(source, re.IGNORECASE) for page_type, source in _BESIDE.items()}
_ANY_PAGE = re.compile(_DIALOG, re.IGNORECASE)
"""By the type of a page, the names of what lies beside its content. On recorded pages of hosts that the models had not
seen, hardly a word that was kept in containers with these names was content, in either half of the hosts; names of
footers, calls to action and reviews told nothing."""


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


def without_named(blocks: Sequence[Block], kept: Sequence[bool], page_type: str | None) -> list[bool]:
    """The choice without what is named as lying beside the content of such a page; as it is, if that would be most of
    it. Ids count on pages of products only: elsewhere those of sections are made of the words of their headings.
    """
    names = _PATTERNS.get(page_type or "", _ANY_PAGE)
    known: dict[str, bool] = {}  # most names of a page stand in it many times

    def is_beside(node: Node, above: bool) -> bool:
        if above or node.tag in _OUTER:
            return above
        name = f"{node.name} {node.id}" if page_type == "product" else node.name
        if (named := known.get(name)) is None:
            named = known[name] = names.search(name[:500]) is not None
        return named

    chosen = list(compress(range(len(blocks)), kept))
    left = list(kept)
    for index, beside in zip(chosen, inherit([blocks[index] for index in chosen], is_beside, top=False), strict=True):
        left[index] = not beside
    return _unless_most(blocks, left, kept)


def _unless_most(blocks: Sequence[Block], left: list[bool], kept: Sequence[bool]) -> list[bool]:
    words = [block.words for block in blocks]
    return left if 2 * sum(compress(words, left)) > sum(compress(words, kept)) else list(kept)


def is_aside(text: str, *, item: bool = False) -> bool:
    """Whether a block is such a one by itself. An `item` of a list never is an invitation."""
    words = text.count(" ") + 1
    if words > INVITATION_WORDS or "\n" in text:
        return False
    if text.startswith("©"):  # whose the page is, or the picture
        return True
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
    return [(literal, one.pattern) for one in sentences("invitation") for literal in one.literals]


@cache
def _long_phrases() -> tuple[str, ...]:
    """Those of two words and more: "Related work" is a section."""
    return tuple(phrase for phrase in _phrases("related") if phrase.count(" ") > 1)


@cache
def _known() -> frozenset[str]:
    return frozenset(_phrases("related"))
