"""HTML: decoded once, parsed once; metadata, headings and facts first, because the text extractor changes the tree."""

import logging
import re
from dataclasses import replace
from itertools import islice

from lxml.etree import ElementDefaultClassLookup, HTMLParser, LxmlError
from lxml.html import HtmlElement, document_fromstring
from resiliparse.extract.html2text import extract_plain_text

from crawler.model import Capture
from crawler.text.scripts import alphabet_length
from crawler.text.tidy import tidy
from pipelines.extract.decode import to_text
from pipelines.extract.elements import Elements, collect
from pipelines.extract.embedded.complete import complete, is_poor
from pipelines.extract.facts import find as facts
from pipelines.extract.html import declared, lead
from pipelines.extract.html.declared import DeclaredType
from pipelines.extract.html.engine import MainText, main_text
from pipelines.extract.html.render import render
from pipelines.extract.html.walk import walk
from pipelines.extract.metadata import fields as metadata
from pipelines.extract.metadata import tags
from pipelines.extract.metadata.names import fold
from pipelines.extract.metadata.titles import TITLES
from pipelines.extract.versions import package_version

LITTLE = 200
"""A text with fewer characters is in doubt, as in the judge (`GOOD_CHARS`)."""

HEAD = 200_000
"""Characters that the fallback parses for metadata: heads are rarely longer than 100,000."""

MAX_HTML = 20_000_000
"""Characters of HTML that are read; trafilatura's own limit (MAX_FILE_SIZE)."""

_DEK = re.compile(r"(?:^|[\s_-])(?:dek|deck|standfirst|sub-?title|sub-?head(?:line|ing)?)(?:$|[\s_-])", re.IGNORECASE)
_DEK_WORDS = ("dek", "deck", "tandfirst", "ubtitle", "ub-title", "ubhead", "ub-head")
"""Words of which a class that `_DEK` fits needs one."""

