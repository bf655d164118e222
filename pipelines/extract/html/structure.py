"""What belongs to the chosen blocks by the structure of the page: headings, captions, rows, notes, boxes of facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from pipelines.extract.html.choice import ASIDE
from pipelines.extract.html.inherit import inherit
from pipelines.extract.html.walk import FLAGS, Block, Node

HOME_WORDS = 60
"""Chosen words of the smallest container that says what the blocks within it are; half of them, if there are few."""

INSIDE = 0.6
"""The share of chosen words from which a container holds content and little else."""

LINKED = 0.5
"""A block with a greater share of links belongs to a menu."""

REACH = 2
"""Short lines (a date, a byline) between a heading and the text below it."""

NEVER = 2.0


@dataclass(frozen=True, slots=True)
class PageRules:
    """The least probabilities of blocks that are kept for where they stand, on pages of one type.

    A rule is on where about 43 % of the words that it adds are content, for then it raises F1; those of headings, parts
    and captions where it is less, too: sections, rows and figures shall be whole. Counted once, on the recorded pages,
    with models that had not seen them; `bench/accuracy.py --set structure.TYPE.RULE=2` shows what a rule does.
    """

    between: float = NEVER  # two chosen blocks, in a container of content
    edge: float = NEVER  # before the first or after the last of them
    part: float = NEVER  # of a table, a list of definitions, code; in such a container
    item: float = NEVER  # of a list between two chosen blocks
    alike: float = NEVER  # marked as most of the chosen text is
    heading: float = NEVER  # the text below it is chosen
    byline: float = NEVER  # likewise: who wrote it, and when
    table: float = NEVER  # the greater part of the table, of the list is chosen
    whole: float = NEVER
    caption: float = NEVER  # of a figure between two chosen blocks
    cell: float = NEVER  # of a part of a table or list, wherever it stands: what trafilatura's article lacks


_ARTICLE = PageRules(between=0.8, part=0.1, item=0.2, heading=0.3, table=0.1, whole=0.3, caption=0.2, cell=0.6)
_MANUAL = PageRules(0.2, 0.15, 0.1, 0.2, 0.1, 0.05, 0.05, 0.05, 0.1)
_PAGE = PageRules(0.3, 0.3, 0.1, 0.3, 0.1, 0.1, 0.05, 0.05, 0.1)
RULES = {
    "article": _ARTICLE,
    "documentation": _MANUAL,
    "reference": _MANUAL,
    "paper": _MANUAL,
    "service": _PAGE,
    "forum": PageRules(between=0.3, byline=0.1, alike=0.1, heading=0.2),
    "listing": PageRules(between=0.4, edge=0.3, item=0.3, heading=0.1),
    "product": PageRules(between=0.4, table=0.05),
    "collection": PageRules(heading=0.1),
}
"""By page type; `service`, the commonest kind of any other page, stands for the rest."""

LEAD_CHANCE = 0.4
"""The least probability of what its class calls the lead of an article, before the first chosen block."""

LEAST_ALIKE = 3
ALIKE_SHARE = 0.7
"""Blocks of one shape, and the share of their words that must be chosen, for the rest of them to be chosen too."""

WHOLE_SHARE = 0.4
"""The share of the words of a table or list from which all of it is kept. Heuristic, not measured by itself."""

_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|author|poster|user-?name|post-?(?:date|time|meta))", re.IGNORECASE)
BYLINE_WORDS = 8
"""The most words of the line above a post (a name, a date), told by the names of its containers. Heuristic."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary"))
_PARTS = frozenset(("pre", "dt", "dd", "caption", "td", "th"))
FORM_WORDS = 150
"""A form with more words is the page itself (ASP.NET puts each page into one)."""

_WHOLES = frozenset(("table", "dl", "ul", "ol"))
_LEAD = re.compile(r"(?:^|[\s_-])(?:standfirst|dek|deck|lead|lede|sub-?title|sub-?head\w*|intro|abstract)(?:$|[\s_-])")
_OPENED = FLAGS["tab"] | FLAGS["details"]
_SHORT = 4

_FURNITURE = frozenset(("labstabs",))
"""Ids of containers of prose that are about the site: arXiv's tabs below each abstract."""


def rules_of(page_type: str | None) -> PageRules:
    """The rules for pages of a type."""
    return RULES.get(page_type or "", _PAGE)


