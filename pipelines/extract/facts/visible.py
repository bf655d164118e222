"""How much text is visible without CSS files and scripts, and its beginning."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.extract.elements import Elements

VISIBLE_CHARS = 600
COUNTED_CHARS = 20_000
"""Visible characters that are counted: all limits of the judge are far below."""
VISITED_NODES = 200_000
"""Elements that are visited to count `COUNTED_CHARS` characters (0.1 s)."""

_HIDDEN_TAGS = frozenset(
    ("head", "script", "style", "noscript", "template", "svg", "math", "select", "textarea", "iframe", "object")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TEXTS = XPath(".//text()", smart_strings=False)


def hidden(elements: Elements) -> set[HtmlElement]:
    """The elements whose content is hidden by their tag, `hidden` or `style`; not those within them, not the body."""
    found = {element for tag in _HIDDEN_TAGS for element in elements.tagged(tag)}
    found.update(elements.hidden.owners)
    found.update(element for style, element in elements.styles.items() if _HIDDEN_STYLE.search(style))
    return found - {elements.root, *elements.tagged("body")[:1]}


def measure(body: HtmlElement, hidden: set[HtmlElement]) -> tuple[str, str]:
    """`(text, beginning)` of what is visible, its pieces joined by spaces; the text is, in rare cases, not in order."""
    shown, ordered = _shown(body, hidden)
    text = _joined(shown)
    return text, text[:VISIBLE_CHARS].strip() if ordered else _beginning(body, hidden)


def _shown(body: HtmlElement, hidden: set[HtmlElement]) -> tuple[list[str], bool]:
    """`(pieces, whether they are in order)`: all text, as libxml2 gives it at once, without that of hidden elements.

    A visible piece that is equal to a hidden one makes the order uncertain.
    """
    within: set[HtmlElement] = set()
    for element in hidden:
        if len(element):
            within.update(islice(element.iter("*"), 1, None))
    if body.getparent() is not None:
        within.update(islice(body.itersiblings(preceding=True), VISITED_NODES))
    unseen = Counter([piece for element in hidden - within for piece in _pieces(element)])
    pieces = cast("list[str]", _TEXTS(body))
    if Counter([piece for piece in pieces if piece in unseen]) == unseen:
        return [piece for piece in pieces if piece not in unseen], True
    shown, ordered = [], True
    for piece in pieces:
        if piece not in unseen:
            shown.append(piece)
        elif unseen[piece] > 0:
            unseen[piece] -= 1
        else:
            ordered = False
            shown.append(piece)
    if any(unseen.values()):  # a hidden element outside of the body, or a text in several nodes
        return list(islice(texts(body, hidden), VISITED_NODES)), True
    return shown, ordered


def _pieces(element: HtmlElement) -> list[str]:
    pieces = cast("list[str]", _TEXTS(element)) if len(element) else [element.text or ""]
    return [piece for piece in pieces if piece and not piece.isspace()]


def _beginning(body: HtmlElement, hidden: set[HtmlElement]) -> str:
    shown = ""
    for piece in texts(body, hidden):
        if piece and (text := _joined([piece[: COUNTED_CHARS + 100]])):
            shown = f"{shown} {text}"[: VISIBLE_CHARS + 1]
            if len(shown) > VISIBLE_CHARS:
                break
    return shown.strip()


def _joined(pieces: list[str]) -> str:
    return " ".join("\n".join(pieces).split())


def texts(body: HtmlElement, hidden: set[HtmlElement]) -> Iterator[str]:
    """The visible pieces of text in order. Not by lxml's iterwalk, which takes quadratic time on comments."""
    yield body.text or ""
    parents: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(body, iter(body))]
    for _ in range(VISITED_NODES):
        element, children = parents[-1]
        child = next(children, None)
        if child is None:
            parents.pop()
            if not parents:
                return
            yield element.tail or ""
        elif not isinstance(child.tag, str) or child in hidden:  # a comment's or an instruction's tag is a function
            yield child.tail or ""
        else:
            yield child.text or ""
            parents.append((child, iter(child)))
