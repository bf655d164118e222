"""EPUB (www.w3.org/TR/epub-33): the chapters in the order of the spine; the navigation document is none of them."""

from dataclasses import dataclass, field

from lxml import etree

from crawler.model import Capture
from crawler.model.errors import SourceError
from crawler.sources.parsing.office.zip_parts import ZipParts, part_name
from crawler.sources.parsing.xml.tree import attribute, local_name, parse_xml
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.markup import add_html, first, parsed
from pipelines.extract.media.properties import of_dublin_core
from pipelines.extract.media.roles import HTML
from pipelines.extract.media.tree import TreeText
from pipelines.extract.media.types import MediaBody

_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


@dataclass(slots=True)
class _Book:
    chapters: list[str] = field(default_factory=list)
    about: list[etree._Element] = field(default_factory=list)  # Dublin Core


def capture(body: MediaBody) -> Capture:
    """The Capture of a book. Raises SourceError."""
    parts = ZipParts(body.data)
    book = _book(parts)
    if _encrypted(parts) & set(book.chapters):
        raise SourceError("protected (DRM): its chapters are encrypted")
    blocks = TextBlocks()
    missing = 0
    for name in book.chapters:
        data = parts.read(name) if not blocks.full else None
        if data:
            _chapter(data, blocks)
        missing += data is None and not blocks.full
    metadata = of_dublin_core(book.about, "OPF")
    doubt = f"{missing:,} of {len(book.chapters):,} chapters are missing in the file" if missing else None
    return captured(blocks, media=body.media, metadata=metadata, extractor="epub", doubt=doubt)


def _chapter(data: bytes, blocks: TextBlocks) -> None:
    try:
        root = parsed(data)
    except SourceError:
        add_html(data, blocks)
        return
    body = first(root, "body", "book")
    if body is None:
        add_html(data, blocks)
    else:
        TreeText(HTML, blocks, guess=False).read(body)


def _book(parts: ZipParts) -> _Book:
    """The package document, which the container names (section 4.2.6.3.1)."""
    container = parts.read("META-INF/container.xml")
    elements = parse_xml(container).iter() if container else iter(())
    paths = [attribute(element, "full-path") for element in elements if local_name(element) == "rootfile"]
    path = next(iter(paths), next((name for name in parts.names if name.endswith(".opf")), ""))
    data = parts.read(path)
    if not data:
        raise SourceError("not an EPUB file: it holds no package document")
    book, items, spine = _Book(), dict[str, str](), list[str]()
    for element in parse_xml(data).iter():
        name = local_name(element)
        if "purl.org/dc/elements" in str(element.tag):
            book.about.append(element)
        elif name == "item" and attribute(element, "media-type") in _CHAPTERS:
            if "nav" not in attribute(element, "properties").split():
                items[attribute(element, "id")] = part_name(path, attribute(element, "href"))
        elif name == "itemref":
            spine.append(attribute(element, "idref"))
    book.chapters = list(dict.fromkeys(items[idref] for idref in spine if idref in items))
    return book


def _encrypted(parts: ZipParts) -> set[str]:
    """The encrypted parts; fonts are, in books that are not protected otherwise."""
    data = parts.read("META-INF/encryption.xml")
    elements = parse_xml(data).iter() if data else iter(())
    return {part_name("", attribute(e, "URI")) for e in elements if local_name(e) == "CipherReference"}
