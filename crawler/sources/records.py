"""Resource records in YAML, JSON and JSONL, and lists of citations in the same shapes.

A file holds a list, a mapping from IDs, or one of these under `resources`, `records`, `citations` or `items`. A
mapping with `url` is a Record, but one with `footnote`, `linkText` or `claimContext` is a Citation of this file. A
file of another shape is a configuration: URLs in its url-like values are cited, the others counted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.model import Document, Reading, ResourceRecord
from crawler.sources.decode import Source
from crawler.sources.entries import Entry, add_records, record_of
from crawler.sources.gather import Gathering
from crawler.sources.prose import tidy

WRAPPERS = ("resources", "records", "citations", "items")
URL_KEYS = frozenset(
    "url urls href link links source sources homepage website reference references uri citation citations cites".split()
)
URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)

_CITATION_KEYS = ("footnote", "linkText", "claimContext")
_MARKUP = re.compile(r"\[\^[^\]\s]*\]|</?[A-Za-z][^>]*>|[*`]{1,3}")


@dataclass(slots=True)
class Loose:
    """A URL that stands in a file outside of any record, under `key`."""

    url: str
    line: int
    column: int
    key: str


@dataclass(slots=True)
class RecordScan:
    """What a format's walker found: entries, or URLs standing alone. `shape` is "records" or "other"."""

    entries: list[Entry] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)  # lines of list items that are neither


def reading(source: Source, name: str, found: RecordScan, gathering: Gathering) -> Reading:
    """Makes Records and Citations of what was found."""
    records: list[ResourceRecord] = []
    for entry in found.entries:
        if any(key in entry.values for key in _CITATION_KEYS):
            _cite(entry, gathering)
        elif record := record_of(entry, gathering):
            records.append(record)
    add_records(records, gathering)
    for loose in found.loose:
        if loose.key.lower() in URL_KEYS:
            gathering.cite(loose.url, line=loose.line, column=loose.column)
        else:
            gathering.passed["URL in a value that is no link"] += 1
    for line in found.odd:
        gathering.skip(line, "neither a record nor a URL")
    document = Document(path=source.path, name=source.name, format=name, sha256=source.sha256)
    return gathering.reading(document)


def _cite(entry: Entry, gathering: Gathering) -> None:
    """One entry of a list of citations, such as an earlier check of a page's footnotes leaves behind."""
    values, line = entry.values, entry.lines.get("url", entry.line)
    url = values.get("url")
    if not isinstance(url, str) or not url.strip():
        gathering.skip(line, "a citation without a url")
        return
    label, text, claim = (values.get(key) for key in _CITATION_KEYS)
    gathering.cite(
        url,
        line=line,
        label=None if label is None else str(label),
        link_text=text if isinstance(text, str) else None,
        claim=tidy(_MARKUP.sub("", claim)) or None if isinstance(claim, str) else None,
    )


def is_record(value: Any) -> bool:  # noqa: ANN401 - JSON values
    return isinstance(value, dict) and "url" in value


def strings(value: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON values
    """The (key, URL) of each http URL within a JSON value; a list's items have the list's key."""
    if isinstance(value, str):
        if URL.match(value):
            yield key, value
    elif depth < 100 and isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, str(name), depth + 1)
    elif depth < 100 and isinstance(value, list):
        for inner in value:
            yield from strings(inner, key, depth + 1)
