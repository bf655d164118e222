"""The elements whose class or id says what they are for, found in one pass; and how their texts are read."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.extract.elements import Elements
from pipelines.extract.facts import visible

FACT_CHARS = 200
"""Most characters of one string."""

_TELLING = re.compile(r"logo|site-?(?:title|name)|brand|masthead|menu|nav|foot|colophon|btn|button")
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|header|masthead|footer|colophon|sidebar|topbar|toolbar|breadcrumbs?)(?:$|[\s_-])"
)
_ASIDE_TAGS = frozenset(("nav", "header", "footer", "aside", "dialog"))

_PIECES = 200
"""Pieces of text that are read of one element."""


class NamedElement(NamedTuple):
    """An element by its class or id, as written; `name` is that in lower case."""

    name: str
    value: str
    element: HtmlElement


def named(elements: Elements) -> list[NamedElement]:
    """The first element of each class, then of each id, that has one of the words that facts look for."""
    found = []
    for attribute in (elements.classes, elements.ids):
        first = dict(zip(reversed(attribute.values), reversed(attribute.owners), strict=True))
        names = list(dict.fromkeys(attribute.values))
        lowered = "\x00".join(names).lower().split("\x00")  # a name of HTML contains no NUL
        telling = ((low, name) for low, name in zip(lowered, names, strict=False) if _TELLING.search(low))
        found += [NamedElement(low[:200], name, first[name]) for low, name in telling]
    return found


def text_of(element: HtmlElement, chars: int = FACT_CHARS) -> str:
    """The beginning of an element's text, on one line."""
    return " ".join("".join(str(piece) for piece in islice(element.itertext(), _PIECES)).split())[:chars].strip()


def seen_text(element: HtmlElement, hidden: set[HtmlElement], chars: int = FACT_CHARS) -> str:
    """The beginning of what is visible of an element, on one line."""
    found, size = [], 0
    for piece in islice(visible.texts(element, hidden), _PIECES):
        if words := piece.split():
            found += words
            size += len(piece)
            if size > chars:
                break
    return " ".join(found)[:chars].strip()


def distinct(texts: Iterable[str], most: int) -> list[str]:
    """The first different ones of texts, without empty ones."""
    return list(islice(dict.fromkeys(text for text in texts if text), most))


class Surface:
    """Where elements are: hidden or not, in the main part of the page or beside it. Remembers what it has looked at."""

    def __init__(self, hidden: set[HtmlElement]) -> None:
        self.hidden = hidden
        self._known: dict[HtmlElement, tuple[bool, bool]] = {}

    def look(self, element: HtmlElement) -> tuple[bool, bool]:
        """(whether an element is visible, whether it is outside of header, navigation, sidebar and footer)."""
        path = []
        found = (True, True)
        for outer in element.iterancestors():
            if (known := self._known.get(outer)) is not None:
                found = known
                break
            path.append(outer)
        for outer in reversed(path):
            names = f"{outer.get('class') or ''} {outer.get('id') or ''}"[:200].lower()
            beside = outer.tag in _ASIDE_TAGS or (
                outer.tag not in ("body", "html") and _ASIDE.search(names) is not None
            )
            found = (found[0] and outer not in self.hidden, found[1] and not beside)
            self._known[outer] = found
        return found
