"""EPUB (www.w3.org/TR/epub-33): the chapters in the order of the spine; the navigation document is none of them."""

from lxml import etree

from crawler.model import Capture
from crawler.model.errors import SourceError
from crawler.sources.parsing.office.epub_package import read_package
from crawler.sources.parsing.office.zip_parts import ZipParts
from crawler.sources.parsing.xml.tree import attribute, local_name
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.markup import add_html, first, parsed
from pipelines.extract.media.properties import of_dublin_core
from pipelines.extract.media.roles import HTML
from pipelines.extract.media.tree import TreeText
from pipelines.extract.media.types import MediaBody


def capture(body: MediaBody) -> Capture:
    """The Capture of a book. Raises SourceError."""
    parts = ZipParts(body.data)
    book = read_package(parts)
    blocks = TextBlocks()
    missing = 0
    chapters = [name for name in book.chapters if name not in book.navigation]
    for name in chapters:
        data = parts.read(name) if not blocks.full else None
        if data:
            _chapter(data, blocks)
        missing += data is None and not blocks.full
    metadata = of_dublin_core([element for element in book.about if _is_own(element, book.roles)], "OPF")
    doubt = f"{missing:,} of {len(chapters):,} chapters are missing in the file" if missing else None
    return captured(blocks, media=body.media, metadata=metadata, extractor="epub", doubt=doubt)


def _is_own(element: etree._Element, roles: dict[str, str]) -> bool:
    """Whether an element is no creator, or one that wrote the book, not its illustrator or translator."""
    role = attribute(element, "role") or roles.get(attribute(element, "id"), "")
    return local_name(element) != "creator" or role.lower() in ("", "aut", "cre", "edt")


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
