"""`RawRecord`, a record as a file holds it, and the rules that make it a `ResourceRecord`.

A value of the wrong type costs its key, with one Skipped at the key's line, never the record. Unknown keys are kept in
`extra`, and so is an `id` that is no Resource ID: a row number or a key of another database is no identity. Two records
of one URL are merged: the second fills the gaps of the first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from crawler.model import ResourceRecord
from crawler.model.json_value import JsonValue
from crawler.sources.parsing.collector import Collector
from crawler.text.dates import iso_date, iso_time

ALIASES = {
    "stableId": "stable_id",
    "keyPoints": "key_points",
    "citedBy": "cited_by",
    "publishedDate": "published_date",
    "publicationId": "publication_id",
    "archiveUrl": "archive_url",
    "fetchedAt": "fetched_at",
}
_TEXTS = ("id", "stable_id", "title", "type", "abstract", "summary", "review", "publication_id", "doi", "archive_url")
_LISTS = ("tags", "authors", "key_points", "cited_by")
TEXT_KEYS = frozenset((*_TEXTS, *_LISTS, "url", "published_date", "fetched_at"))
"""Keys whose YAML scalars, or lists of scalars, are read as the text that stands in the file."""
LIST_KEYS = frozenset(_LISTS)
_RESOURCE_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(slots=True)
class RawRecord:
    """A mapping read from a file, which begins at `line`; `lines` has each key's line, `places` that of each text."""

    values: Mapping[str, JsonValue]
    lines: Mapping[str, int]
    line: int
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def line_of(self, *keys: str) -> int:
        """The line of the first of these keys that is there, else of the record."""
        return next((self.lines[key] for key in keys if key in self.lines), self.line)

    def place_of(self, *keys: str) -> tuple[int, int]:
        """Line and column of the text of the first of these keys that is there, else where the record begins."""
        return next((self.places[key] for key in keys if key in self.places), (self.line_of(*keys), 1))


class WrongType(Exception):
    """A value is not of its key's type; the message completes "<key> ..."."""


def _text(value: JsonValue) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise WrongType("is not text")
    return str(value).strip() or None


def _list(value: JsonValue) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else None
    if not isinstance(value, list):
        raise WrongType("is not a list")
    return tuple(text for item in value if item is not None and (text := _item(item)))


def _item(value: JsonValue) -> str | None:
    if isinstance(value, dict):
        return person(value)
    if isinstance(value, list):
        raise WrongType("contains a nested list")
    return _text(value)


def person(value: Mapping[str, JsonValue]) -> str:
    """The name of a person given in parts, as in CSL (given, particle, family), or as `name` or `literal`."""
    parts = [value.get(key) for key in ("given", "non-dropping-particle", "family")]
    name = " ".join(part for part in parts if isinstance(part, str) and part)
    name = name or next((str(value[key]) for key in ("name", "literal") if isinstance(value.get(key), str)), "")
    if not name:
        raise WrongType("has an item that is not text")
    return name


def _importance(value: JsonValue) -> float:
    try:
        number = float(str(value)) if not isinstance(value, bool) else float("nan")
    except ValueError:
        raise WrongType("is not a number") from None
    if not 0 <= number <= 100:
        raise WrongType("is not between 0 and 100")
    return number


def _published(value: JsonValue) -> str | None:
    text = _text(value)
    if text is None:
        return None
    found = iso_date(text)
    if found is None:
        raise WrongType("is not a date")
    return found


def _fetched(value: JsonValue) -> str | None:
    text = _text(value)
    return text and (iso_time(text) or text)


_READERS: Mapping[str, Callable[[JsonValue], object]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_LISTS, _list),
    "importance": _importance,
    "published_date": _published,
    "fetched_at": _fetched,
}


def record_of(raw: RawRecord, collector: Collector, *, check_url: bool = True) -> ResourceRecord | None:
    """The ResourceRecord that a raw record stands for; None, with a Skipped, when it has no URL."""
    url = raw.values.get("url")
    if not isinstance(url, str) or not url.strip():
        why = "a record without a url" if url is None or url == "" else "a record whose url is not text"
        collector.skip(raw.line_of("url"), why)
        return None
    known: dict[str, Any] = {}  # each by its reader in _READERS, so of its field's type
    extra: dict[str, JsonValue] = {}
    for written, value in raw.values.items():
        key = ALIASES.get(written, written)
        reader = _READERS.get(key)
        if reader is None:
            if key != "url":
                extra[written] = value
        elif value is not None:
            try:
                known[key] = reader(value)
            except WrongType as error:
                collector.skip(raw.line_of(written), f"{written} {error}: {_shown(value)}", url)
    if known.get("id") is not None and not _RESOURCE_ID.fullmatch(known["id"]):
        extra["id"] = known.pop("id")
    known["cited_by"] = known.get("cited_by") or ()
    if check_url:
        collector.complain(url, raw.line_of("url"))
    return ResourceRecord(url=url.strip(), line=raw.line, extra=extra, **known)


def _shown(value: JsonValue) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def add_records(records: list[ResourceRecord], collector: Collector) -> None:
    """Adds records to a Collector, one for each URL; but those of one URL that give it two IDs stay two, for what cites
    by these. Whose an ID is, when records of two URLs give it, is settled in the cache.
    """
    groups: dict[str, _SameUrl] = {}
    places: list[list[ResourceRecord]] = []  # what becomes one record, in the order of the first ones
    for record in records:
        found = groups.get(record.url)
        if found is None:
            found = groups[record.url] = _SameUrl()
        elif (first := found.same_work(record)) is not None:
            why = f"the same URL as the record at line {first[0].line}: merged into it"
            collector.skip(record.line, why, record.url)
            first.append(record)
            continue
        else:
            line, given = found.first_line, found.first_id
            why = f"the same URL as the record at line {line}, with another id than {given}: both are kept"
            collector.skip(record.line, why, record.url)
        places.append(found.begin(record))
    collector.records += [merged(group) for group in places]


class _SameUrl:
    """The records of one URL, by their ids: the first has that of the first record which gives one."""

    def __init__(self) -> None:
        self.by_id: dict[str, list[ResourceRecord]] = {}
        self.first: list[ResourceRecord] = []
        self.first_id: str | None = None

    @property
    def first_line(self) -> int:
        return self.first[0].line

    def same_work(self, record: ResourceRecord) -> list[ResourceRecord] | None:
        """The records that this one is merged into; None if it gives another id."""
        if record.id is None:
            return self.first
        if self.first_id is None:
            self.first_id = record.id
            self.by_id[record.id] = self.first
        return self.by_id.get(record.id)

    def begin(self, record: ResourceRecord) -> list[ResourceRecord]:
        group = [record]
        if not self.first:
            self.first, self.first_id = group, record.id
        if record.id is not None:
            self.by_id[record.id] = group
        return group


def merged(group: Sequence[ResourceRecord]) -> ResourceRecord:
    """The first record, its gaps filled from the others in their order."""
    first, *others = group
    if not others:
        return first
    gaps: dict[str, Any] = {}
    for name in _FILLED:
        if getattr(first, name) is None:
            gaps[name] = next((value for one in others if (value := getattr(one, name)) is not None), None)
    extra: dict[str, JsonValue] = {}
    for one in reversed(group):
        extra.update(one.extra)
    cited_by = tuple(dict.fromkeys(name for one in group for name in one.cited_by))
    return replace(first, **gaps, cited_by=cited_by, extra=extra)


_FILLED = [one.name for one in fields(ResourceRecord) if one.name not in ("url", "line", "cited_by", "extra")]
