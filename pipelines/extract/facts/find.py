"""Finds the `PageFacts` of parsed HTML, in the extraction worker.

The work is linear in the size of the page and bounded by the limits below. crawler/model/facts.py describes each fact;
`pipelines.judge` decides how much it counts.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.model import Metadata, PageFacts
from pipelines.extract.elements import Elements
from pipelines.extract.facts import code, content_marks, controls, identifiers, links, named, site, site_ids, visible
from pipelines.extract.facts.vendors import (
    CAPTCHAS,
    CHALLENGE_IDS,
    CHALLENGES,
    ERROR_METAS,
    ERROR_NAME_WORDS,
    ERROR_NAMES,
    PAYWALL_NAMES,
    PAYWALL_WORDS,
)
from pipelines.extract.metadata.tags import Tags
from pipelines.reservations import PRODUCT, of_robots

TITLE_CHARS = 300
ALTERNATES = 60
"""Languages of a page that are kept: the EU's site has 24, those of the largest churches some hundreds."""
REFRESH_SECONDS = 10
"""A slower refresh is a page that reloads itself, or shows a notice before it redirects."""

_REFRESH = re.compile(r"\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>\s]+)", re.IGNORECASE)
_SCRIPT_NAME = re.compile(r"java\s?script", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

_NAME_WORDS = tuple(word.lower() for word in (*CHALLENGE_IDS, *CAPTCHAS, *PAYWALL_WORDS, *ERROR_NAME_WORDS))
"""Words of which an id or class needs one for a fact."""

Found = Iterator[tuple[str, str | None]]
"""(name as in `PageFacts.to_json`, value); None where the fact has no value."""


def find(elements: Elements, tags: Tags | None = None, said: Metadata | None = None, *, url: str = "") -> PageFacts:
    """The facts of a parsed page, with its scripts; `tags` are its meta tags, `said` is its metadata. Never raises on
    broken markup.
    """
    facts: dict[str, dict[str, None]] = {}
    tags = tags or Tags()
    for name, value in _all(elements, tags, said, url):
        line = _one_line(value or "")
        if line or value is None:
            facts.setdefault(name, {})[line] = None
    found = {name: list(values) for name, values in facts.items()}
    found["identifier"] = [f"{tag} {value}" for tag, value in identifiers.find(tags)]
    return PageFacts.from_json(found)


def _all(elements: Elements, tags: Tags, said: Metadata | None, url: str) -> Found:
    hidden = visible.hidden(elements)
    body = next(iter(elements.tagged("body")), elements.root)
    text, beginning = visible.measure(body, hidden)
    places = code.places_of(elements)
    yield from _title(elements)
    yield "body-text", str(min(len(text), visible.COUNTED_CHARS))
    yield "visible", beginning
    yield from _code(elements, places)
    yield from _named(elements, hidden)
    yield from _needs_script(elements)
    yield from _alternates(elements)
    yield from _metas(elements)
    yield from _site(elements, tags, named.named(elements), hidden, text)
    yield from (("feed", address) for address in islice(site.feeds(elements, url), site.FEEDS))
    scripts = "\n".join(content for where, content in places if where in ("src", "script"))
    yield from (("site-id", id_) for id_ in islice(site_ids.site_ids(tags, scripts), site_ids.SITE_IDS))
    yield from _links(links.page_links(elements, hidden, url), len(text))
    yield from (("markup", mark) for mark in content_marks.content_marks(elements, tags, said))


def _site(
    elements: Elements, tags: Tags, marked: list[named.NamedElement], hidden: set[HtmlElement], text: str
) -> Found:
    """Whose site it is, and what it asks for."""
    yield from (("site-name", name) for name in site.site_names(tags, marked, hidden))
    yield from (("menu", item) for item in site.menu(elements, marked))
    yield "footer", site.footer(elements, marked, hidden, text) or ""
    yield from (("generator", value[: site.NAME_CHARS]) for value in tags.metas.get("generator", [])[:1])
    surface = named.Surface(hidden)
    yield from (("input", kind) for kind in controls.inputs(elements, surface))
    yield from (("button", label) for label in controls.buttons(elements, marked, surface))


def _links(found: links.PageLinks, chars: int) -> Found:
    yield from (("link-host", host) for host in found.hosts)
    yield "internal-links", str(found.internal)
    if chars:
        yield "link-share", str(round(min(found.chars / chars, 1.0), 3))


def _one_line(text: str) -> str:
    """Without control characters, white space collapsed."""
    return " ".join((text if text.isprintable() else _CONTROL.sub(" ", text)).split())


def _title(elements: Elements) -> Found:
    for element in elements.tagged("title"):
        parent = element.getparent()
        if parent is not None and parent.tag in ("svg", "symbol", "g"):
            continue
        if title := "".join(element.itertext())[: TITLE_CHARS * 2].strip():
            yield "title", title[:TITLE_CHARS]
        return


def _code(elements: Elements, places: list[code.Place]) -> Found:
    """Challenges, consent gates and parking, by the URLs and the code of scripts, frames and forms."""
    yield from (("challenge", vendor) for vendor in code.challenges(places))
    yield from (("consent-wall", vendor) for vendor in code.consent_walls(places))
    yield from code.parking(elements, places)
    if error := code.error_code(places):
        yield "error-code", error


def _named(elements: Elements, hidden: set[HtmlElement]) -> Found:
    """Facts from the id, class or type of elements."""
    for element in elements.outermost():
        if named := _error_name(element):
            yield "error-page", named
    if any((element.get("type") or "").lower() == "password" for element in elements.tagged("input")):
        yield "password-form", None
    blocks = names = 0
    for element in _suspects(elements):
        if element.tag in ("html", "body"):
            continue
        name, classes = element.get("id") or "", element.get("class") or ""
        yield from _checks(name, classes)
        if names < 3 and (named := _error_name(element)) and _has_words(element, hidden):
            names += 1
            yield "error-block", named
        if blocks < 3 and (match := PAYWALL_NAMES.search(f"{name} {classes}"[:500])) and _has_words(element, hidden):
            blocks += 1
            yield "paywall-block", match[0].strip(" _-")


def _suspects(elements: Elements) -> Iterable[HtmlElement]:
    """The elements whose id or class has one of the words that the patterns need, in document order."""
    names = [*{*elements.classes.values, *elements.ids.values}]
    joined = "\x00".join(names).lower()  # a name of HTML contains no NUL
    words = [word for word in _NAME_WORDS if word in joined]
    if not words:
        return ()
    lowered = joined.split("\x00")
    telling = {name for word in words for name, low in zip(names, lowered, strict=True) if word in low}
    attributes = (elements.classes, elements.ids)
    found = {element for attribute in attributes for value, element in attribute.items() if value in telling}
    return (element for element in elements.every if element in found)


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


def _has_words(element: HtmlElement, hidden: set[HtmlElement]) -> bool:
    """Whether a block contains some words: scripts fill an empty container, for some readers only."""
    letters = 0
    for piece in islice(visible.texts(element, hidden), 200):
        letters += len(piece.strip())
        if letters >= 20:
            return True
    return False


def _needs_script(elements: Elements) -> Found:
    for element in elements.tagged("noscript")[:20]:
        if _SCRIPT_NAME.search("".join(islice(element.itertext(), 50))[:2000]):
            yield "needs-script", None
            return


def _alternates(elements: Elements) -> Found:
    offered = (
        language.strip()
        for element in elements.tagged("link")[:500]
        if (language := element.get("hreflang")) and "alternate" in (element.get("rel") or "").lower().split()
    )
    yield from (("alternate", language[:20]) for language in islice(offered, ALTERNATES))


def _metas(elements: Elements) -> Found:
    for element in elements.tagged("meta")[:500]:
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
        elif code.refreshes(element):
            if next(element.iterancestors("noscript"), None) is not None:
                continue  # only for browsers without scripts
            match = _REFRESH.match(content)
            if match and int(match[1][:6]) <= REFRESH_SECONDS:
                yield "meta-refresh", match[2]
