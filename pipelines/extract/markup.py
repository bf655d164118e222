"""HTML: decoded once, parsed once; metadata, headings and markers first, for the text extractor changes the tree."""

import logging
import re
from dataclasses import replace

import lxml.html
import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Extractor

from crawler.items import Capture
from pipelines.extract import lead, metadata, tags
from pipelines.extract.blocks import blocks
from pipelines.extract.clean import tidy
from pipelines.extract.decode import to_text
from pipelines.extract.markers import find
from pipelines.extract.page import package_version

LITTLE = 200
"""Characters under which a text is in doubt: the judge's measure of a page that says something."""

HEAD = 200_000
"""Characters that are parsed for metadata when the whole page is not: heads are rarely longer than 100,000."""

MAX_HTML = 20_000_000
"""Characters of HTML that are looked at; trafilatura's own limit (MAX_FILE_SIZE)."""

OPTIONS = Extractor(fast=True, comments=False, output_format="txt")
"""Fast: without the comparison with readability and justext, which costs 60 % more time and, measured on the
development pages, 0.9 points of F1. Comments are not what was cited. Metadata is read here, at half the cost."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_SELF_CLOSED_HTML = re.compile(r"(<html[^>]*?)\s*/>", re.IGNORECASE)


def capture(body: bytes, *, media: str, url: str, content_type: str | None, fallback: bool) -> Capture:
    """The Capture of a page. With `fallback` the whole page is never parsed by lxml nor seen by trafilatura."""
    charset, html = to_text(body, content_type)
    html = html[:MAX_HTML]
    result = Capture(media_type=media, charset=charset)
    tree = parse(html[:HEAD] if fallback else html)
    known: list[str] = []
    if tree is not None:
        found = tags.collect(tree)
        said = metadata.read(found, tree, url=url, size=len(html))
        known = [said.title or "", said.description or "", *found.headings, *_titles(found)]
        result = replace(result, metadata=said, headings=tuple(found.headings), markers=find(tree, html))
    return _with_text(result, None if fallback else tree, html, known)


def parse(html: str) -> HtmlElement | None:
    """The tree of a page, None when there is nothing in it. Settings as in trafilatura's own parser."""
    # libxml2 stops at <html/>, and trusts an XML declaration's encoding over ours.
    source = _SELF_CLOSED_HTML.sub(r"\1>", html[:4096], count=1) + html[4096:]
    parser = lxml.html.HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _with_text(result: Capture, tree: HtmlElement | None, html: str, known: list[str]) -> Capture:
    text, why = _main_text(tree, known) if tree is not None else ("", None)
    if tree is not None and len(text) >= LITTLE:
        return replace(result, text=text, extractor="trafilatura", extractor_version=package_version("trafilatura"))
    other = _plain_text(html, known)
    if len(other) >= LITTLE and len(other) > 2 * len(text):
        doubt = why or (f"fallback used: trafilatura found {len(text)} characters" if tree is not None else None)
        version = package_version("resiliparse")
        return replace(result, text=other, doubt=doubt, extractor="resiliparse", extractor_version=version)
    extractor = "trafilatura" if len(text) >= len(other) and tree is not None else "resiliparse"
    text = text if extractor == "trafilatura" else other
    return replace(
        result,
        text=text or None,
        no_text=None if text else "no text: the page has none",
        doubt=f"little text: {len(text)} characters" if text else None,
        extractor=extractor,
        extractor_version=package_version(extractor),
    )


def _main_text(tree: HtmlElement, known: list[str]) -> tuple[str, str | None]:
    """`(text, why there is none)` by trafilatura, which consumes the tree."""
    try:
        document = trafilatura.bare_extraction(tree, options=OPTIONS)
    except (RecursionError, LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        return "", f"fallback used: trafilatura failed ({type(error).__name__})"
    if document is None or isinstance(document, dict) or document.body is None:
        return "", None
    return tidy("\n\n".join(lead.strip_lead(blocks(document.body), known=known))), None


def _plain_text(html: str, known: list[str]) -> str:
    """The text by resiliparse, whose blocks are separated by one or more line ends."""
    text = extract_plain_text(html, main_content=True, alt_texts=False, list_bullets=False)
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return tidy("\n\n".join(lead.strip_lead(parts, known=known)))


def _titles(found: tags.Tags) -> list[str]:
    return [
        found.title or "",
        *(value for name in metadata.TITLES for value in found.metas.get(name, [])),
        *_descriptions(found),
    ]


def _descriptions(found: tags.Tags) -> list[str]:
    return [value for name in metadata.DESCRIPTIONS for value in found.metas.get(name, [])]
