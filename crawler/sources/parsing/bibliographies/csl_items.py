"""CSL items, in JSON or YAML -> `BibliographyEntry`.

Variables: docs.citationstyles.org, "Appendix IV: Variables"; names and dates: CSL 1.0.2's input schema, and the forms
that Pandoc's manual ("Specifying bibliographic data") and Crossref's API have besides.
"""

import re
from collections.abc import Callable, Iterator

from crawler.model.json_value import JsonValue
from crawler.sources.parsing.bibliographies.bibliography import BibliographyEntry, EntryField, date_of, split_tags
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.records.raw_records import RawRecord, WrongType, person
from crawler.text.dates import iso_date

_NAMES = {"container-title": "journal", "archive_location": "eprint", "archive-place": "location", "annote": "note"}
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span|sc|p|jats:\w+)\b[^<>]*>", re.IGNORECASE)
_EXTRA = re.compile(r"^[ \t]*(DOI|URL|PMID|PMCID|arXiv)[ \t]*:[ \t]*(?=\S)", re.MULTILINE | re.IGNORECASE)
_WRITTEN = re.compile(r"[^\s\"'\\<>]{1,80}")
_MAX_LINES = 400  # of a folded value that are searched for a URL


def csl_entry(item: RawRecord, lines: LineIndex) -> BibliographyEntry:
    """The entry of an item that stands in a file of these lines."""
    values = item.values
    return BibliographyEntry(
        key=plain_text(values.get("id")) or None, line=item.line, fields=list(_fields(item, lines)),
        title=_MARKUP.sub("", plain_text(values.get("title"))), type=plain_text(values.get("type")),
        authors=people(values.get("author")) or people(values.get("editor")), published=csl_date(values.get("issued")),
        abstract=_MARKUP.sub("", plain_text(values.get("abstract"))), accessed=csl_date(values.get("accessed")),
        tags=_tags(values.get("keyword") or values.get("categories")),
    )  # fmt: skip


def _fields(item: RawRecord, lines: LineIndex) -> Iterator[EntryField]:
    """The texts of an item; an eprint's archive; the lines of Zotero's "extra" in a note ("DOI: 10.1234/x")."""
    for key, value in item.values.items():
        text = value[0] if isinstance(value, list) and value else value
        if not isinstance(text, str | int) or isinstance(text, bool) or not str(text).strip() or key == "accessed":
            continue
        text = str(text)
        name = _NAMES.get(key, key).lower()
        place = written_place(lines, item.place_of(key), text)
        yield EntryField(name, text, place)
        if name == "archive":
            yield EntryField("eprinttype", text, place)
        for extra in _EXTRA.finditer(text) if name == "note" else ():
            end = text.find("\n", extra.end())
            yield _part(
                extra[1].lower(), text[extra.end() : end if end >= 0 else len(text)].strip(), extra.end(), place
            )


def _part(name: str, text: str, start: int, place: Callable[[int], tuple[int, int]]) -> EntryField:
    return EntryField(name, text, lambda at: place(start + at))


def written_place(lines: LineIndex, begin: tuple[int, int], text: str) -> Callable[[int], tuple[int, int]]:
    """Line and column of a character of a text that begins there, but may be escaped, folded or indented."""

    def place(start: int) -> tuple[int, int]:
        line, column = begin
        written = _WRITTEN.match(text, start)
        for number in range(line, min(line + _MAX_LINES, len(lines.lines) + 1)) if written else ():
            at = lines.lines[number - 1].find(written[0], column - 1 if number == line else 0) if written else -1
            if at >= 0:
                return number, at + 1
        return begin

    return place


def plain_text(value: object) -> str:
    """A text or a number as text; the first of a list, as Crossref gives titles; "" for anything else."""
    first = value[0] if isinstance(value, list) and value else value
    return str(first).strip() if isinstance(first, str | int | float) and not isinstance(first, bool) else ""


def people(value: object) -> list[str]:
    """The names of people, each in parts or as a text."""
    names = []
    for item in value if isinstance(value, list) else [value]:
        try:
            names.append(person(item) if isinstance(item, dict) else str(item or ""))
        except WrongType:
            continue
    return [name for name in names if name]


def csl_date(value: JsonValue) -> str | None:
    """A CSL date: `date-parts`, `raw`, `literal`, its parts by name, or a text."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str | int) and not isinstance(value, bool):
        return iso_date(str(value))
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return date_of(*(str(part) for part in parts[0][:3] if part is not None))
    if value.get("year"):
        return date_of(*(str(value[part]) for part in ("year", "month", "day") if value.get(part)))
    raw = value.get("raw") or value.get("literal") or value.get("date-time")
    return iso_date(raw) if isinstance(raw, str) else None


def _tags(value: JsonValue) -> list[str]:
    return split_tags(value) if isinstance(value, str) else people(value) if isinstance(value, list) else []


def is_csl_yaml(head: str) -> bool:
    """Whether YAML holds CSL items, judging by its beginning: a list of them, or one under `references`."""
    return _YAML_LIST.search(head) is not None and _YAML_KEY.search(head) is not None and not _LOWER_URL.search(head)


_YAML_LIST = re.compile(
    r"\A(?:\ufeff|#[^\n]*\n|---[^\n]*\n|[^\S\n]*\n)*(?:references:[ \t]*\n|[ \t]*-[ \t]+[\w\"'-]+[\"']?:)"
)
_YAML_KEY = re.compile(
    r"^[ \t]*(?:-[ \t]+)?[\"']?(?:URL|DOI|issued|accessed|container-title|citation-key|ISBN)[\"']?:", re.MULTILINE
)
_LOWER_URL = re.compile(r"^[ \t]*(?:-[ \t]+)?url:", re.MULTILINE)
