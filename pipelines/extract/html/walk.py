"""One pass over the tree of a page: its blocks of text, in order, each with the containers around it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.extract.html.inline import (
    INVISIBLE,
    SET_OFF,
    count_words,
    formula,
    index,
    is_shadow,
    lines,
    note_or_power,
    picture,
    script,
)

BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frame h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noscript ol optgroup p pre "
    "search section summary table tbody td tfoot th thead tr ul".split()
)
"""Block-level elements (HTML standard, section 15.3, `display: block`, tables and lists)."""

FLAGS = {
    name: 1 << bit
    for bit, name in enumerate(
        "nav header footer aside main article form table figure list button hidden details dialog tab noscript quote "
        "code note".split()
    )
}
_TAG_FLAGS = {
    "nav": FLAGS["nav"], "header": FLAGS["header"], "footer": FLAGS["footer"], "aside": FLAGS["aside"],
    "main": FLAGS["main"], "article": FLAGS["article"], "form": FLAGS["form"], "table": FLAGS["table"],
    "figure": FLAGS["figure"], "ul": FLAGS["list"], "ol": FLAGS["list"], "dl": FLAGS["list"], "menu": FLAGS["list"],
    "details": FLAGS["details"], "dialog": FLAGS["dialog"], "noscript": FLAGS["noscript"],
    "blockquote": FLAGS["quote"], "pre": FLAGS["code"],
}  # fmt: skip
_ROLE_FLAGS = {
    "navigation": FLAGS["nav"], "banner": FLAGS["header"], "contentinfo": FLAGS["footer"],
    "complementary": FLAGS["aside"], "main": FLAGS["main"], "article": FLAGS["article"], "dialog": FLAGS["dialog"],
    "alertdialog": FLAGS["dialog"], "tabpanel": FLAGS["tab"], "search": FLAGS["form"], "menu": FLAGS["nav"],
    "menubar": FLAGS["nav"], "doc-footnote": FLAGS["note"], "doc-endnote": FLAGS["note"], "doc-endnotes": FLAGS["note"],
}  # fmt: skip
_ROLE_TAGS = {
    "table": "table", "grid": "table", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th",
    "rowheader": "th",
}  # fmt: skip
"""What an element is by its role (WAI-ARIA 1.2, section 5.4)."""

HIDDEN = FLAGS["hidden"]
_FLAGGED = frozenset(("style", "hidden", "aria-hidden", "role"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
EDGE = "\x00"
"""Stands where an element begins or ends whose words are set off; HTML cannot contain it."""

BREAK = "\x01"
"""Stands for a <br>; HTML cannot contain it."""


def _flags(name: str, value: str) -> int:
    """The flags by an attribute of `_FLAGGED`."""
    if name == "role":
        return _ROLE_FLAGS.get(value, 0)
    if name == "style":
        return HIDDEN if _HIDDEN.search(value) else 0
    return HIDDEN if name == "hidden" or value == "true" else 0


class Node:
    """A block-level element and what is known of its inside."""

    scores: tuple[float, float, float, float]

    __slots__ = (
        "blocks", "chars", "depth", "element", "flags", "id", "items", "link_chars", "name", "number", "parent",
        "prose", "scores", "tag",
    )  # fmt: skip

    def __init__(self, element: HtmlElement, tag: str, parent: "Node | None") -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        # In words, measured by `features`: of the text, of its links, of its prose.
        self.blocks = self.chars = self.prose = self.items = self.number = 0
        self.link_chars = 0.0
        self.name = self.id = ""
        flags = self._read(tag)
        if parent is None:
            self.depth, self.flags = 0, flags
        else:
            if tag == "footer" and parent.flags & FLAGS["quote"]:
                flags = 0  # it names the source of the quotation
            self.depth, self.flags = parent.depth + 1, parent.flags | flags
            if tag == "li":
                parent.items += 1
                self.number = parent.items

    def _read(self, tag: str) -> int:
        """Read the attributes; returns the element's own flags."""
        flags = _TAG_FLAGS.get(tag, 0)
        for name, value in self.element.items():
            if name == "class":
                self.name = value
            elif name == "id":
                self.id = value
            elif name in _FLAGGED:
                flags |= _flags(name, value)
                if name == "role":
                    self.tag = _ROLE_TAGS.get(value, tag)
        return flags


@dataclass(slots=True)
class Block:
    """Text between two block-level boundaries."""

    node: Node  # the innermost block-level element around it
    text: str  # rendered, white space as the canonical form has it
    kind: str  # the tag of the node; "pre" for preformatted text
    link_chars: int = 0
    links: int = 0
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.words = count_words(self.text)


def walk(root: HtmlElement) -> list[Block]:
    """The blocks below an element, in document order. Iterative: a page may nest thousands of elements."""
    state = _PendingText()
    tag = str(root.tag)
    state.text(root.text or "")
    stack: list[_Entry] = [(iter(root), Node(root, tag, None), root, tag)]
    while stack:
        children, node, element, tag = stack[-1]
        opened = _next_parent(children, node, state)
        if opened is not None:
            stack.append(opened)
            continue
        stack.pop()
        if tag in BLOCK:
            state.flush(node)
        elif tag in _OPEN:
            state.close(tag)
        if stack and (tail := element.tail):
            state.text(tail)
    return state.blocks


