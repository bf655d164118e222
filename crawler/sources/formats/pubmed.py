"""PubMed's own format (`.nbib`, MEDLINE): each record cites its page in PubMed.

Tags: "MEDLINE/PubMed Data Element (Field) Descriptions", nlm.nih.gov/bsd/mms/medlineelements.html.
"""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import BibliographyEntry, add_entries, date_of, given_first
from crawler.sources.parsing.bibliographies.tagged_lines import TaggedRecord, TaggedSyntax, tagged_records
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import pubmed_url
from crawler.sources.parsing.source_text import SourceText

_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}-(?: |$)(.*)", re.DOTALL)
_SYNTAX = TaggedSyntax(_LINE, starts=frozenset(("PMID",)))
_START = re.compile(r"^PMID ?- ?\d{1,8}\s*$", re.MULTILINE)
_DOI = re.compile(r"(\S+)\s+\[doi\]")


def sniff(source: SourceText) -> bool:
    return _START.search(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    add_entries([_entry(record) for record in tagged_records(source.text, _SYNTAX)], collector)
    return collector.parsed(source.document("nbib"))


def _entry(record: TaggedRecord) -> BibliographyEntry:
    year, month, day, *_ = [*record.first("DP", "DEP").split(), "", "", ""]
    fields = record.fields({"PMID": "url", "AB": "abstract", "GN": "note"})
    for field in fields:
        if field.name == "url":
            field.text = pubmed_url(field.text) or ""
    dois = (_DOI.match(text) for text in record.all("LID", "AID"))
    return BibliographyEntry(
        doi=next((doi[1] for doi in dois if doi), None),
        key=record.first("PMID") or None, line=record.line, fields=fields, title=record.first("TI", "BTI"),
        type=record.first("PT").lower(), authors=[given_first(name) for name in record.all("FAU") or record.all("AU")],
        published=date_of(year, month, day), abstract=record.first("AB"), tags=record.all("OT", "MH"),
    )  # fmt: skip
