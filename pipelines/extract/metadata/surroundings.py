"""Where on a page an element stands: near its heading, or among comments, related items and the site's furniture."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice

from lxml.html import HtmlElement

from crawler.text.tidy import one_line
from pipelines.extract.elements import Elements
from pipelines.extract.metadata.names import fold

NEAR_AFTER = 90
NEAR_BEFORE = 25
"""Elements after and before the main heading among which bylines and dates stand. Heuristic."""

THREAD = 10
"""Elements that are named posts or messages, at least, on a page that is a discussion. Heuristic."""

MAX_OUTSIDE = 400
"""Candidates that are looked at for one field."""

MAX_SHOWN = 100
MIN_TITLE = 12
"""Elements of each kind that are looked at for a title without a heading, and the characters of one, at least."""

MIN_APART = 4
"""Characters of each of two neighbours that are not one word: shorter ones may be letters of a drawn title."""

MAX_DEPTH = 250
MAX_CHILDREN = 300

_OUTSIDE = re.compile(
    r"comment(?!ary)|disqus|related|recommend|(?<!no-)(?<!no)(?<!has-)(?<!with-)(?<!left-)(?<!right-)sidebar(?!-(?:left|right|none|hidden))|testimonial|widget|popular|trending|newsletter|promo(?!tion-page)|"
    r"teaser|carousel|most-?read|read-?next|up-?next|also-?like|more-?(?:from|stories|posts|articles|news)|\brespond\b|"
    r"repl(?:y|ies)|\banswers?\b|latest|recent|site-?header(?![\w-])|masthead|top-?bar|site-?footer|page-?footer|copyright|cookie|\bnav\b|navbar|menu|"
    r"breadcrumb|(?:^|\s|-)ads?(?:$|\s|-)|slider|read-?more|similar|suggest|next-?(?:post|article)|prev-?(?:post|article)",
    re.IGNORECASE,
)
"""What the classes and ids of containers say whose bylines and dates are others'."""

_OUTSIDE_TAGS = frozenset(("aside", "nav", "form", "blockquote", "select", "noscript", "template", "dialog"))
_OTHERS = re.compile(r"schema\.org/(?:Comment|Answer|UserComments|Review|Rating|WPSideBar|WPFooter)\b", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/~›]+\s+|\s*\|\s*|\s*»\s*|:\s+(?=\S+$)|\s+::\s+")
"""What stands between a page's title and its site's name."""

_LOGO = re.compile(r"logo|brand|site-?(?:title|name|header)|masthead|navbar|wordmark", re.IGNORECASE)
_INLINE = frozenset("a abbr b em font i label small span strong sub sup time u cite bdi mark address".split())
_SILENT = frozenset(("script", "style", "svg", "template", "noscript", "button", "select", "textarea", "iframe"))


@dataclass(slots=True)
class Surroundings:
    """A page's elements as seen from its main heading."""

    elements: Elements
    heading: HtmlElement | None
    depths: dict[HtmlElement, int] = field(default_factory=dict)  # the heading and its ancestors -> depth
    near: dict[HtmlElement, None] = field(default_factory=dict)  # what stands around the heading, in order
    _texts: dict[HtmlElement, str] = field(default_factory=dict)
    _closeness: dict[HtmlElement, int] = field(default_factory=dict)
    _thread: bool | None = None
    _starts: list[int] = field(default_factory=list)
    _classes: str = ""

    def named(self, *words: str) -> list[HtmlElement]:
        """The elements whose class has one of some words (in lower case) in it, in document order."""
        classes = self.elements.classes
        if not self._classes and classes.values:
            joined = "\n".join(classes.values)
            lowered = joined.lower()
            self._classes = lowered if len(lowered) == len(joined) else joined  # "İ" becomes two characters
            self._starts = list(accumulate([len(name) + 1 for name in classes.values], initial=0))
        found: set[int] = set()
        for word in words:
            at = self._classes.find(word)
            while at >= 0 and len(found) < MAX_OUTSIDE:
                index = bisect_right(self._starts, at) - 1
                found.add(index)
                at = self._classes.find(word, self._starts[index + 1])
        return [classes.owners[index] for index in sorted(found)]

    def text(self, element: HtmlElement) -> str:
        """The beginning of an element's visible text, kept: several fields look at the same elements."""
        text = self._texts.get(element)
        if text is None:
            text = self._texts[element] = visible_text(element, apart=True)
        return text

    @property
    def is_thread(self) -> bool:
        """Whether the page is a discussion: many elements are named posts or messages."""
        if self._thread is None:
            posts = len(self.named("post", "message", "topic", "thread"))
            self._thread = posts >= THREAD and len(self.elements.tagged("article")) != 1
        return self._thread

    def closeness(self, element: HtmlElement) -> int:
        """How deep the container is that an element shares with the heading; -1 if it stands among what is others'."""
        passed: list[HtmlElement] = []
        found = -1
        above: HtmlElement | None = element
        while above is not None and len(passed) < MAX_DEPTH:
            known = self.depths.get(above, self._closeness.get(above))
            if known is not None or _is_outside(above):
                found = -1 if known is None else known
                break
            passed.append(above)
            above = above.getparent()
            found = 0 if above is None else -1
        self._closeness.update(dict.fromkeys(passed, found))
        return found


def _is_outside(element: HtmlElement) -> bool:
    """Whether an element holds comments, related items or the site's furniture."""
    tag = element.tag
    if tag in _OUTSIDE_TAGS:
        return True
    if tag in ("body", "main", "html"):
        return False
    name, own_id, kind = element.get("class", ""), element.get("id", ""), element.get("itemtype")
    if tag == "footer" and not re.search(r"entry|article|post", name):
        return True
    if (name and _names_outside(name)) or (own_id and _names_outside(own_id)):
        return True
    return kind is not None and _OTHERS.search(kind) is not None


