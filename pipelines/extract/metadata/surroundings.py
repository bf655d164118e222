"""Where on a page an element stands: near its heading, or among comments, related items and the site's furniture."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from lxml.html import HtmlElement

from crawler.text.tidy import one_line
from pipelines.extract.elements import Elements, owner

NEAR = 90
"""Elements after the main heading among which bylines and dates stand. Heuristic."""

MAX_OUTSIDE = 400
"""Candidates that are looked at for one field."""

MAX_DEPTH = 250

_OUTSIDE = re.compile(
    r"comment(?!ary)|disqus|related|recommend|sidebar|testimonial|widget|popular|trending|newsletter|promo(?!tion-page)|"
    r"teaser|carousel|most-?read|read-?next|up-?next|also-?like|more-?(?:from|stories|posts|articles|news)|\brespond\b|"
    r"repl(?:y|ies)|\banswers?\b|latest|recent|site-?footer|page-?footer|copyright|cookie|\bnav\b|navbar|menu|"
    r"breadcrumb|(?:^|\s|-)ads?(?:$|\s|-)|slider|read-?more|similar|suggest|next-?(?:post|article)|prev-?(?:post|article)",
    re.IGNORECASE,
)
"""What the classes and ids of containers say whose bylines and dates are others'."""

_OUTSIDE_TAGS = frozenset(("aside", "nav", "form", "blockquote", "select", "noscript", "template", "dialog"))
_OTHERS = re.compile(r"schema\.org/(?:Comment|Answer|UserComments|Review|Rating|WPSideBar|WPFooter)\b", re.IGNORECASE)
_LOGO = re.compile(r"logo|brand|site-?(?:title|name|header)|masthead|navbar|wordmark", re.IGNORECASE)
_INLINE = frozenset("a abbr b em font i label small span strong sub sup time u cite bdi mark address".split())
_SILENT = frozenset(("script", "style", "svg", "template", "noscript", "button", "select", "textarea", "iframe"))


@dataclass(slots=True)
class Surroundings:
    """A page's elements as seen from its main heading."""

    elements: Elements
    heading: HtmlElement | None
    depths: dict[HtmlElement, int] = field(default_factory=dict)  # the heading and its ancestors -> depth
    near: set[HtmlElement] = field(default_factory=set)  # the heading, and what follows it
    _starts: list[int] = field(default_factory=list)
    _classes: str = ""

    def named(self, *words: str) -> list[HtmlElement]:
        """The elements whose class has one of some words (in lower case) in it, in document order."""
        if not self._classes and self.elements.classes:
            lowered = [name.lower() for name in self.elements.classes]
            self._classes = "\n".join(lowered)
            self._starts = [0, *accumulate(len(name) + 1 for name in lowered)]
        found: set[int] = set()
        for word in words:
            at = self._classes.find(word)
            while at >= 0 and len(found) < MAX_OUTSIDE:
                index = bisect_right(self._starts, at) - 1
                found.add(index)
                at = self._classes.find(word, self._starts[index + 1])
        return [owner(self.elements.classes[index]) for index in sorted(found)]

    def closeness(self, element: HtmlElement) -> int:
        """How deep the container is that an element shares with the heading; -1 if it stands among what is others'."""
        for _ in range(MAX_DEPTH):
            if (depth := self.depths.get(element)) is not None:
                return depth
            if element.tag in _OUTSIDE_TAGS:
                return -1
            names = f"{element.get('class', '')} {element.get('id', '')}"
            if len(names) > 1 and _OUTSIDE.search(names[:300]):
                return -1
            if element.tag == "footer" and not re.search(r"entry|article|post", names):
                return -1
            if (kind := element.get("itemtype")) and _OTHERS.search(kind):
                return -1
            parent = element.getparent()
            if parent is None:
                return 0
            element = parent
        return -1


def look(elements: Elements) -> Surroundings:
    """The surroundings of a page's main heading: its first h1 that is no logo, else the first heading named so."""
    heading = next((h1 for h1 in elements.tagged("h1")[:10] if not is_logo(h1)), None)
    if heading is None:
        candidates = [h2 for h2 in elements.tagged("h2")[:20] if re.search(r"headline|title", h2.get("class", ""))]
        heading = next((h2 for h2 in candidates if not is_logo(h2)), None)
    found = Surroundings(elements, heading)
    chain = [] if heading is None else [heading, *heading.iterancestors()]
    chain = chain or [*elements.tagged("body")[:1], elements.root]
    found.depths = {element: depth for depth, element in enumerate(reversed(chain[:MAX_DEPTH]))}
    if heading is not None:
        found.near = _following(heading)
    return found


def is_logo(heading: HtmlElement) -> bool:
    """Whether a heading is the site's name or sign, not the page's title."""
    element: HtmlElement | None = heading
    for level in range(3):
        if element is None:
            return False
        if _LOGO.search(f"{element.get('class', '')} {element.get('id', '')}") and (level == 0 or element.tag != "header"):
            return True
        if element.tag == "nav":
            return True
        element = element.getparent()
    links = [link.get("href", "") for link in heading.iter("a")]
    return any(re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", href) is not None and href for href in links)


def line_of(element: HtmlElement) -> HtmlElement:
    """The nearest element around an inline one that makes a line of its own."""
    for _ in range(6):
        parent = element.getparent()
        if element.tag not in _INLINE or parent is None or parent.tag in ("body", "article", "main"):
            break
        element = parent
    return element


def visible_text(element: HtmlElement, limit: int = 300) -> str:
    """The text of an element on one line, without that of buttons, scripts and pictures; cut at `limit`."""
    parts: list[str] = []
    size = 0
    stack: list[HtmlElement | str] = [element]
    while stack and size <= limit:
        entry = stack.pop()
        if isinstance(entry, str):
            parts.append(entry)
            size += len(entry)
            continue
        parts.append("" if entry.tag in _INLINE else " ")
        below: list[HtmlElement | str] = [entry.text or ""]
        for child in entry:
            if isinstance(child.tag, str) and child.tag not in _SILENT:
                below.append(child)
            below.append(child.tail or "")
        stack.extend(reversed(below))
    return one_line("".join(parts), limit)


def _following(heading: HtmlElement) -> set[HtmlElement]:
    """The heading, what is in it, and the next `NEAR` elements of the page."""
    found: set[HtmlElement] = set()
    element: HtmlElement | None = heading
    for _ in range(NEAR):
        if element is None:
            break
        found.add(element)
        child = next(element.iterchildren("*"), None)
        while child is None and element is not None:
            child = element.getnext()
            element = element.getparent() if child is None else element
        element = child
    return found
