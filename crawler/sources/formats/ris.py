"""RIS, as reference managers, publishers and databases export it.

Tags: the RIS Format Specifications of Research Information Systems (2011), and Zotero's and EndNote's use of them.
A file has a record per `TY` ... `ER`; rispy, which reads it too, gives no lines, and is the tests' judge.
"""

import re
from collections.abc import Iterator

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import (
    BibliographyEntry,
    EntryField,
    add_entries,
    date_of,
    given_first,
    split_tags,
)
from crawler.sources.parsing.bibliographies.tagged_lines import TaggedRecord, TaggedSyntax, tagged_records
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import doi_url
from crawler.sources.parsing.source_text import SourceText

_TAG = r"[\s\ufeff]{0,8}([A-Z][A-Z0-9])"
_LINE = re.compile(_TAG + r"[ \t]{2,4}-[ \t]?(.*)", re.DOTALL)
_LOOSE_LINE = re.compile(_TAG + r"[ \t]{1,4}-[ \t]?(.*)", re.DOTALL)
_START = re.compile(r"^[ \t\ufeff]{0,8}TY([ \t]{1,4})-[ \t]?[A-Z]{2,8}\s*$", re.MULTILINE)

_FIELDS = {
    "UR": "url", "LK": "link", "L1": "pdf", "L2": "link", "L3": "link", "L4": "link", "DO": "doi", "DI": "doi",
    "N1": "note", "RN": "note", "NT": "note", "AB": "abstract", "N2": "abstract", "JO": "journal", "JF": "journal",
    "T2": "booktitle", "PB": "publisher", "M1": "number", "VL": "volume", "SP": "pages", "AN": "archive",
    "C1": "custom", "C2": "pmcid", "M3": "type", "Y2": "urldate",
}  # fmt: skip
_TYPES = {
    "JOUR": "article", "EJOUR": "article", "CHAP": "chapter", "CONF": "paper", "CPAPER": "paper", "THES": "thesis",
    "RPRT": "report", "ELEC": "web page", "NEWS": "news article", "MGZN": "magazine article", "GEN": "misc",
    "UNPB": "manuscript", "COMP": "software",
}  # fmt: skip


def sniff(source: SourceText) -> bool:
    return _START.search(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    add_entries(list(entries(source)), collector)
    return collector.parsed(source.document("ris"))


def entries(source: SourceText) -> Iterator[BibliographyEntry]:
    start = _START.search(source.text)
    line = _LOOSE_LINE if start and len(start[1]) == 1 else _LINE
    syntax = TaggedSyntax(line, starts=frozenset(("TY",)), ends=frozenset(("ER",)))
    return (_entry(record) for record in tagged_records(source.text, syntax))


def _entry(record: TaggedRecord) -> BibliographyEntry:
    kind = record.first("TY")
    year, month, day, *_ = [*re.split(r"[/-]", record.first("PY", "Y1", "DA")), "", "", ""]
    authors = record.all("AU", "A1") or record.all("A2", "ED")
    return BibliographyEntry(
        key=record.first("ID") or None, line=record.line, fields=[_field(f) for f in record.fields(_FIELDS)],
        title=record.first("TI", "T1", "CT", "BT"), type=_TYPES.get(kind, kind.lower()),
        authors=[given_first(name) for name in authors], published=date_of(year, month, day),
        abstract=record.first("AB", "N2"), tags=[tag for line in record.all("KW") for tag in split_tags(line)],
    )  # fmt: skip


def _field(field: EntryField) -> EntryField:
    if field.name == "type" and doi_url(field.text.strip()):
        field.name = "doi"  # older exports of Mendeley and of publishers
    if field.name == "urldate":
        field.text = "-".join(part for part in field.text.strip().split("/")[:3] if part)
    return field
