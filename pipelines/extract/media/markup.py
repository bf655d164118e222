"""XML and pieces of HTML, parsed leniently and without loading or expanding anything."""

import re
from html.entities import html5

from lxml import etree, html
from resiliparse.extract.html2text import extract_plain_text

from crawler.sources.parsing.xml.tree import local_name, parse_xml
from pipelines.extract.media.blocks import TextBlocks
from pipelines.extract.media.roles import HTML
from pipelines.extract.media.tree import TreeText

MAX_ENTITY = 100
"""Characters that a declared entity may stand for: a name or a sign, not a text."""

DENSE, DENSE_CHARS = 20_000, 8
"""More elements than this, with fewer characters for each, tag included, are not walked."""

_ENTITY = re.compile(rb"&([A-Za-z][\w.-]{0,40});")
_DECLARED = re.compile(
    rb"""<!ENTITY\s{1,9}([A-Za-z][\w.-]{0,40})\s{1,9}(?:"([^"<&%]{1,100})"|'([^'<&%]{1,100})')\s{0,9}>"""
)
_PREDEFINED = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def parsed(body: bytes) -> etree._Element:
    """The root of an XML document. HTML's entities, and short ones that its DTD declares, are characters in it."""
    if b"\x00" in body[:64]:  # UTF-16, whose entities are not looked for
        return parse_xml(body)
    declared = {match[1]: match[2] or match[3] for match in _DECLARED.finditer(body[:100_000])}

    def character(match: re.Match[bytes]) -> bytes:
        if match[1] in _PREDEFINED:
            return match[0]
        if value := declared.get(match[1]):
            return value
        named = html5.get(match[1].decode("ascii", "replace") + ";")
        return "".join(f"&#{ord(char)};" for char in named).encode() if named else b"&amp;" + match[0][1:]

    return parse_xml(_ENTITY.sub(character, body) if b"&" in body else body)


def text_of(element: etree._Element | None) -> str:
    """All text in an element, folded."""
    if element is None:
        return ""
    return " ".join(etree.tostring(element, method="text", encoding="unicode", with_tail=False).split())


def first(root: etree._Element, *names: str) -> etree._Element | None:
    """The first element in document order that has one of the names."""
    return next((element for element in root.iter() if local_name(element) in names), None)


def add_html(source: str | bytes, blocks: TextBlocks) -> None:
    """Add the blocks of HTML, a whole document or a piece of one."""
    if isinstance(source, str) and "<" not in source and "&" not in source:
        blocks.add(source)
        return
    if isinstance(source, str) and _is_dense(source):
        blocks.add(extract_plain_text(source, main_content=False))
        return
    encoded = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding=None if isinstance(source, bytes) else "utf-8")
    try:
        root = html.document_fromstring(encoded, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return
    TreeText(HTML, blocks, guess=False).read(root)


def _is_dense(source: str) -> bool:
    """Whether HTML is nearly nothing but elements, which no program writes, and which take 15 us each to walk."""
    elements = source.count("<") - source.count("</")
    return elements > DENSE and len(source) < DENSE_CHARS * elements
