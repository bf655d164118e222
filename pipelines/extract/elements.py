"""One pass over a parsed page, shared by everything that reads its tree: metadata, facts, the text.

A call into lxml from Python costs a third of a microsecond and more, on pages of thousands of elements. So each element
is asked once for all of its attributes, and whoever looks for one of them searches a list of strings.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

MAX_ELEMENTS = 200_000
"""Elements that are visited: a larger page is an attack or a data dump, and its head has been read."""


@dataclass(slots=True)
class Attribute:
    """The values of an attribute, as written, and the elements that have them; both in document order."""

    values: list[str] = field(default_factory=list)
    owners: list[HtmlElement] = field(default_factory=list)

    def items(self) -> Iterator[tuple[str, HtmlElement]]:
        """Each value with its element."""
        return zip(self.values, self.owners, strict=True)


@dataclass(slots=True)
class Elements:
    """The elements of a page by tag and by the attributes that tell something of them; all in document order."""

    root: HtmlElement
    every: list[HtmlElement]
    by_tag: dict[str, list[HtmlElement]]  # without comments and instructions; only tags that the page has
    classes: Attribute  # whole class attributes
    ids: Attribute
    props: Attribute  # itemprop
    hidden: Attribute
    styles: Attribute

    def tagged(self, tag: str) -> list[HtmlElement]:
        """The elements of one tag."""
        return self.by_tag.get(tag, [])

    def outermost(self) -> list[HtmlElement]:
        """The <html> and the <body> of the page."""
        return [*self.tagged("html")[:1], *self.tagged("body")[:1]]


def collect(tree: HtmlElement) -> Elements:
    """The elements of a parsed page, or the first `MAX_ELEMENTS` of them."""
    by_tag: dict[str, list[HtmlElement]] = defaultdict(list)
    attributes = {name: Attribute() for name in ("class", "id", "itemprop", "hidden", "style")}
    every = list(islice(tree.iter("*"), MAX_ELEMENTS))
    for element in every:
        by_tag[element.tag].append(element)
        for name, value in element.items():
            if (attribute := attributes.get(name)) is not None:
                attribute.values.append(value)
                attribute.owners.append(element)
    return Elements(
        root=tree,
        every=every,
        by_tag=dict(by_tag),
        classes=attributes["class"],
        ids=attributes["id"],
        props=attributes["itemprop"],
        hidden=attributes["hidden"],
        styles=attributes["style"],
    )