def settle(blocks: Sequence[Block], kept: Sequence[bool], chances: Sequence[float], rules: PageRules) -> list[bool]:
    """The choice without holes, with what belongs to it."""
    settled = list(kept)
    _inside(blocks, settled, chances, rules)
    _alike(blocks, settled, chances, rules)
    _whole(blocks, settled, chances, rules)
    _headings(blocks, settled, chances, rules)
    _bylines(blocks, settled, chances, rules)
    _notes(blocks, settled)
    return _without_furniture(blocks, settled)


def _without_furniture(blocks: Sequence[Block], kept: list[bool]) -> list[bool]:
    """The choice without what is about the site; as it is, if that would be most of it."""
    furniture = inherit(blocks, lambda node, above: above or _is_furniture(node), top=False)
    left = [keep and not aside for keep, aside in zip(kept, furniture, strict=True)]
    words = [block.words for block in blocks]
    return kept if 2 * sum(compress(words, left)) < sum(compress(words, kept)) else left


def _inside(blocks: Sequence[Block], kept: list[bool], chances: Sequence[float], rules: PageRules) -> None:
    chosen = [index for index, keep in enumerate(kept) if keep]
    if not chosen:
        return
    homes = _Homes(blocks, kept)
    for index, block in enumerate(blocks):
        between = chosen[0] < index < chosen[-1]
        if chances[index] >= rules.cell and (block.kind in _PARTS or (block.kind == "li" and between)):
            kept[index] = True
        least = _least(block, rules, between=between)
        if kept[index] or chances[index] < least or _is_aside(block.node.flags):
            continue
        kept[index] = block.link_chars <= LINKED * len(block.text) and homes.is_inside(block)


def _is_aside(flags: int) -> bool:
    """Whether a block is beside the content; what is hidden in a tab or in <details> is shown on a click."""
    return bool(flags & (ASIDE & ~FLAGS["hidden"] if flags & _OPENED else ASIDE))


def _least(block: Block, rules: PageRules, *, between: bool) -> float:
    """The least probability of a block within a container of content."""
    kind = block.kind
    if kind in _PARTS or block.text[0] == "$" == block.text[-1]:  # or a formula
        return rules.part
    if not between:
        return min(rules.edge, LEAD_CHANCE) if _LEAD.search(block.node.name) else rules.edge
    return rules.caption if kind == "figcaption" else rules.item if kind == "li" else rules.between


class _Homes:
    """The containers of the chosen blocks. `features` has measured their words."""

    def __init__(self, blocks: Sequence[Block], kept: Sequence[bool]) -> None:
        self.held: dict[Node, int] = {}
        chosen = 0
        for block, keep in zip(blocks, kept, strict=True):
            if keep:
                chosen += block.words
                node: Node | None = block.node
                while node is not None and node not in self.held:
                    self.held[node] = 0
                    node = node.parent
                self.held[block.node] += block.words
        for inner in sorted(self.held, key=lambda node: node.depth, reverse=True):
            if inner.parent is not None:
                self.held[inner.parent] += self.held[inner]
        self.least = min(HOME_WORDS, chosen / 2)

    def is_inside(self, block: Block) -> bool:
        """Whether the nearest container with enough chosen words holds little else."""
        node: Node | None = block.node
        while node is not None:
            held = self.held.get(node, 0)
            if held >= self.least:
                return held >= INSIDE * node.chars
            node = node.parent
        return False


def _headings(blocks: Sequence[Block], kept: list[bool], chances: Sequence[float], rules: PageRules) -> None:
    """Keep a heading whose text is kept; backwards, so that a heading can stand on a heading."""
    for index in range(len(blocks) - 2, -1, -1):
        block = blocks[index]
        if kept[index] or block.kind not in _HEADINGS or block.node.flags & ASIDE:
            continue
        if chances[index] < rules.heading or block.link_chars > LINKED * len(block.text):
            continue
        kept[index] = _is_on_kept_text(blocks, kept, index, _SHORT)


def _bylines(blocks: Sequence[Block], kept: list[bool], chances: Sequence[float], rules: PageRules) -> None:
    """Keep who wrote a kept text, and when, by the names that forums give to such lines; backwards, as headings."""
    for index in range(len(blocks) - 2, -1, -1):
        block = blocks[index]
        if kept[index] or chances[index] < rules.byline or block.words > BYLINE_WORDS or block.node.flags & ASIDE:
            continue
        if any(_BYLINE.search(node.name) for node in (block.node, *_up(block.node, 2))):
            kept[index] = _is_on_kept_text(blocks, kept, index, BYLINE_WORDS)


