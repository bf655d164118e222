"""One pass over a parsed page, shared by everything that reads its tree: metadata, facts, the text.

A call into lxml from Python costs a third of a microsecond and more, an attribute twice that, on pages of thousands of
elements. So attributes are not asked of each element: libxml2 collects their values in C, and whoever finds one
that it wants asks for its `owner`.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

MAX_ELEMENTS = 200_000
"""Elements that are visited: a larger page is an attack or a data dump, and its head has been read."""


class _Values:
    """The XPath of all values of one attribute, in document order."""

    def __init__(self, attribute: str) -> None:
        # No union, no step upwards: for those libxml2 sorts the nodes, in quadratic time where siblings are many.
        self._all = XPath(f"//@{attribute}")
        self._first = XPath(f"(//@{attribute})[position() <= {MAX_ELEMENTS}]")

    def __call__(self, tree: HtmlElement, *, large: bool) -> list[str]:
        return cast("list[str]", (self._first if large else self._all)(tree))


_CLASSES, _IDS, _PROPS = _Values("class"), _Values("id"), _Values("itemprop")


@dataclass(slots=True)
class Elements:
    """The elements of a page by tag, and the values of the attributes that name them; all in document order."""

    root: HtmlElement
    by_tag: dict[str, list[HtmlElement]]  # without comments and instructions; only tags that the page has
    classes: list[str]  # whole class attributes, as written; see owner()
    ids: list[str]
    props: list[str]  # itemprop

    def tagged(self, tag: str) -> list[HtmlElement]:
        """The elements of one tag."""
        return self.by_tag.get(tag, [])

    def outermost(self) -> list[HtmlElement]:
        """The <html> and the <body> of the page."""
        return [*self.tagged("html")[:1], *self.tagged("body")[:1]]


def collect(tree: HtmlElement) -> Elements:
    """The elements of a parsed page, or the first `MAX_ELEMENTS` of them."""
    by_tag: dict[str, list[HtmlElement]] = defaultdict(list)
    elements = list(islice(tree.iter("*"), MAX_ELEMENTS))
    for element in elements:
        by_tag[element.tag].append(element)
    large = len(elements) == MAX_ELEMENTS
    return Elements(
        root=tree,
        by_tag=dict(by_tag),
        classes=_CLASSES(tree, large=large),
        ids=_IDS(tree, large=large),
        props=_PROPS(tree, large=large),
    )


def owner(value: str) -> HtmlElement:
    """The element whose attribute a value of `Elements` is; only for these very strings, not for copies of them."""
    return cast("HtmlElement", value.getparent())  # type: ignore[attr-defined] # lxml's "smart" string
