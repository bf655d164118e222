"""Refer, EndNote's tagged export (`.enw`), as Google Scholar and publishers offer it.

Tags: the EndNote manual, "Tagged EndNote Import Format"; refer(1).
"""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import (
    BibliographyEntry,
    add_entries,
    date_of,
    given_first,
    split_tags,
)
from crawler.sources.parsing.bibliographies.tagged_lines import TaggedRecord, TaggedSyntax, tagged_records
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.source_text import SourceText

_LINE = re.compile(r"\ufeff?%([0-9A-Z@!#$^&*()~?\[\]<>;:=+|_'\"-])(?=[ \t]|$)[ \t]?(.*)", re.DOTALL)
_START = re.compile(r"\A\s*\ufeff?%[0AT] \S", re.MULTILINE)
_TYPED = re.compile(r"^%0 ", re.MULTILINE)
_FIELDS = {
    "U": "url", ">": "pdf", "R": "doi", "Z": "note", "X": "abstract", "J": "journal", "B": "booktitle",
    "I": "publisher", "N": "number", "V": "volume", "P": "pages", "M": "archive", "[": "urldate", "*": "note",
}  # fmt: skip


def sniff(source: SourceText) -> bool:
    return _START.search(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    starts = frozenset("0" if _TYPED.search(source.text) else "")
    collector = Collector(source.path, source.size)
    add_entries([_entry(record) for record in tagged_records(source.text, TaggedSyntax(_LINE, starts))], collector)
    return collector.parsed(source.document("refer"))


def _entry(record: TaggedRecord) -> BibliographyEntry:
    return BibliographyEntry(
        key=record.first("F") or None, line=record.line, fields=record.fields(_FIELDS), title=record.first("T"),
        type=record.first("0").lower(), authors=[given_first(name) for name in record.all("A") or record.all("E")],
        published=date_of(record.first("D")), abstract=record.first("X"),
        tags=[tag for line in record.all("K") for tag in split_tags(line)],
    )  # fmt: skip
