"""The `<meta>` and `<link>` tags, `<html lang>`, headings and microdata of a page, collected in one walk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.text.tidy import one_line
from pipelines.extract.elements import Elements
from pipelines.extract.metadata.jsonld import Node, walk

MAX_HEADINGS = 5
"""h1 texts that are kept: later ones are not headlines."""

MAX_VALUES = 100
"""Values of one name that are kept: papers have many citation_author tags, attacks have more."""

MAX_SCRIPT = 2_000_000
"""Characters of one JSON-LD script that are worth parsing."""

ITEMPROPS = frozenset(("headline", "description", "inlanguage", "isaccessibleforfree"))
"""The schema.org properties read from microdata, in lower case."""

LINK_MARK = re.compile(r"(?:\s?[¶§🔗]|\s#){1,3}$")
"""What documentation sites put behind a heading to link to it."""

_LD = "application/ld+json"


@dataclass(slots=True)
class Tags:
    """The tags of a page. Keys are lower case, values stripped and never empty, in page order."""

    metas: dict[str, list[str]] = field(default_factory=dict)  # property, name or http-equiv -> content
    props: dict[str, list[str]] = field(default_factory=dict)  # itemprop -> value
    scripts: list[str] = field(default_factory=list)  # JSON-LD sources
    headings: list[str] = field(default_factory=list)
    title: str | None = None
    canonical: str | None = None
    lang: str | None = None
    _nodes: list[Node] | None = None

    def nodes(self) -> list[Node]:
        """All nodes of the JSON-LD scripts, in page order; parsed once."""
        if self._nodes is None:
            self._nodes = walk(self.scripts)
        return self._nodes

    def first(self, *names: str) -> tuple[str, str] | None:
        """`(name, value)` of the first of the names that the page has."""
        for name in names:
            if values := self.metas.get(name):
                return name, values[0]
        return None


def collect(elements: Elements) -> Tags:
    """The tags of a parsed page."""
    root = elements.root
    tags = Tags(lang=_clean(root.get("lang") or root.get("xml:lang")))
    for tag, reader in _READERS.items():
        for element in elements.tagged(tag):
            reader(tags, element)
    for prop, element in elements.props.items():
        _prop(tags, prop, element)
    return tags


def text_of(element: HtmlElement, limit: int = 20_000) -> str:
    """The visible text within an element on one line; stops reading at `limit` characters."""
    parts: list[str] = []
    size = 0
    for part in _texts(element):
        parts.append(part)
        size += len(part)
        if size > limit:
            break
    return one_line("".join(parts))


def _texts(element: HtmlElement) -> Iterator[str]:
    for part in element.itertext("*"):
        yield str(part)


def without_mark(text: str, heading: HtmlElement) -> str:
    """A heading's text without the mark of its link: "open#" is "open" if "#" is a link, "C#" stays."""
    text = LINK_MARK.sub("", text.replace("\u200b", "")).strip()
    last = heading[-1] if len(heading) else None
    if (
        last is not None
        and last.tag == "a"
        and (last.text or "").strip() in ("#", "¶", "§", "🔗")
        and text[-1:] in "#¶§🔗"
    ):
        return text[:-1].rstrip()
    return text


def _clean(value: str | None) -> str | None:
    return (one_line(value) or None) if value else None


def _meta(tags: Tags, element: HtmlElement) -> None:
    content = element.get("content")
    value = one_line(content, 5000) if content else ""
    if not value:
        return
    for attribute in ("property", "name", "http-equiv"):
        for name in (element.get(attribute) or "").lower().split()[:3]:
            values = tags.metas.setdefault(name, [])
            if len(values) < MAX_VALUES:
                values.append(value)


def _prop(tags: Tags, prop: str, element: HtmlElement) -> None:
    if not ITEMPROPS.isdisjoint(prop.lower().split()):
        value = element.get("content") or element.get("datetime") or text_of(element, 2000)
        _add_prop(tags, prop, one_line(value))


def _add_prop(tags: Tags, prop: str, value: str) -> None:
    for name in prop.lower().split()[:3]:
        values = tags.props.setdefault(name, [])
        if value and name in ITEMPROPS and len(values) < MAX_VALUES:
            values.append(value)


def _link(tags: Tags, element: HtmlElement) -> None:
    href = element.get("href")
    if href and tags.canonical is None and "canonical" in (element.get("rel") or "").lower().split():
        tags.canonical = href.strip() or None


def _title(tags: Tags, element: HtmlElement) -> None:
    # An <svg> has titles, too.
    if tags.title is None and not any(parent.tag == "svg" for parent in element.iterancestors()):
        tags.title = text_of(element) or None


def _script(tags: Tags, element: HtmlElement) -> None:
    if (element.get("type") or "").partition(";")[0].strip().lower() == _LD and len(tags.scripts) < MAX_VALUES:
        source = element.text or ""
        if source.strip() and len(source) <= MAX_SCRIPT:
            tags.scripts.append(source)


def _heading(tags: Tags, element: HtmlElement) -> None:
    if len(tags.headings) < MAX_HEADINGS and (text := without_mark(text_of(element), element)):
        tags.headings.append(text)


_READERS = {"meta": _meta, "link": _link, "title": _title, "script": _script, "h1": _heading}
