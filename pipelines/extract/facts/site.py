"""Facts about whose site a page is of: its names, menu, footer, feeds, generator.

A page whose topic is lost may have been rewritten; one that also has another name, menu and footer is of another site.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipelines.extract.elements import Elements
from pipelines.extract.facts.named import FACT_CHARS, NamedElement, distinct, seen_text, text_of
from pipelines.extract.metadata import jsonld
from pipelines.extract.metadata.tags import Tags

SITE_NAMES = 4
MENU_ITEMS = 15
FEEDS = 6
NAME_CHARS = 80
ITEM_CHARS = 60
MENU_LINKS = 2
"""A navigation has at least as many links with words."""

CELLS = 60
"""Lists and cells of tables that are looked at where nothing is named as a navigation."""
CELL_LINKS, CELL_SHARE = 3, 0.6
"""One of them is a menu if it has so many links, and so much of its text is theirs. Heuristic, not measured."""

NAME_TAGS = ("og:site_name", "application-name", "apple-mobile-web-app-title")
"""The Open Graph protocol; HTML standard, 4.2.5.1; Apple, "Configuring Web Applications"."""

FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
"""RSS Advisory Board, "RSS Autodiscovery"; RFC 4287, 7; JSON Feed 1.1, "Discovery"."""

_LOGO = re.compile(r"logo|site-?(?:title|name)|\bbrand\b|masthead")
_LOGO_WORD = re.compile(
    r"\s*[-–|:]?\s*\b(?:logo(?:typ)?|home\s?page|home|header)\b\s*(?:of|of the|von|de)?\s*", re.IGNORECASE
)
_MENU = re.compile(r"(?:^|[\s_-])\w{0,12}(?:menu|nav|navbar|navigation|navi)(?:$|[\s_-])")
_NO_MENU = re.compile(r"foot|breadcrumb|social|share|lang|user|toggle|skip")
_FOOTER = re.compile(r"^(?:\w+[-_]){0,2}footer(?:[-_]\w+)?(?:\s|$)|colophon")
_OWNER = re.compile(r"©|\(c\)\s*\d{4}|\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)
_END_CHARS = 3_000
"""Characters at the end of a page among which its line of copyright is."""


def site_names(tags: Tags, marked: list[NamedElement], hidden: set[HtmlElement]) -> Iterator[str]:
    """What the page calls its site: meta tags, JSON-LD (schema.org WebSite, Organization, `publisher`), its logo."""
    yield from distinct((_short(name) for name in _names(tags, marked, hidden)), SITE_NAMES)


def _names(tags: Tags, marked: list[NamedElement], hidden: set[HtmlElement]) -> Iterator[str]:
    for name in NAME_TAGS:
        yield from tags.metas.get(name, [])[:1]
    for node in tags.nodes():
        types = jsonld.types(node)
        if any(kind == "website" or kind.endswith(("organization", "corporation")) for kind in types):
            yield from jsonld.texts(node.get("name"))[:1]
        yield from jsonld.texts(node.get("publisher"))[:1]
    for one in islice((one for one in marked if _LOGO.search(one.name) and "footer" not in one.name), 4):
        yield _of_logo(one.element, hidden)


def _of_logo(element: HtmlElement, hidden: set[HtmlElement]) -> str:
    images = (image.get("alt") or image.get("title") or "" for image in islice(element.iter("img"), 2))
    text = next((alt for alt in images if alt.strip()), None) or seen_text(element, hidden, 2 * NAME_CHARS)
    return _LOGO_WORD.sub(" ", text).strip(" -–|:") if len(text) <= NAME_CHARS else ""


def _short(text: str) -> str:
    return " ".join(text.split())[:NAME_CHARS].strip()


def menu(elements: Elements, marked: list[NamedElement]) -> list[str]:
    """The texts of the links of the first navigation: <nav>, what is named as one, <header>; on old pages a list or a
    cell that has hardly anything but links.
    """
    named = (one.element for one in marked if _MENU.search(one.name) and not _NO_MENU.search(one.name))
    for element in (*elements.tagged("nav")[:5], *islice(named, 5), *elements.tagged("header")[:2]):
        if len(found := _items(element)) >= MENU_LINKS:
            return found
    for element in (*elements.tagged("ul")[:CELLS], *elements.tagged("td")[:CELLS]):
        if len(found := _items(element)) >= CELL_LINKS:
            size = len(text_of(element, 2_000))
            if sum(map(len, found)) >= size * CELL_SHARE:
                return found
    return []


def _items(element: HtmlElement) -> list[str]:
    links = islice(element.iter("a"), 2 * MENU_ITEMS)
    return distinct((text_of(link, ITEM_CHARS) for link in links), MENU_ITEMS)


def footer(elements: Elements, marked: list[NamedElement], hidden: set[HtmlElement], text: str) -> str | None:
    """The beginning of the page's footer; where there is none, its line of copyright. `text` is all that is visible."""
    named = [one.element for one in marked if _names_footer(one.name) and one.element.tag != "body"]
    for element in (*elements.tagged("footer")[-1:-5:-1], *named[-1:-4:-1]):
        of_part = next(element.iterancestors("article", "li", "blockquote"), None) is not None  # of a post, a comment
        if not of_part and (found := seen_text(element, hidden)):
            return found
    end = text[-_END_CHARS:]
    match = _OWNER.search(end)
    return end[match.start() : match.start() + FACT_CHARS].strip() if match else None


def _names_footer(name: str) -> bool:
    return ("footer" in name or "colophon" in name) and _FOOTER.search(name) is not None


def feeds(elements: Elements, url: str) -> Iterator[str]:
    """The addresses of the page's feeds, in full where its own is known."""
    for link in elements.tagged("link")[:500]:
        kind = (link.get("type") or "").strip().lower()
        if kind in FEED_TYPES and "alternate" in (link.get("rel") or "").lower().split():
            yield _joined(url, (link.get("href") or "").strip())[:FACT_CHARS]


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href) if href else ""
    except ValueError:
        return href
