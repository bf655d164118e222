"""Rejoins articles whose body is split over several containers of one class, with advertising in between.

Trafilatura uses only the first container that looks like a body, so the contents of all are moved into the first.
Measured on the development pages: +1.2 points of recall, -0.1 of precision.
"""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

REACH = 3
"""Levels above the containers within which they must have a common ancestor."""

LINE = 40
"""A <p> with at least this many characters counts as prose."""

LEAST = 150
"""Characters of prose that a container must have to be a part of the body."""

SHARE = 0.5
"""The share of the page's prose that the parts must have together, to be the article and not something beside it."""

MAX_PARAGRAPHS = 20_000
"""A page with more <p> elements is left unchanged."""

_LISTED = re.compile(
    r"comment|repl(?:y|ies)|answer|message|thread|review|respon|discuss|teaser|related|promo|card|list-item",
    re.IGNORECASE,
)
"""Classes and ids of elements that are repeated because they are separate things."""


def rejoin(tree: HtmlElement) -> int:
    """Join the parts of a split body in place; returns their number, 0 if nothing was done."""
    sizes, total = _prose(tree)
    if not sizes:
        return 0
    best = max(sizes, key=sizes.__getitem__)
    name = best.get("class", "").strip()
    if not name or best.tag not in ("div", "section"):
        return 0
    above = set(_above(best))
    parts = [
        element
        for element, size in sizes.items()
        if size >= LEAST
        and element.tag == best.tag
        and element.get("class", "").strip() == name
        and not above.isdisjoint(_above(element))
    ]
    if len(parts) < 2 or sum(sizes[part] for part in parts) < SHARE * total or _separate(parts):
        return 0
    for part in parts[1:]:
        if parts[0] not in part.iterancestors():
            parts[0].extend(list(part))
    return len(parts)


def _prose(tree: HtmlElement) -> tuple[dict[HtmlElement, int], int]:
    """Characters of prose by the element whose children the paragraphs are, and of the whole page."""
    sizes: dict[HtmlElement, int] = {}
    total = 0
    for count, paragraph in enumerate(tree.iter("p")):
        if count > MAX_PARAGRAPHS:
            return {}, 0
        size = sum(map(len, paragraph.itertext()))
        total += size
        parent = paragraph.getparent()
        if parent is not None and size >= LINE:
            sizes[parent] = sizes.get(parent, 0) + size
    return sizes, total


def _above(element: HtmlElement) -> list[HtmlElement]:
    return [ancestor for ancestor, _ in zip(element.iterancestors(), range(REACH), strict=False)]


def _separate(parts: Sequence[HtmlElement]) -> bool:
    """Whether the parts are separate things: list items, articles, comments."""
    shared = set.intersection(*(set(part.iterancestors()) for part in parts))
    return any(
        element.tag in ("article", "li", "td", "blockquote")
        or _LISTED.search(f"{element.get('class', '')} {element.get('id', '')}")
        for part in parts
        for element in [part, *_above(part)]
        if element not in shared
    )
