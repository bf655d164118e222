"""BibTeX and BibLaTeX bibliographies: what each entry cites, and what it says of the work.

Where the URL of an entry stands is the rule of entry_links.py. An entry without one of its own has that of
the entry it names in `crossref` or `xdata`, at its own place. Entry types and fields: the manuals of BibTeX
("BibTeXing") and BibLaTeX. Names and accents are read by bibtexparser.
"""

import logging
import re
from collections.abc import Sequence
from functools import cache

from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry, Field

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import (
    BibliographyEntry,
    EntryField,
    add_entries,
    date_of,
    split_tags,
)
from crawler.sources.parsing.bibliographies.bibtex_scanner import BibtexBlock, BibtexValue, scan
from crawler.sources.parsing.bibliographies.entry_links import access_date, entry_links
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.latex.urls import latex_links
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.source_text import SourceText
from crawler.text.dates import accessed, iso_date

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we report its warnings as Skipped

_BLOCK = re.compile(r"\s*@[A-Za-z]+\s*[{(]")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_AND = re.compile(r"(?<=\s)and(?=\s)")
_PARENTS = ("crossref", "xdata", "xref")
_MAX_NAME_CHARS = 20_000
_MAX_PARENTS = 5
_MAX_PROSE_CHARS = 20_000  # of a text whose LaTeX is decoded; an abstract has 2,000
_MAX_GROUPS = 500  # in it: the decoder recurses into groups


def sniff(source: SourceText) -> bool:
    return _BLOCK.match(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    lines = LineIndex(source.text)
    blocks: list[BibtexBlock] = []
    for block in scan(source.text):
        for start, end in [(block.start, block.end)] if block.kind in ("comment", "preamble") else block.comments:
            _comment(source.text, start, end, lines, collector)
        if block.kind not in ("comment", "preamble", "string"):
            blocks.append(block)
        if block.fault and block.kind != "comment":
            reason, offset = block.fault
            collector.skip(lines.place(block.start)[0], f"not valid BibTeX at line {lines.place(offset)[0]}: {reason}")
    by_key = _by_key(blocks, lines, collector)
    add_entries([_entry(block, by_key, lines) for block in blocks], collector)
    return collector.parsed(source.document("bibtex"))


def _comment(text: str, start: int, end: int, lines: LineIndex, collector: Collector) -> None:
    comment = text[start:end]
    for first, _, url in latex_links(comment) if "://" in comment else ():
        collector.ignore("URL in a comment", *lines.place(start + first), url)


def _by_key(blocks: Sequence[BibtexBlock], lines: LineIndex, collector: Collector) -> dict[str, BibtexBlock]:
    """The first entry of each key, with complaints about others; fields that stand twice are complained about, too."""
    by_key: dict[str, BibtexBlock] = {}
    for block in blocks:
        line = lines.place(block.start)[0]
        if block.key and by_key.setdefault(block.key.lower(), block) is not block:
            collector.skip(line, f"the key {block.key[:100]} is already used by an earlier entry")
        if block.duplicates:
            collector.skip(line, f"duplicate field: {', '.join(block.duplicates)[:100]}")
    return by_key


def _entry(block: BibtexBlock, by_key: dict[str, BibtexBlock], lines: LineIndex) -> BibliographyEntry:
    fields = [_field(value, lines) for value in block.fields]
    pairs = [(value.name, value.text) for value in block.fields]
    if not entry_links(pairs).work:
        fields += _inherited(block, by_key, lines)
    notes = " ".join(text for name in ("note", "howpublished") if "\\" in (text := block.get(name)))
    return BibliographyEntry(
        key=block.key or None, line=lines.place(block.start)[0], fields=fields, title=_prose(block.get("title")),
        type=block.kind, authors=_names(block.get("author") or block.get("editor")), published=_published(block),
        abstract=_prose(block.get("abstract")), tags=split_tags(_prose(block.get("keywords"))),
        accessed=accessed(_prose(notes)) if notes and not access_date(pairs) else None,
    )  # fmt: skip


def _field(value: BibtexValue, lines: LineIndex) -> EntryField:
    return EntryField(value.name, value.text, lambda start: lines.place(value.place(start)))


def _inherited(block: BibtexBlock, by_key: dict[str, BibtexBlock], lines: LineIndex) -> list[EntryField]:
    """The fields of the entries that this one names as its parents, at the place where it names them."""
    found: list[EntryField] = []
    seen = {block.key.lower()}
    waiting = [(value, name) for value in block.fields if value.name in _PARENTS for name in value.text.split(",")]
    while waiting and len(seen) <= _MAX_PARENTS:
        naming, name = waiting.pop(0)
        key = name.strip().lower()
        parent = by_key.get(key)
        if parent is None or key in seen:
            continue
        seen.add(key)
        at = lines.place(naming.place(0))
        found += [EntryField(value.name, value.text, lambda _, at=at: at) for value in parent.fields]  # type: ignore[misc]
        waiting += [
            (naming, text) for value in parent.fields if value.name in _PARENTS for text in value.text.split(",")
        ]
    return found


@cache
def _decoder() -> LatexDecodingMiddleware:
    return LatexDecodingMiddleware(allow_inplace_modification=True)


def _prose(text: str) -> str:
    """A text without LaTeX's accents, commands and braces. Decoding takes a millisecond: only what needs it is."""
    if "\\" in text or "$" in text:
        if len(text) <= _MAX_PROSE_CHARS and text.count("{") <= _MAX_GROUPS:
            entry = _decoder().transform_entry(Entry("misc", "", [Field("title", text)]), Library())
            if isinstance(entry, Entry):
                return tidy(str(entry.fields[0].value))  # the braces in it are meant
    else:
        for written, char in _LIGATURES:
            text = text.replace(written, char)
    return tidy(text.replace("{", "").replace("}", ""))


def _names(text: str) -> list[str]:
    text = text[:_MAX_NAME_CHARS]
    names = split_multiple_persons_names(text) if "{" in text else _AND.split(text)
    return [_prose(_name(name)) for name in names if name.strip() and name.strip() != "others"]


def _name(name: str) -> str:
    """First name first, as it is read aloud."""
    if "," not in name:
        return name
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return name
    return " ".join((*parts.first, *parts.von, *parts.last, *parts.jr))


def _published(block: BibtexBlock) -> str | None:
    date = _prose(block.get("date"))
    return iso_date(date.partition("/")[0]) or date_of(_prose(block.get("year")) or date, block.get("month"))