@lru_cache(maxsize=8192)
def _names_outside(name: str) -> bool:
    return _OUTSIDE.search(name[:300]) is not None


def look(elements: Elements, titles: Sequence[str] = ()) -> Surroundings:
    """The surroundings of a page's main heading; `titles` are what its tags say."""
    heading = _main_heading(elements, [text for text in titles if text])
    found = Surroundings(elements, heading)
    chain = [] if heading is None else [heading, *heading.iterancestors()]
    chain = chain or [*elements.tagged("body")[:1], elements.root]
    found.depths = {element: depth for depth, element in enumerate(reversed(chain[:MAX_DEPTH]))}
    if heading is not None:
        found.near = dict.fromkeys([*_preceding(heading), *_following(heading)])
    return found


def _main_heading(elements: Elements, titles: list[str]) -> HtmlElement | None:
    """The heading with which a title begins, else the first h1 that is neither a logo nor the end of a title."""
    h1s = [h1 for h1 in elements.tagged("h1")[:10] if not is_logo(h1)]
    others = [*elements.tagged("h2")[:15], *elements.tagged("h3")[:5]]
    told = [fold(title) for title in titles]
    last = {fold(parts[-1]) for title in titles if len(parts := SEPARATOR.split(title)) > 1}
    spare = None
    for heading in [*h1s, *others]:
        text = fold(visible_text(heading))
        if len(text) >= 4 and text not in last and any(f"{title} ".startswith(f"{text} ") for title in told):
            return heading
        if spare is None and heading.tag == "h1" and text and text not in last:
            spare = heading
    if spare is not None:
        return spare
    named = [h2 for h2 in others if re.search(r"headline|title", h2.get("class", "")) and not is_logo(h2)]
    heads = [heading for heading in h1s if fold(visible_text(heading)) not in last] or named
    if heads:
        return heads[0]
    shown = _shown_title(elements, told)
    return shown if shown is not None else next(iter(h1s), None)


def _shown_title(elements: Elements, told: Sequence[str]) -> HtmlElement | None:
    """On pages without headings: the first link, cell or line that says the beginning of a title, and nothing else."""
    for tag in ("a", "b", "strong", "font", "td", "center", "div", "p", "span"):
        for element in elements.tagged(tag)[:MAX_SHOWN]:
            text = element.text or ""
            if not MIN_TITLE <= len(text.strip()) <= 300:
                continue
            words = fold(text)
            if any(f"{title} ".startswith(f"{words} ") for title in told):
                return element
    return None


def is_logo(heading: HtmlElement) -> bool:
    """Whether a heading is the site's name or sign, not the page's title."""
    element: HtmlElement | None = heading
    for level in range(3):
        if element is None:
            return False
        if _LOGO.search(f"{element.get('class', '')} {element.get('id', '')}") and (
            level == 0 or element.tag != "header"
        ):
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


def holds_blocks(element: HtmlElement) -> bool:
    """Whether an element is a container of blocks, not a line."""
    return any(
        child.tag not in _INLINE and child.tag not in ("br", "wbr", "img", "svg") for child in element.iterchildren("*")
    )


def visible_text(element: HtmlElement, limit: int = 300, *, apart: bool = False) -> str:
    """The text of an element on one line, without that of buttons, scripts and pictures; cut at `limit`.

    `apart`: neighbours that only styles set apart are two words.
    """
    parts: list[str] = []
    size = 0
    stack: list[HtmlElement | str] = [element]
    while stack and size <= limit:
        entry = stack.pop()
        if isinstance(entry, str):
            parts.append(entry)
            size += len(entry)
            continue
        parts.append("" if entry.tag in _INLINE and not (apart and _is_apart(entry)) else " ")
        below: list[HtmlElement | str] = [entry.text or ""]
        for child in islice(entry, MAX_CHILDREN):
            if isinstance(child.tag, str) and child.tag not in _SILENT:
                below.append(child)
            below.append(child.tail or "")
        stack.extend(reversed(below))
    return one_line("".join(parts), limit)


def _is_apart(element: HtmlElement) -> bool:
    """Whether only styles set an inline element apart from the one before: `<span>5 March</span><span>2 min</span>`."""
    before = element.getprevious()
    if before is None or before.tail or before.tag not in ("span", "time", "a") or element.tag not in ("span", "time"):
        return False
    return min(len(before.text or ""), len(element.text or "")) >= MIN_APART


def _following(heading: HtmlElement) -> list[HtmlElement]:
    """The heading, what is in it, and the next elements of the page, in order."""
    found: list[HtmlElement] = []
    element: HtmlElement | None = heading
    while element is not None and len(found) < NEAR_AFTER:
        found.append(element)
        following = next(element.iterchildren("*"), None)
        while following is None and element is not None:
            following = element.getnext()
            element = element.getparent()
        element = following
    return found


def _preceding(heading: HtmlElement) -> list[HtmlElement]:
    """The elements that end before the heading begins, in order; its ancestors are not among them."""
    found: list[HtmlElement] = []
    element: HtmlElement | None = heading
    while element is not None and len(found) < NEAR_BEFORE:
        before = element.getprevious()
        if before is None:
            element = element.getparent()
            continue
        within = list(islice(before.iter("*"), NEAR_BEFORE))
        found = within + found
        element = before
    return found[-NEAR_BEFORE:]