_Entry = tuple[Iterator[HtmlElement], Node, HtmlElement, str]


# C901: one loop, because a call for each element of a page costs more than what it would do.
def _next_parent(  # noqa: C901
    children: Iterator[HtmlElement], node: Node, state: "_PendingText"
) -> _Entry | None:
    """Begin the next element whose own children have to be walked; those before it are taken whole, with the text
    behind them.
    """
    for child in children:
        tag = child.tag
        if tag in BLOCK or (tag == "span" and child.get("role") in _ROLE_TAGS):
            state.flush(node)
            if tag == "pre":
                state.pre(child, Node(child, tag, node))
            elif len(child):
                state.text(child.text or "")
                inner = Node(child, tag, node)
                return iter(child), inner, child, inner.tag
            else:
                state.leaf(child, tag, node)
        elif tag in _REPLACED:
            state.replaced(_REPLACED[tag](child, state))
        elif tag not in INVISIBLE and isinstance(tag, str) and not (tag in _MARKED and _is_mark(child)):
            if tag in _OPEN:
                state.open(tag)
            if text := child.text:
                state.text(text)
            if len(child):
                return iter(child), node, child, tag
            if tag in _OPEN:
                state.close(tag)
        if tail := child.tail:
            state.text(tail)
    return None


def _is_mark(element: HtmlElement) -> bool:
    """Whether an inline element is a control: a link to its heading, `[edit]`, a note's way back."""
    text = element.text
    if text and text.strip() in _PILCROWS and not len(element):
        return True
    name = element.get("class")
    return name is not None and (_MARKS.search(name) is not None or is_shadow(element, name))


class _PendingText:
    """The text since the last boundary."""

    __slots__ = ("blocks", "in_link", "link_chars", "links", "parts")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.links = self.link_chars = self.in_link = 0

    def text(self, text: str) -> None:
        if text.isspace():
            if self.parts:
                self.parts.append(" ")
        elif text:
            self.parts.append(text)
            if self.in_link:
                self.link_chars += len(text)

    def leaf(self, element: HtmlElement, tag: str, parent: Node) -> None:
        """A block-level element without children."""
        text = element.text
        if text and not text.isspace():
            self.text(text)
            self.flush(Node(element, tag, parent))
        elif tag == "li":
            parent.items += 1

    def replaced(self, text: str) -> None:
        if text:
            self.parts.append(text)

    def before(self) -> str:
        return next((part[-3:] for part in self.parts[:-4:-1] if part not in (EDGE, BREAK)), "")

    def open(self, tag: str) -> None:
        if tag == "a":
            self.in_link += 1
            self.links += 1
        if tag == "q":
            self.parts.append("“")
        elif self.parts:
            self.parts.append(EDGE)

    def close(self, tag: str) -> None:
        if tag == "a":
            self.in_link -= 1
        self.parts.append("”" if tag == "q" else EDGE)

    def pre(self, element: HtmlElement, node: Node) -> None:
        has_breaks = next(element.iter("br"), None) is not None
        parts = lines(element) if has_breaks else map(str, element.itertext())
        text = "".join(parts).strip("\n")
        if text.strip():
            self.blocks.append(Block(node, text, "pre"))

    def flush(self, node: Node) -> None:
        parts = self.parts
        if not parts:
            return
        self.parts = []
        text = _joined(parts)
        if text:
            self.blocks.append(Block(node, text, node.tag, min(self.link_chars, len(text)), self.links))
        self.links = self.link_chars = 0


def _joined(parts: list[str]) -> str:
    text = "".join(parts) if len(parts) > 1 else parts[0]
    if EDGE in text:
        text = _JOINT.sub(" ", text).replace(EDGE, "")
    if BREAK in text:
        lines = [" ".join(part.split()) for part in text.split(BREAK)]
        return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
    return " ".join(text.split())


_OPEN = SET_OFF | {"a", "q"}
_REPLACED: dict[str, Callable[[HtmlElement, _PendingText], str]] = {
    "br": lambda _element, _state: BREAK,
    "sup": lambda element, state: note_or_power(element, state.before()),
    "math": lambda element, _state: formula(element),
    "img": lambda element, _state: picture(element),
    "sub": lambda element, state: index(element, state.before()),
    "script": lambda element, _state: script(element),
}
_MARKED = frozenset(("a", "span"))
_MARKS = re.compile(r"mw-editsection|mw-cite-backlink|footnote-back(?:ref|link)?\b|reversefootnote")
_PILCROWS = frozenset(("¶", "#", "§", "🔗", "\uf0c1", "\u200b", "↩", "↩\ufe0e", "↑"))
_EMPTY_LINES = re.compile(r"\n{3,}")
_JOINT = re.compile(rf"{EDGE}(?<=\w{EDGE}){EDGE}*(?=\w)")
"""Between words. It begins with a character that is rare, for which Python searches faster than for a look behind."""
