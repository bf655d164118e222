"""EndNote's XML export, which Ovid, Zotero and JabRef write, too.

Elements: EndNote's RSXML.dtd ("records", "record"). A file may be one line of a megabyte.
"""

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import (
    BibliographyEntry,
    EntryField,
    add_entries,
    date_of,
    given_first,
)
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.markup import XmlTag, root_tag, scan_xml
from crawler.sources.parsing.xml.nodes import XmlNode, xml_nodes

_FIELDS = (
    (("urls", "related-urls", "url"), "url"),
    (("urls", "web-urls", "url"), "url"),
    (("urls", "text-urls", "url"), "link"),
    (("urls", "pdf-urls", "url"), "pdf"),
    (("electronic-resource-num",), "doi"),
    (("notes",), "note"),
    (("research-notes",), "note"),
    (("abstract",), "abstract"),
    (("titles", "secondary-title"), "journal"),
    (("periodical", "full-title"), "journal"),
    (("volume",), "volume"),
    (("pages",), "pages"),
    (("custom2",), "pmcid"),
    (("access-date",), "urldate"),
)
_FIRST_TAGS = 4


def sniff(source: SourceText) -> bool:
    """Whether the document begins with `records` and `record`, in an `xml` element or not."""
    if root_tag(source.head) is None:
        return False
    names: list[str] = []
    for token in scan_xml(source.head):
        if isinstance(token, XmlTag):
            names.append(token.name)
            if len(names) == _FIRST_TAGS:
                break
    return "records" in names[:2] and "record" in names


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    lines = LineIndex(source.text)
    add_entries([_entry(node, lines) for node in xml_nodes(source.text, frozenset(("record",)))], collector)
    return collector.parsed(source.document("endnote"))


def _entry(record: XmlNode, lines: LineIndex) -> BibliographyEntry:
    fields: list[EntryField] = []
    for path, name in _FIELDS:
        fields += [node.entry_field(name, lines) for node in record.all(*path)]
    authors = record.texts("contributors", "authors", "author") or record.texts(
        "contributors", "secondary-authors", "author"
    )
    kind = next((node.tag.get("name") for node in record.all("ref-type")), "")
    return BibliographyEntry(
        key=record.first("label") or None, line=lines.place(record.tag.start)[0], fields=fields,
        title=record.first("titles", "title"), type=kind.lower(), authors=[given_first(name) for name in authors],
        published=date_of(record.first("dates", "year")), abstract=record.first("abstract"),
        tags=record.texts("keywords", "keyword"),
    )  # fmt: skip
