"""EPUB (www.w3.org/TR/epub-33): the chapters in the order of the spine, each read as HTML.

`line` is the number of the chapter in the spine, `column` the character in its file. Links between chapters are
relative, and ignored as such.
"""

from collections.abc import Callable

from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.encodings import decode
from crawler.sources.parsing.html.links import HtmlReader
from crawler.sources.parsing.office.epub_package import read_package
from crawler.sources.parsing.office.zip_parts import ZipParts, zip_mimetype
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.source_text import SourceText

_MIMETYPE = b"application/epub+zip"


def sniff(source: SourceText) -> bool:
    return source.data.startswith(b"PK") and zip_mimetype(source.data).startswith(_MIMETYPE)


def read(source: SourceText) -> ParsedSource:
    parts = ZipParts(source.data)
    package = read_package(parts)
    collector = Collector(source.path, source.size)
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
    return collector.parsed(source.document("epub", title=tidy(package.title or "") or None))


def _places(chapter: int) -> Callable[[int], tuple[int, int]]:
    return lambda offset: (chapter, offset + 1)
