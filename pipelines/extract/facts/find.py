"""Finds the `PageFacts` of parsed HTML, in the extraction worker.

The work is linear in the size of the page and bounded by the limits below. crawler/model/facts.py describes each fact;
`pipelines.judge` decides how much it counts.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.model import PageFacts
from pipelines.extract.elements import Elements
from pipelines.extract.facts import identifiers
from pipelines.extract.facts.vendors import (
    CAPTCHAS,
    CHALLENGES,
    CONSENT_ACTIONS,
    ERROR_CODE,
    ERROR_METAS,
    ERROR_NAMES,
    PARKED_ATTRIBUTE,
    PARKING,
    PAYWALL_NAMES,
)
from pipelines.extract.metadata.tags import Tags
from pipelines.reservations import PRODUCT, of_robots

TITLE_CHARS = 300
VISIBLE_CHARS = 600
COUNTED_CHARS = 20_000
"""Visible characters that are counted: all limits of the judge are far below."""
VISITED_NODES = 200_000
"""Elements that are visited to count `COUNTED_CHARS` characters (0.1 s)."""
SCRIPT_CHARS = 20_000
SCRIPTS = 100
"""Scripts that are searched: a challenge page is short, and its code is at the start of its first scripts."""
LINKS = 200
"""Links that are searched: on a parked page one of the first leads to the dealer."""
ALTERNATES = 60
"""Languages of a page that are kept: the EU's site has 24, those of the largest churches some hundreds."""
REFRESH_SECONDS = 10
"""A slower refresh is a page that reloads itself, or shows a notice before it redirects."""

