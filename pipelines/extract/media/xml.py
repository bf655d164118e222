"""XML: JATS, TEI, DocBook, feeds, subtitles, flat OpenDocument, and any other that holds prose.

XML whose content stands in attributes is kept as its source.
"""

from dataclasses import replace

from lxml import etree

from crawler.model import Capture, Metadata
from crawler.sources.parsing.xml.tree import local_name
from crawler.text.dates import find_date
from crawler.text.tidy import one_line, tidy
from pipelines.extract.decode import to_text
from pipelines.extract.media import feeds, odf, scholarly, subtitles
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.markup import first, parsed, text_of
from pipelines.extract.media.roles import GENERIC
from pipelines.extract.media.tree import TreeText
from pipelines.extract.media.types import MediaBody
from pipelines.extract.metadata.names import clean_authors

LITTLE = 200
"""With fewer characters of text than this, and than a fifth of the source, the source itself is kept."""


def capture(body: MediaBody) -> Capture:
    """The Capture of an XML document."""
    root = parsed(body.data)
    blocks = TextBlocks()
    reader = "xml"
    if feeds.is_feed(root):
        metadata, reader = feeds.read(root, blocks), "feed"
    elif (article := scholarly.jats_article(root)) is not None:
        metadata, reader = scholarly.read_jats(article, blocks), "jats"
    elif local_name(root) in ("TEI", "TEI.2", "teiCorpus"):
        metadata, reader = scholarly.read_tei(root, blocks), "tei"
    elif scholarly.is_docbook(root):
        metadata, reader = scholarly.read_docbook(root, blocks), "docbook"
    elif local_name(root) == "document" and "opendocument" in str(root.tag):
        metadata, reader = odf.read(root, root, blocks), "odf"
    elif local_name(root) == "tt":
        spoken = tidy(subtitles.read_ttml(root))
        return captured(spoken, media=body.media, metadata=_titled(root), extractor="subtitles")
    else:
        metadata = _any(root, blocks)
    text = blocks.text()
    if len(text) < LITTLE and len(text) < len(body.data) / 5 and reader == "xml":
        charset, source = to_text(body.data, body.content_type)
        return captured(tidy(source), media=body.media, metadata=metadata, extractor="plain", charset=charset)
    page_type = "paper" if reader == "jats" else None
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    found = captured(blocks, media=body.media, metadata=metadata, extractor=reader, charset=encoding)
    return replace(found, page_type=page_type)


def _titled(root: etree._Element) -> Metadata:
    return Metadata.told(title=(one_line(text_of(first(root, "title"))), "XML title"))


def _any(root: etree._Element, blocks: TextBlocks) -> Metadata:
    """Read XML of a vocabulary of its own."""
    TreeText(GENERIC, blocks).read(root)
    title = one_line(text_of(first(root, "title", "book-title", "headline", "Title")))
    authors = clean_authors(text_of(e) for e in root.iter() if local_name(e) in ("author", "creator", "byline"))
    published = find_date(text_of(first(root, "pubdate", "pubDate", "published", "date", "issued")))
    return Metadata.told(
        title=(title, "XML title"), authors=(authors, "XML author"), published_date=(published, "XML date")
    )
