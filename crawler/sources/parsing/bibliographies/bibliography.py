"""`BibliographyEntry`, a work as any bibliography format describes it, and what its Document cites by it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from crawler.model import Quote, ResourceRecord
from crawler.sources.parsing.bibliographies.citation_keys import WITHOUT_URL
from crawler.sources.parsing.bibliographies.entry_links import access_date, entry_links
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import doi_url
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.quoted_words import quotes_within, stated_quotes
from crawler.sources.parsing.records.raw_records import add_records
from crawler.text.dates import MONTHS, iso_date

_WEB = re.compile(r"https?:", re.IGNORECASE)
_NOT_WEB = re.compile(r"(?:mailto|tel|sms):", re.IGNORECASE)
_ARCHIVES = ("archiveurl", "archive-url", "archive_url")
_NOTES = ("annote", "annotation", "note", "notes")
HIGHLIGHT = "annotationtext"
"""The field that holds a passage which somebody marked, as Zotero names it."""

_TAGS = re.compile(r"\s*[;,]\s*")


@dataclass(slots=True)
class EntryField:
    """One field as it is written: its name in small letters, its text, and line and column of each character."""

    name: str
    text: str
    place: Callable[[int], tuple[int, int]]


def field_at(name: str, text: str, line: int, column: int = 1) -> EntryField:
    """A field whose text stands in the file as it is, from this place on."""
    lines: list[LineIndex] = []  # made when it is first needed

    def place(start: int) -> tuple[int, int]:
        if not lines:
            lines.append(LineIndex(text))
        row, character = lines[0].place(start)
        return line + row - 1, character if row > 1 else column + start

    return EntryField(name, text, place)


@dataclass(slots=True)
class BibliographyEntry:
    """An entry: `fields` say where the work is (see entry_links.py), the others what it is."""

    key: str | None
    line: int
    fields: Sequence[EntryField] = ()
    title: str | None = None
    type: str | None = None
    authors: Sequence[str] = ()
    published: str | None = None
    abstract: str | None = None
    tags: Sequence[str] = ()
    accessed: str | None = None
    doi: str | None = None  # where no field is a DOI


def add_entries(entries: Sequence[BibliographyEntry], collector: Collector) -> None:
    """Adds what each entry cites, and a record of each work to what it describes."""
    records: list[ResourceRecord] = []
    for entry in entries:
        _add(entry, collector, records)
    add_records(records, collector)


def _add(entry: BibliographyEntry, collector: Collector, records: list[ResourceRecord]) -> None:
    pairs = [(given.name, given.text) for given in entry.fields]
    links = entry_links(pairs)
    title = tidy(entry.title or "") or None
    date = entry.accessed or access_date(pairs)
    for reason, link in links.ignored:
        line, column = entry.fields[link.field].place(link.start)
        collector.ignore(reason, line, column, link.url)
    quotes = _quotes(entry)
    for link in links.work:
        line, column = entry.fields[link.field].place(link.start)
        add = collector.link if _NOT_WEB.match(link.url) else collector.cite
        add(link.url, line=line, column=column, label=entry.key, link_text=title, accessed=date, quotes=quotes)
        quotes = ()
        if _WEB.match(link.url):
            records.append(_record(entry, link.url, title, dict(reversed(pairs))))
    for link in links.mentioned:
        line, column = entry.fields[link.field].place(link.start)
        collector.link(link.url, line=line, column=column, label=entry.key)
    if not links.work:
        collector.ignore(WITHOUT_URL, entry.line, text=entry.key or title)


def _quotes(entry: BibliographyEntry) -> tuple[Quote, ...]:
    """What an entry's highlights hold, and its notes have in quotation marks."""
    found: list[Quote] = []
    for given in entry.fields:
        if given.name == HIGHLIGHT:
            found += stated_quotes(given.text)
        elif given.name in _NOTES:
            found += quotes_within(given.text)
    return tuple(dict.fromkeys(found))


def _record(entry: BibliographyEntry, url: str, title: str | None, fields: Mapping[str, str]) -> ResourceRecord:
    copy = next((fields[name] for name in _ARCHIVES if _WEB.match(fields.get(name, ""))), None)
    authors = tuple(name for author in entry.authors if (name := tidy(author)))
    resolver = doi_url(fields.get("doi") or entry.doi or "")
    bare_doi = unquote(resolver.removeprefix("https://doi.org/")) if resolver else None
    return ResourceRecord(
        url=url, line=entry.line, title=title, type=entry.type or None, authors=authors or None,
        published_date=entry.published, abstract=tidy(entry.abstract or "") or None, doi=bare_doi, archive_url=copy,
        tags=tuple(dict.fromkeys(tag for tag in map(tidy, entry.tags) if tag)) or None,
    )  # fmt: skip


def split_tags(text: str) -> list[str]:
    """Keywords in one field, between commas or semicolons."""
    return [tag for tag in _TAGS.split(text.strip()) if tag]


def given_first(name: str) -> str:
    """A name as it is read aloud: "Doe, Jane" -> "Jane Doe"; "Doe, Jr, Jane" -> "Jane Doe Jr".

    >>> given_first("Doe, Jane"), given_first("World Health Organization")
    ('Jane Doe', 'World Health Organization')
    """
    parts = [part.strip() for part in name.split(",") if part.strip()]
    return tidy(" ".join([parts[-1], *parts[:-1]]) if len(parts) > 1 else name)


def date_of(year: str, month: str = "", day: str = "") -> str | None:
    """A date from its parts, the month as a number or a name in any language; as much of it as is a date."""
    year, month, day = year.strip(), month.strip().lower().rstrip("."), day.strip()
    number = MONTHS.get(month) or MONTHS.get(month[:3]) or (int(month) if re.fullmatch(r"[0-9]{1,2}", month) else 0)
    candidates = (f"{year}-{number:02d}-{day.zfill(2)}" if day else "", f"{year}-{number:02d}" if number else "", year)
    return next((found for text in candidates if text and (found := iso_date(text))), None)
