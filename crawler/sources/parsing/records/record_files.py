"""Resource records in YAML, JSON and JSONL, and lists of citations in the same shapes.

A file holds a list, a mapping from IDs, or one of these under `resources`, `records`, `citations` or `items`. A
mapping with `url` is a record, but one with `footnote`, `linkText` or `claimContext` is a citation by this file; one
that quotes (`quote`, `quotes`, or words in quotation marks in an `annotation`) is both. A file of another shape is a
configuration: URLs under keys such as `link` or `source` are cited, others are counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crawler.model import Quote, ResourceRecord
from crawler.sources.parsing.bare_urls import find_urls
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.quoted_words import quotes_within, stated_quotes
from crawler.sources.parsing.records.raw_records import RawRecord, add_records, record_of
from crawler.sources.parsing.tables.cells import links_in, unwrapped

CSL_KEYS = ("URL", "DOI", "issued", "accessed", "container-title")
"""Keys in a spelling that only CSL has. Source: docs.citationstyles.org, "Appendix IV: Variables"."""

WRAPPERS = ("resources", "records", "citations", "items", "references", "message")
URL_KEYS = frozenset(
    "url urls href link links source sources homepage website reference references uri citation citations cites".split()
)
URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)

_IDENTITY = ("id", "stable_id", "stableId", "doi")
_CITATION_KEYS = ("footnote", "linkText", "claimContext")
_MARKUP = re.compile(r"\[\^[^\]\s]*\]|</?[A-Za-z][^>]*>|[*`]{1,3}")


@dataclass(slots=True)
class UrlValue:
    """A URL that a file holds outside of any record, under `key`; `title` stands beside it."""

    url: str
    line: int
    column: int
    key: str
    title: str | None = None


@dataclass(slots=True)
class ScannedRecords:
    """What a file holds: records, and URLs outside of them."""

    records: list[RawRecord] = field(default_factory=list)
    url_values: list[UrlValue] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)  # lines of list items that are neither


def cite_records(found: ScannedRecords, collector: Collector) -> None:
    """Adds what was found to a Collector, as ResourceRecords and Citations."""
    records: list[ResourceRecord] = []
    for raw in found.records:
        if any(key in raw.values for key in _CITATION_KEYS):
            _cite(raw, collector)
        else:
            found_here = [record for one in _per_url(raw) if (record := record_of(one, collector))]
            records += found_here
            if found_here:
                _cite_quoted(raw, found_here[0], collector)
                _count_others(raw, collector)
    add_records(records, collector)
    cite_url_values(found.url_values, collector)
    for line in found.unknown:
        collector.skip(line, "neither a record nor a URL")


def cite_url_values(values: Iterable[UrlValue], collector: Collector) -> None:
    """Cites the URLs that stand under a key that says so; the others are counted."""
    for value in values:
        if value.key.lower() in URL_KEYS:
            collector.cite(value.url, line=value.line, column=value.column, link_text=value.title)
        else:
            collector.ignore("URL in a value that is no link", value.line, value.column, value.url)


def _per_url(raw: RawRecord) -> Iterator[RawRecord]:
    """A record for each URL of one that has several in a list or in one text; only the first keeps its identity."""
    value = raw.values.get("url")
    texts = [text for text in value if isinstance(text, str)] if isinstance(value, list) else [value]
    urls = [link.url for text in texts if isinstance(text, str) for link in links_in(unwrapped(text.strip()))]
    if not urls or urls == [value]:
        yield raw
        return
    for url in dict.fromkeys(urls):
        yield replace(raw, values={**raw.values, "url": url})
        raw = replace(raw, values={key: known for key, known in raw.values.items() if key not in _IDENTITY})


def _count_others(raw: RawRecord, collector: Collector) -> None:
    """Counts the URLs in a record's other texts, which are kept with it."""
    for key, value in raw.values.items():
        if isinstance(value, str) and "://" in value and key != "url":
            line, column = raw.place_of(key)
            for start, url in urls_in(value):
                collector.ignore("URL in another value of a record", line, None if start else column, url)


def _cite(raw: RawRecord, collector: Collector) -> None:
    """Adds one item of a list of citations, such as another tool's check of a page's footnotes writes."""
    values, (line, column) = raw.values, raw.place_of("url")
    url = values.get("url")
    if not isinstance(url, str) or not url.strip():
        collector.skip(line, "a citation without a url")
        return
    label, text, claim = (values.get(key) for key in _CITATION_KEYS)
    collector.cite(
        url,
        line=line,
        column=column,
        label=None if label is None else str(label),
        link_text=text if isinstance(text, str) else None,
        claim=tidy(_MARKUP.sub("", claim)) or None if isinstance(claim, str) else None,
        quotes=_quotes(raw),
    )


def _cite_quoted(raw: RawRecord, record: ResourceRecord, collector: Collector) -> None:
    """A record that quotes its source cites it."""
    if record.url and (quotes := _quotes(raw)):
        line, column = raw.place_of("url")
        collector.cite(record.url, line=line, column=column, link_text=record.title, quotes=quotes)


def _quotes(raw: RawRecord) -> tuple[Quote, ...]:
    """`quote` and `quotes` hold quoted words, notes have them in quotation marks."""
    found = [quote for text in _texts(raw, ("quote", "quotes")) for quote in stated_quotes(text)]
    found += [quote for text in _texts(raw, ("annotation", "annote", "note")) for quote in quotes_within(text)]
    return tuple(dict.fromkeys(found))


def _texts(raw: RawRecord, keys: Iterable[str]) -> Iterator[str]:
    """The texts of some keys, each a text or a list of them."""
    for key in keys:
        value = raw.values.get(key)
        yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))


def is_record(value: object) -> bool:
    return isinstance(value, dict) and "url" in value


def title_in(value: Mapping[str, object]) -> str | None:
    """The title or the name that a mapping gives its URL."""
    named = (value.get(key) for key in ("title", "name", "label"))
    return next((text for text in named if isinstance(text, str) and text.strip() and "://" not in text), None)


def urls_in(text: str) -> Iterator[tuple[int, str]]:
    """Offset and URL of each URL in a scalar: of the one that it is, or of those within a longer text."""
    if "://" not in text:
        return
    if URL.match(text) and text.count("://") == 1:
        yield 0, text
    else:
        for start, end in find_urls(text):
            yield start, text[start:end]