def _is_on_kept_text(blocks: Sequence[Block], kept: Sequence[bool], index: int, short: int) -> bool:
    """Whether the text below a line is kept and shares a container with it, over at most `REACH` lines so short."""
    below = index + 1
    while below < len(blocks) - 1 and below - index <= REACH and not kept[below] and blocks[below].words <= short:
        below += 1
    return kept[below] and _share(blocks[index].node, blocks[below].node)


def _share(one: Node, other: Node) -> bool:
    """Whether two blocks have one of the three nearest containers in common."""
    above = list(_up(one, 3))
    return any(node in above for node in _up(other, 3))


def _up(node: Node, levels: int) -> Iterator[Node]:
    current = node.parent
    while current is not None and levels:
        yield current
        current, levels = current.parent, levels - 1


def _alike(blocks: Sequence[Block], kept: list[bool], chances: Sequence[float], rules: PageRules) -> None:
    """Keep what is marked as most of the chosen text is: the short posts of a thread, the short entries of a log."""
    shapes: dict[tuple[str, ...], list[int]] = {}
    for index, block in enumerate(blocks):
        if not block.node.flags & ASIDE:
            shapes.setdefault(_shape(block), []).append(index)
    for shape, indices in shapes.items():
        if len(indices) < LEAST_ALIKE or not any(shape[1:]):
            continue
        total = sum(blocks[index].words for index in indices)
        held = sum(blocks[index].words for index in indices if kept[index])
        if held > ALIKE_SHARE * total:
            for index in indices:
                if chances[index] >= rules.alike:
                    kept[index] = True


def _shape(block: Block) -> tuple[str, ...]:
    """The kind of a block and the classes around it."""
    node = block.node
    parent = node.parent
    grand = parent.parent if parent else None
    return block.kind, node.name, parent.name if parent else "", grand.name if grand else ""


def _whole(blocks: Sequence[Block], kept: list[bool], chances: Sequence[float], rules: PageRules) -> None:
    """Keep a table or a list whole or as it is; a box of facts whole, if the text is beside it."""
    members: dict[Node, list[int]] = {}
    nothing: Node | None = None
    for index, node in enumerate(inherit(blocks, _whole_around, nothing)):
        if node is not None:
            members.setdefault(node, []).append(index)
    for node, indices in members.items():
        total = sum(blocks[index].words for index in indices)
        held = sum(blocks[index].words for index in indices if kept[index])
        least = 0.0 if is_box(node) else rules.table if node.tag in ("table", "dl") else rules.whole
        if total > held > WHOLE_SHARE * total or is_box(node):
            for index in indices:
                if chances[index] >= least:
                    kept[index] = True


def _whole_around(node: Node, above: Node | None) -> Node | None:
    """The box of facts around a block, else the innermost table or list."""
    if above is not None and is_box(above):
        return above
    return node if node.tag in _WHOLES else above


def is_box(node: Node) -> bool:
    """Whether a table is a box of facts beside the text (MediaWiki's class `infobox`)."""
    return node.tag == "table" and "infobox" in node.name.lower().split()


def _notes(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Keep the notes of a kept text (DPUB-ARIA 1.1: doc-footnote, doc-endnotes), and who said what is quoted."""
    if any(kept):
        for index, block in enumerate(blocks):
            says_who = index and kept[index - 1] and block.kind == "footer" and block.node.flags & FLAGS["quote"]
            kept[index] = kept[index] or bool(block.node.flags & FLAGS["note"] or says_who)


def in_reading_order(blocks: Sequence[Block], kept: Sequence[bool]) -> tuple[list[Block], list[bool]]:
    """The blocks with boxes of facts, which stand before the text on the page, behind its first section."""
    boxed = inherit(blocks, lambda node, above: above or is_box(node), top=False)
    rest = [index for index, inside in enumerate(boxed) if not inside]
    if len(rest) in (0, len(blocks)):
        return list(blocks), list(kept)
    begun = next((at for at, index in enumerate(rest) if kept[index] and blocks[index].kind == "p"), 0)
    end = next((at for at in range(begun, len(rest)) if blocks[rest[at]].kind in _HEADINGS), len(rest))
    order = rest[:end] + [index for index, inside in enumerate(boxed) if inside] + rest[end:]
    return [blocks[index] for index in order], [kept[index] for index in order]


def _is_furniture(node: Node) -> bool:
    """Whether a container is about the site, or a form to write an answer in."""
    if node.id in _FURNITURE:
        return True
    if node.tag != "form" or node.chars >= FORM_WORDS or next(node.element.iter("textarea"), None) is None:
        return False
    return next(node.element.iter("h1", "main", "article"), None) is None  # else it is around the page