_HIDDEN_TAGS = frozenset(
    ("head", "script", "style", "noscript", "template", "svg", "math", "select", "textarea", "iframe", "object")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_REFRESH = re.compile(r"\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>\s]+)", re.IGNORECASE)
_SCRIPT_NAME = re.compile(r"java\s?script", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")


Found = Iterator[tuple[str, str | None]]
"""(name as in `PageFacts.to_json`, value); None where the fact has no value."""


def find(elements: Elements, tags: Tags | None = None) -> PageFacts:
    """The facts of a parsed page, with its scripts; `tags` are its meta tags, for the identifiers. Never raises on
    broken markup.
    """
    facts: dict[str, dict[str, None]] = {}
    for name, value in _all(elements.root):
        line = _one_line(value or "")
        if line or value is None:
            facts.setdefault(name, {})[line] = None
    found = {name: list(values) for name, values in facts.items()}
    if tags is not None:
        found["identifier"] = [f"{tag} {value}" for tag, value in identifiers.find(tags)]
    return PageFacts.from_json(found)


def _all(tree: HtmlElement) -> Found:
    for part in (_title, _visible, _code, _elements, _needs_script, _links, _metas):
        yield from part(tree)


def _one_line(text: str) -> str:
    """Without control characters, white space collapsed."""
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def _title(tree: HtmlElement) -> Found:
    for element in tree.iter("title"):
        parent = element.getparent()
        if parent is not None and parent.tag in ("svg", "symbol", "g"):
            continue
        if title := "".join(element.itertext())[: TITLE_CHARS * 2].strip():
            yield "title", title[:TITLE_CHARS]
        return


def _visible(tree: HtmlElement) -> Found:
    """How much text is visible without CSS files and scripts, and its beginning."""
    body = next(tree.iter("body"), tree)
    shown, counted = "", 0
    for piece in _texts(body):
        text = _SPACE.sub(" ", piece[: COUNTED_CHARS + 100]).strip()
        if not text:
            continue
        counted += len(text) + 1
        if len(shown) < VISIBLE_CHARS:
            shown = f"{shown} {text}"[: VISIBLE_CHARS + 1]
        if counted > COUNTED_CHARS + 1:
            break
    yield "body-text", str(min(max(counted - 1, 0), COUNTED_CHARS))  # without the last joint
    if shown:
        yield "visible", shown.strip()


def _texts(body: HtmlElement) -> Iterator[str]:
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
        elif not isinstance(child.tag, str) or _hidden(child):  # a comment's or an instruction's tag is a function
            yield child.tail or ""
        else:
            yield child.text or ""
            parents.append((child, iter(child)))


def _hidden(element: HtmlElement) -> bool:
    return (
        element.tag in _HIDDEN_TAGS
        or "hidden" in element.attrib
        or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
    )


def _code(tree: HtmlElement) -> Found:
    """Challenges, consent gates and parking, by the URLs and the code of scripts, frames and forms."""
    places: list[tuple[str, str]] = []
    for element in islice(tree.iter("script", "iframe", "frame", "form"), SCRIPTS):
        if element.tag == "form":
            places.append(("action", (element.get("action") or "")[:2000]))
            continue
        places.append(("src" if element.tag == "script" else "frame", (element.get("src") or "")[:2000]))
        places.append(("script", (element.text or "")[:SCRIPT_CHARS]))
    places += [
        ("refresh", (meta.get("content") or "")[:2000])
        for meta in islice(tree.iter("meta"), SCRIPTS)
        if _refreshes(meta)
    ]
    for vendor, where, pattern in CHALLENGES:
        wanted = ("src", "frame") if where == "src" else (where,)
        if any(place in wanted and pattern.search(code) for place, code in places):
            yield "challenge", vendor
    for vendor, pattern in CONSENT_ACTIONS.items():
        if any(place == "action" and pattern.search(code) for place, code in places):
            yield "consent-wall", vendor
    yield from _parking(tree, places)
    if match := next(
        (match for place, code in places if place == "script" and (match := ERROR_CODE.search(code))), None
    ):
        yield "error-code", match[0][:80]


def _refreshes(meta: HtmlElement) -> bool:
    return (meta.get("http-equiv") or "").strip().lower() == "refresh"


def _parking(tree: HtmlElement, places: list[tuple[str, str]]) -> Found:
    """Parking, by the attribute for advertisements, by scripts and frames; dealers, by links."""
    if any(element.get(PARKED_ATTRIBUTE) for element in islice(tree.iter("html", "body"), 2)):
        yield "parking", "an advertiser"
    links = [(link.get("href") or "")[:500] for link in islice(tree.iter("a", "link"), LINKS)]
    for company, pattern in PARKING.items():
        if any(place not in ("action", "refresh") and pattern.search(code) for place, code in places):
            yield "parking", company
        elif any(pattern.search(link) for link in links):
            yield "dealer-link", company


def _elements(tree: HtmlElement) -> Found:
    """Facts from the id, class or type of elements. One XPath, so that libxml2 walks the tree once, in C."""
    for element in islice(tree.iter("html", "body"), 2):
        if named := _error_name(element):
            yield "error-page", named
    blocks = names = 0
    for element in tree.xpath("//input[@type] | //*[@id or @class][not(self::html or self::body)]"):
        if element.tag == "input" and (element.get("type") or "").lower() == "password":
            yield "password-form", None
        name, classes = element.get("id") or "", element.get("class") or ""
        yield from _checks(name, classes)
        if names < 3 and (named := _error_name(element)) and _has_words(element):
            names += 1
            yield "error-block", named
        if blocks < 3 and (match := PAYWALL_NAMES.search(f"{name} {classes}"[:500])) and _has_words(element):
            blocks += 1
            yield "paywall-block", match[0].strip(" _-")


def _checks(name: str, classes: str) -> Found:
    """A challenge's id, a CAPTCHA's class."""
    for vendor, where, pattern in CHALLENGES:
        if where == "id" and name and pattern.fullmatch(name):
            yield "challenge", vendor
    for token in classes.split()[:20]:
        if widget := CAPTCHAS.get(token):
            yield "captcha-widget", widget


def _error_name(element: HtmlElement) -> str | None:
    """The class or id that identifies an element as that of an error page."""
    names = [element.get("id") or "", *(element.get("class") or "")[:500].split()[:20]]
    return next((name[:60] for name in names if 6 <= len(name) <= 60 and ERROR_NAMES.fullmatch(name)), None)


def _has_words(element: HtmlElement) -> bool:
    """Whether a block contains some words: scripts fill an empty container, for some readers only."""
    letters = 0
    for piece in islice(_texts(element), 200):
        letters += len(piece.strip())
        if letters >= 20:
            return True
    return False


def _needs_script(tree: HtmlElement) -> Found:
    for element in islice(tree.iter("noscript"), 20):
        if _SCRIPT_NAME.search("".join(islice(element.itertext(), 50))[:2000]):
            yield "needs-script", None
            return


def _links(tree: HtmlElement) -> Found:
    offered = (
        language.strip()
        for element in islice(tree.iter("link"), 500)
        if (language := element.get("hreflang")) and "alternate" in (element.get("rel") or "").lower().split()
    )
    yield from (("alternate", language[:20]) for language in islice(offered, ALTERNATES))


def _metas(tree: HtmlElement) -> Found:
    for element in islice(tree.iter("meta"), 500):
        content = (element.get("content") or "")[:2000]
        name = (element.get("name") or element.get("property") or "").strip().lower()
        if name in ("robots", PRODUCT):
            if re.search(r"\bnoindex\b|\bnone\b", content, re.IGNORECASE):
                yield "noindex", None
            yield from (("reserved", what) for what in of_robots(content))
        elif name == "tdm-reservation" and content.strip() in ("0", "1"):
            yield "reserved" if content.strip() == "1" else "unreserved", "tdm"
        elif name in ERROR_METAS and ERROR_METAS[name].search(content):
            yield "error-code", f"{name}: {content[:40]}"
        elif name == "og:type":
            yield "og-type", content[:40]
        elif _refreshes(element):
            if next(element.iterancestors("noscript"), None) is not None:
                continue  # only for browsers without scripts
            match = _REFRESH.match(content)
            if match and int(match[1][:6]) <= REFRESH_SECONDS:
                yield "meta-refresh", match[2]
