"""RSS (0.9 to 2.0), Atom (RFC 4287): each entry with its heading, date and content."""

from collections.abc import Mapping

from lxml import etree

from crawler.model import Metadata
from crawler.sources.parsing.xml.tree import attribute, local_name
from crawler.text.tidy import one_line
from pipelines.extract.media.blocks import TextBlocks
from pipelines.extract.media.markup import add_html, text_of
from pipelines.extract.media.roles import HTML
from pipelines.extract.media.tree import TreeText
from pipelines.extract.metadata.names import clean_authors

_CONTENT = ("encoded", "content", "description", "summary")
"""What holds an entry's content, the fullest first (the content module of RSS; RFC 4287 section 4.1.3)."""

_DATES = ("published", "pubDate", "date", "updated")


def is_feed(root: etree._Element) -> bool:
    """Whether an XML document is a feed."""
    name = local_name(root)
    return name in ("rss", "feed") or (name == "RDF" and any(local_name(child) == "channel" for child in root))


def read(root: etree._Element, blocks: TextBlocks) -> Metadata:
    """Read a feed; its title and authors are those of the channel."""
    channel = next((child for child in root if local_name(child) == "channel"), root)
    entries = [element for holder in dict.fromkeys((root, channel)) for element in holder if _is_entry(element)]
    said = _children(channel)
    description = said.get("description") if "description" in said else said.get("subtitle")
    if description is not None and (about := text_of(description)):
        add_html(about, blocks)
    for entry in entries:
        _entry(entry, blocks)
    title = one_line(text_of(said.get("title")))
    author = said.get("author") if "author" in said else said.get("creator")
    name = author.find("{*}name") if author is not None else None
    authors = clean_authors([text_of(name if name is not None else author)] if author is not None else [])
    language = attribute(root, "lang") or text_of(said.get("language"))
    return Metadata.told(
        title=(title, "feed title"), authors=(authors, "feed author"), language=(language[:35], "feed language")
    )


def _is_entry(element: etree._Element) -> bool:
    return local_name(element) in ("item", "entry")


def _children(element: etree._Element) -> Mapping[str, etree._Element]:
    """The first child of each name; an element without text is none."""
    found: dict[str, etree._Element] = {}
    for child in element:
        if not _is_entry(child) and (len(child) or (child.text or "").strip()):
            found.setdefault(local_name(child), child)
    return found


def _entry(entry: etree._Element, blocks: TextBlocks) -> None:
    said = _children(entry)
    heading = TextBlocks()
    add_html(text_of(said.get("title")), heading)
    blocks.heading(heading.text())
    if (date := next((said[name] for name in _DATES if name in said), None)) is not None:
        blocks.add(text_of(date))
    content = next((said[name] for name in _CONTENT if name in said), None)
    if content is None:
        return
    if len(content):  # XHTML within Atom
        TreeText(HTML, blocks, guess=False).read(content)
    elif attribute(content, "type") in ("text", "text/plain"):
        blocks.add(content.text or "")
    else:
        add_html(content.text or "", blocks)
