"""Zotero's RDF export: each item cites its URL, else its DOI.

Vocabularies: Zotero's translator "Zotero RDF.js" (Bibliontology, Dublin Core, PRISM, FOAF and `z`,
http://www.zotero.org/namespaces/export#). An attachment's URL is another one of its item; it is counted.
"""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import BibliographyEntry, EntryField, add_entries
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.markup import root_tag
from crawler.sources.parsing.xml.nodes import XmlNode, attribute_field, xml_nodes
from crawler.text.dates import find_date, iso_date

_ITEMS = frozenset(
    "Article Book BookSection Document Illustration Image Journal Letter Manuscript Map Memo Patent Recording Report "
    "Thesis Interview MotionPicture ConferenceProceedings Legislation CourtReporter Data Bill Statute Hearing "
    "Description Attachment UserItem".split()
)
_NO_ITEMS = frozenset("Memo Attachment Journal Collection CourtReporter".split())
_IDENTIFIER = re.compile(r"\s*(DOI|PMID|PMCID|arXiv)\b[ \t:]*", re.IGNORECASE)


def sniff(source: SourceText) -> bool:
    root = root_tag(source.head)
    return root is not None and root.name == "RDF" and "www.zotero.org/namespaces/export" in source.head


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    lines = LineIndex(source.text)
    entries = []
    for node in xml_nodes(source.text, _ITEMS):
        if node.tag.name not in _NO_ITEMS and node.first("itemType") not in ("attachment", "note"):
            entries.append(_entry(node, lines))
        else:
            _others(node, lines, collector)
    add_entries(entries, collector)
    return collector.parsed(source.document("zotero-rdf"))


def _others(node: XmlNode, lines: LineIndex, collector: Collector) -> None:
    """Counts the URLs of attachments, notes and journals."""
    found = BibliographyEntry(None, 1, [field for field in _fields(node, lines) if "://" in field.text])
    for field in found.fields:
        at = field.text.find("http")
        if at >= 0:
            collector.ignore("URL of an attachment or a note", *field.place(at), field.text[at:].split()[0])


def _entry(item: XmlNode, lines: LineIndex) -> BibliographyEntry:
    submitted = item.first("dateSubmitted")
    return BibliographyEntry(
        key=item.first("citationKey") or None, line=lines.place(item.tag.start)[0], fields=_fields(item, lines),
        title=item.first("title"), type=item.first("itemType").lower() or item.tag.name.lower(), authors=_people(item),
        published=iso_date(item.first("date")) or find_date(item.first("date")), abstract=item.first("abstract"),
        tags=item.texts("subject"), accessed=iso_date(submitted) if submitted else None,
    )  # fmt: skip


def _fields(item: XmlNode, lines: LineIndex) -> list[EntryField]:
    """The item's URI, else the URL by which it is named (`rdf:about`); its identifiers, notes and journal."""
    fields: list[EntryField] = []
    for node in item.all("identifier"):
        uris = list(node.all("URI", "value"))
        fields += [uri.entry_field("url", lines) for uri in uris]
        if not uris and (kind := _IDENTIFIER.match(node.content.text)):
            fields.append(_behind(node.entry_field(kind[1].lower(), lines), kind.end()))
    for name, path in (("note", "description"), ("abstract", "abstract"), ("number", "number")):
        fields += [node.entry_field(name, lines) for node in item.all(path)]
    fields += [node.entry_field("journal", lines) for node in item.all("isPartOf", "Journal", "title")]
    for node in item.all("isPartOf", "Journal", "identifier"):
        if kind := _IDENTIFIER.match(node.content.text):
            fields.append(_behind(node.entry_field(kind[1].lower(), lines), kind.end()))
    about = item.tag.attributes.get("rdf:about")
    if about is not None and about.text.lower().startswith(("http:", "https:")):
        own = any(field.name == "url" for field in fields)
        fields.append(attribute_field("link" if own else "url", about, lines))
    return fields


def _behind(field: EntryField, start: int) -> EntryField:
    """The rest of a field from an offset on."""
    return EntryField(field.name, field.text[start:], lambda at: field.place(start + at))


def _people(item: XmlNode) -> list[str]:
    for role in ("authors", "editors", "contributors"):
        people = list(item.all(role, "Seq", "li", "Person"))
        names = (
            f"{person.first('givenName') or person.first('givenname')} {person.first('surname')}" for person in people
        )
        if found := [name.strip() for name in names if name.strip()]:
            return found
    return []
