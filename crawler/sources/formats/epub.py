"""EPUB (www.w3.org/TR/epub-33): the chapters in the order of the spine, each read as HTML.

`line` is the number of the chapter in the spine, `column` the character in its file. Links between chapters are
relative, and ignored as such.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.encodings import decode
from crawler.sources.parsing.html.links import HtmlReader
from crawler.sources.parsing.office.zip_parts import ZipParts, part_name, zip_mimetype
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.tree import attribute, local_name, parse_xml

_MIMETYPE = b"application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


def sniff(source: SourceText) -> bool:
    return source.data.startswith(b"PK") and zip_mimetype(source.data).startswith(_MIMETYPE)


def read(source: SourceText) -> ParsedSource:
    parts = ZipParts(source.data)
    package = _package(parts)
    if _encrypted(parts) & set(package.chapters):
        raise SourceError("protected (DRM): its chapters are encrypted")
    collector = Collector(source.path)
    for number, name in enumerate(package.chapters, 1):
        data = parts.read(name)
        if data is None:
            collector.skip(number, f"the book has no part {name[:80]!r}")
            continue
        try:
            text = decode(data).text
        except SourceError as error:
            collector.skip(number, f"{name[:80]}: {error}")
            continue
        HtmlReader(text, _places(number), collector).read()
    return collector.parsed(source.document("epub", title=package.title))


def _places(chapter: int) -> Callable[[int], tuple[int, int]]:
    return lambda offset: (chapter, offset + 1)


@dataclass(slots=True)
class _Package:
    title: str | None = None
    chapters: list[str] = field(default_factory=list)  # names of parts, each once


def _package(parts: ZipParts) -> _Package:
    """The package document, which the container names (section 4.2.6.3.1)."""
    container = parts.read(_CONTAINER)
    paths = [
        attribute(element, "full-path")
        for element in (parse_xml(container).iter() if container else ())
        if local_name(element) == "rootfile"
    ]
    path = next(iter(paths), next((name for name in parts.names if name.endswith(".opf")), ""))
    data = parts.read(path)
    if not data:
        raise SourceError("not an EPUB file: it holds no package document")
    package, items, spine = _Package(), {}, []
    for element in parse_xml(data).iter():
        name = local_name(element)
        if name == "title" and package.title is None:
            package.title = tidy(element.text or "") or None
        elif name == "item" and attribute(element, "media-type") in _CHAPTERS:
            items[attribute(element, "id")] = part_name(path, attribute(element, "href"))
        elif name == "itemref":
            spine.append(attribute(element, "idref"))
    package.chapters = list(dict.fromkeys(items[idref] for idref in spine if idref in items))
    return package


def _encrypted(parts: ZipParts) -> set[str]:
    """The encrypted parts; fonts are, in books that are not protected otherwise."""
    data = parts.read(_ENCRYPTION)
    elements = parse_xml(data).iter() if data else ()
    return {part_name("", attribute(e, "URI")) for e in elements if local_name(e) == "CipherReference"}
