"""OpenDocument texts, spreadsheets and presentations, zipped or flat (OASIS OpenDocument 1.3, part 3).

Deleted text, annotations, headers and footers of pages are no text of the document.
"""

from lxml import etree

from crawler.model import Capture, Metadata
from crawler.model.errors import SourceError
from crawler.sources.parsing.office.zip_parts import ZipParts
from crawler.sources.parsing.xml.tree import attribute, local_name, parse_xml
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.properties import of_dublin_core
from pipelines.extract.media.roles import ODF
from pipelines.extract.media.tree import TreeText
from pipelines.extract.media.types import MediaBody


def capture(body: MediaBody) -> Capture:
    """The Capture of an OpenDocument file. Raises SourceError."""
    blocks = TextBlocks()
    if not body.data.startswith(b"PK"):
        root = parse_xml(body.data)
        return captured(blocks, media=body.media, metadata=read(root, root, blocks), extractor="odf")
    parts = ZipParts(body.data)
    if b"encryption-data" in (parts.read("META-INF/manifest.xml") or b""):
        raise SourceError("protected by a password")
    content = parts.read("content.xml")
    if not content:
        raise SourceError("not an OpenDocument file: it holds no content")
    about = parts.read("meta.xml")
    metadata = read(parse_xml(content), parse_xml(about) if about else None, blocks)
    return captured(blocks, media=body.media, metadata=metadata, extractor="odf")


def read(root: etree._Element, about: etree._Element | None, blocks: TextBlocks) -> Metadata:
    """Read a document; `about` holds its properties."""
    _prepare(root)
    walker = TreeText(ODF, blocks)
    for body in root.iterfind("{*}body"):
        walker.read(body)
    meta = about.find("{*}meta") if about is not None else None
    titled = (text for kind, text in blocks.blocks if kind == "heading")
    return of_dublin_core(list(meta) if meta is not None else [], "meta.xml", next(titled, None))


def _prepare(root: etree._Element) -> None:
    """Turn levels of headings, spaces that are counted, and numbered lists into what the walk knows."""
    numbered = {
        attribute(style, "name")
        for style in root.iter()
        if local_name(style) == "list-style" and len(style) and local_name(style[0]) == "list-level-style-number"
    }
    for element in root.iter():
        name = local_name(element)
        if name == "h" and attribute(element, "outline-level") == "1":
            element.tag = "h1"
        elif name == "list" and attribute(element, "style-name") in numbered:
            element.tag = "ol"