_DEK_TAGS = frozenset(("p", "div", "h2", "h3", "h4", "span"))
MAX_DEKS = 20
"""Elements under such classes that are looked at."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

DEEP = 1000
"""On pages with deeper nesting, resiliparse extracts the whole text instead of the main content: finding the main
content takes time that is quadratic in the depth (5 s at 20,000), the whole text linear time."""

HUGE = 100_000
_HUGE_TAG = re.compile(rf"<([A-Za-z][\w:-]{{,99}}+)[^<>]{{{HUGE},}}+>")
"""Tags with hundreds of thousands of attributes, on which parsers take quadratic time."""

_OPEN_OR_CLOSE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td tr option dt dd".split()
)
"""Elements that do not add to the depth: the void elements of the HTML standard (section 13.1.2), and those whose end
tag may be omitted (section 13.1.2.4), so that the next one ends them."""

_SELF_CLOSED_HTML = re.compile(r"(<html[^>]*?)\s*/>", re.IGNORECASE)


def capture(body: bytes, *, media: str, url: str, content_type: str | None, fallback: bool) -> Capture:
    """The Capture of a page. With `fallback`, lxml parses only its head, and trafilatura is not used."""
    charset, html = to_text(body, content_type)
    html = _without_huge_tags(html[:MAX_HTML])
    result = Capture(media_type=media, charset=charset)
    tree, cut = parse(html[:HEAD] if fallback else html)
    known: list[str] = []
    main: MainText | None = None
    said_type = DeclaredType()
    if tree is not None:
        elements = collect(tree)
        found = tags.collect(elements)
        said = metadata.read(found, elements, url=url)
        known = [said.title or "", found.title or "", *found.headings]
        known += [value for name in TITLES for value in found.metas.get(name, [])]
        known += _deks(elements, found)
        page_facts = facts.find(elements, found, said, url=url)
        said_type = declared.look(url, found, elements)
        result = replace(result, metadata=said, headings=tuple(found.headings), facts=page_facts)
        if not fallback:
            main = main_text(tree, found, url, known=known, authors=said.authors, declared=said_type.certain)
    result = _with_text(result, main, html, known, cut=cut)
    if main is not None and is_poor(result):
        fresh, _ = parse(html)  # the text extractor changed the tree
        result = complete(result, collect(fresh), url, render=fragment) if fresh is not None else result
    return replace(result, page_type=said_type.with_text(len(result.text or ""), result.page_type))


def _without_huge_tags(html: str) -> str:
    # A huge tag leaves a window of half its size without the ends of tags; hardly any other text does.
    opening, searched = -1, 0
    for start in range(0, len(html), HUGE // 2):
        end = start + HUGE // 2
        if html.find("<", start, end) < 0 and html.find(">", start, end) < 0:
            found = html.rfind("<", searched, start)
            searched = start
            if found > opening and _HUGE_TAG.match(html, found):
                return _HUGE_TAG.sub(r"<\1>", html)
            opening = max(opening, found)
    return html


def fragment(html: str) -> str:
    """The whole text of a fragment of HTML, in the canonical form."""
    tree, _ = parse(html)
    blocks = walk(tree) if tree is not None else []
    return tidy("\n\n".join(render(blocks, [True] * len(blocks))))


def parse(html: str) -> tuple[HtmlElement | None, bool]:
    """`(tree, cut)`: the tree of a page, None if it is empty, and whether libxml2 left out a part of it (nested more
    than 256 elements deep, or a text of over 10 MB). Settings as in trafilatura's own parser.
    """
    # libxml2 stops at <html/>, and prefers the encoding of an XML declaration to ours.
    head, count = _SELF_CLOSED_HTML.subn(r"\1>", html[:4096], count=1)
    source = head + html[4096:] if count else html
    parser = HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    # Every element is an HtmlElement, decided in C: lxml.html's own lookup is a Python call for each of them.
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None, False
    cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return (tree if isinstance(tree, HtmlElement) else None), cut


def _with_text(result: Capture, main: MainText | None, html: str, known: list[str], *, cut: bool) -> Capture:
    """The Capture with its text. `main` is None for the fallback, which does not use the tree."""
    text = tidy("\n\n".join(main.paragraphs)) if main is not None else ""
    if main is not None and alphabet_length(text) >= LITTLE and not cut:
        doubt = "; ".join(main.doubts) or None
        found = replace(result, text=text, doubt=doubt, coverage=main.coverage, page_type=main.page_type)
        return _by(found, main.extractor)
    other = _plain_text(html, known)
    if len(other) >= LITTLE and len(other) > 2 * len(text):
        why = f"fallback used: {'; '.join(main.doubts)}" if main is not None and main.doubts else None
        if cut:
            why = "fallback used: nested too deep, or too large, for the HTML parser"
        doubt = (why or f"fallback used: only {len(text)} characters found") if main is not None else None
        page_type = main.page_type if main is not None else None
        return _by(replace(result, text=other, doubt=doubt, page_type=page_type), "resiliparse")
    extractor = main.extractor if main is not None and (text or not other) else "resiliparse"
    text = other if extractor == "resiliparse" else text
    found = replace(
        result,
        text=text or None,
        no_text=None if text else "no text: the page has none",
        doubt=f"little text: {len(text)} characters" if 0 < alphabet_length(text) < LITTLE else None,
        page_type=main.page_type if main is not None else None,
    )
    return _by(found, extractor)


def _by(capture: Capture, extractor: str) -> Capture:
    """The Capture with its extractor and the version; that of the block model is the distribution's."""
    version = package_version("citecache" if extractor == "blocks" else extractor)
    return replace(capture, extractor=extractor, extractor_version=version)


def _plain_text(html: str, known: list[str]) -> str:
    """The text by resiliparse, whose blocks are separated by one or more line ends."""
    text = extract_plain_text(html, main_content=not _is_deep(html), alt_texts=False, list_bullets=False)
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return tidy("\n\n".join(lead.strip_lead(parts, known=known)))


def _is_deep(html: str) -> bool:
    """Whether more than `DEEP` elements are open at once: an estimate, since scripts and comments may contain tags."""
    depth = 0
    if html.count("<") < DEEP:
        return False
    for match in _OPEN_OR_CLOSE.finditer(html):
        if match[2].lower() not in _VOID:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > DEEP:
                return True
    return False


def _deks(elements: Elements, found: tags.Tags) -> list[str]:
    """Texts that are marked as subheadings and are also the page's description.

    Either condition by itself also fits the first paragraph, which many pages repeat as their description.
    """
    described = {fold(value) for name in metadata.DESCRIPTIONS for value in found.metas.get(name, [])}
    if not described:
        return []
    joined = "\n".join({*elements.classes.values})
    words = [word for word in _DEK_WORDS if word in joined]
    if not words:
        return []
    named = ((name, element) for name, element in elements.classes.items() if any(word in name for word in words))
    candidates = islice(((name, element) for name, element in named if element.tag in _DEK_TAGS), MAX_DEKS)
    marked = [element for name, element in candidates if _DEK.search(name)]
    return [text for element in marked if fold(text := tags.text_of(element)) in described]
