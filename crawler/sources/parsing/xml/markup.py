"""XML as a stream of tags and text, each with its offset: exact places, which lxml's trees do not have.

The syntax is that of XML 1.0 (www.w3.org/TR/xml, sections 2.4 to 3.1), read leniently: a lone `&` or `<` is text, a
tag that is never closed is no fault. No entity is expanded but the predefined ones and HTML's.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.entities import html5

from crawler.text.digits import unescape

MAX_XML_TAG = 100_000
"""A longer tag is not a tag. Outlines hold whole notes in attributes."""

CUT = "the file ends before its root element does: what follows is missing"

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NAME = re.compile(r"[^\s<>/=\"'!?&]+")
_ATTRIBUTE = re.compile(r"""\s*([^\s<>/=\"'&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_TAG_END = re.compile(r"\s*(/?)>")
_SKIPPED = (("<!--", "-->"), ("<?", "?>"))


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it stands in the source, at `at`, and what it means: `text`."""

    raw: str
    at: int
    is_literal: bool = False  # a CDATA section

    @property
    def text(self) -> str:
        return self.raw if self.is_literal else _REFERENCE.sub(_meaning, self.raw)

    def offsets(self) -> Callable[[int], int]:
        """Turns an offset in `text` into one in the source."""
        means, stands = [0], [self.at]
        if not self.is_literal:
            gone = 0  # characters that references take more than what they mean
            for match in _REFERENCE.finditer(self.raw):
                gone += len(match[0]) - len(_meaning(match))
                means.append(match.end() - gone)
                stands.append(self.at + match.end())

        def source(offset: int) -> int:
            row = bisect_right(means, offset) - 1
            return stands[row] + offset - means[row]

        return source


@dataclass(frozen=True, slots=True)
class XmlTag:
    """A tag at `start:end`; names are without their prefixes, except those of attributes."""

    name: str
    prefix: str
    start: int
    end: int
    closing: bool = False
    empty: bool = False  # <x/>
    attributes: dict[str, Written] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """An attribute's value without outer white space; "" if it is absent."""
        value = self.attributes.get(name)
        return value.text.strip() if value else ""


@dataclass(slots=True)
class XmlContent:
    """The text of an element, in one or more pieces."""

    pieces: list[Written] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def offsets(self) -> Callable[[int], int]:
        """Turns an offset in `text` into one in the source."""
        starts, sources = [], []
        size = 0
        for piece in self.pieces:
            starts.append(size)
            sources.append(piece.offsets())
            size += len(piece.text)

        def source(offset: int) -> int:
            row = bisect_right(starts, offset) - 1
            return sources[row](offset - starts[row])

        return source


def scan_xml(text: str, start: int = 0) -> Iterator[XmlTag | Written]:
    """The tags of a document and the text between them, from an offset on."""
    pos = start
    while (at := text.find("<", pos)) >= 0:
        if at > pos:
            yield Written(text[pos:at], pos)
        if text.startswith("<![CDATA[", at):
            pos = _end(text, "]]>", at + 9)
            yield Written(text[at + 9 : pos - 3 if text.startswith("]]>", pos - 3) else pos], at + 9, is_literal=True)
        elif skipped := next((mark for mark in _SKIPPED if text.startswith(mark[0], at)), None):
            pos = _end(text, skipped[1], at + len(skipped[0]))
        elif text.startswith("<!", at):
            pos = _declaration_end(text, at + 2)
        elif tag := _tag(text, at):
            yield tag
            pos = tag.end
        else:
            yield Written("<", at)
            pos = at + 1
    if pos < len(text):
        yield Written(text[pos:], pos)


def root_tag(head: str) -> XmlTag | None:
    """The root element's start tag, if a document begins like XML."""
    if not head.lstrip("\ufeff \t\n").startswith("<"):
        return None
    return next((token for token in scan_xml(head) if isinstance(token, XmlTag)), None)


def is_cut(text: str) -> bool:
    """Whether a document ends before its root element does, as one that was not downloaded whole."""
    root = root_tag(text)
    if root is None or root.empty:
        return False
    name = f"{root.prefix}:{root.name}" if root.prefix else root.name
    return text.rfind(f"</{name}", root.end) < 0


def _meaning(reference: re.Match[str]) -> str:
    written = reference[0]
    return unescape(written) if written[1] == "#" else html5.get(written[1:], written)


def _end(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


def _declaration_end(text: str, start: int) -> int:
    """The end of `<!DOCTYPE ...>`, whose internal subset stands in brackets."""
    end = _end(text, ">", start)
    subset = text.find("[", start, end)
    return end if subset < 0 else _end(text, ">", _end(text, "]", subset))


def _tag(text: str, at: int) -> XmlTag | None:
    closing = text.startswith("/", at + 1)
    name = _NAME.match(text, at + 1 + closing)
    if name is None:
        return None
    prefix, _, local = name[0].rpartition(":")
    limit = min(len(text), at + MAX_XML_TAG)
    attributes: dict[str, Written] = {}
    pos = name.end()
    while match := _ATTRIBUTE.match(text, pos, limit):
        group = 2 if match[2] is not None else 3
        attributes.setdefault(match[1], Written(match[group], match.start(group)))
        pos = match.end()
    end = _TAG_END.match(text, pos, limit)
    if end is None:
        return None
    return XmlTag(local, prefix, at, end.end(), closing, bool(end[1]), attributes)
