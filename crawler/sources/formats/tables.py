"""CSV and TSV files: one Citation per row, from a column of URLs; other known columns make a ResourceRecord.

The column is found by its name (url, link, href, ...), else by its values. Lists within a cell are separated by
`;` or `|`.
"""

import csv
from collections.abc import Iterator, Sequence

from crawler.model import ParsedSource, ResourceRecord
from crawler.model.json_value import JsonValue
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.raw_records import RawRecord, add_records, record_of
from crawler.sources.parsing.source_text import SourceText

_URL_NAMES = (
    "url",
    "link",
    "href",
    "uri",
    "source_url",
    "page_url",
    "address",
    "web_address",
    "website",
    "source",
)
"""Names of columns that hold URLs, the likeliest first."""

_RENAMED = {
    "author": "authors",
    "date": "published_date",
    "description": "summary",
    "keywords": "tags",
    "kind": "type",
    "name": "title",
    "published": "published_date",
    "tag": "tags",
    "year": "published_date",
}
_LISTS = ("authors", "tags", "key_points", "cited_by")
_METADATA = frozenset(
    "id stable_id title type published_date abstract summary review importance publication_id doi archive_url "
    "fetched_at authors tags key_points cited_by".split()
)
_DELIMITERS = ",;\t|"
_MAX_FIELD = 4_000_000


def sniff(source: SourceText) -> bool:
    """Whether the first line that is not blank names a column of URLs."""
    first = next((line.strip() for line in source.head.split("\n") if line.strip()), "")
    mark = _delimiter(first)
    return mark in first and _url_column(first.split(mark)) is not None


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path)
    rows = _rows(source, collector)
    _Table(source.text.split("\n"), collector).read(rows)
    return collector.parsed(source.document("table"))


def _url_column(header: Sequence[str]) -> int | None:
    """The index of the column whose name says that it holds URLs."""
    names = [_norm(name) for name in header]
    return next((names.index(name) for name in _URL_NAMES if name in names), None)


def _delimiter(first_line: str) -> str:
    return max(_DELIMITERS, key=first_line.count)


def _norm(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _rows(source: SourceText, collector: Collector) -> Iterator[tuple[int, list[str]]]:
    """Each row with its first line's number."""
    csv.field_size_limit(_MAX_FIELD)
    head = source.text.lstrip("\n").partition("\n")[0]
    mark = "\t" if source.path.lower().endswith(".tsv") else _delimiter(head)
    reader = csv.reader((line + "\n" for line in source.text.split("\n")), delimiter=mark)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            collector.skip(line, f"not valid CSV: {error}")
            continue
        if any(cell.strip() for cell in row):
            yield line, row


class _Table:
    def __init__(self, lines: list[str], collector: Collector) -> None:
        self.lines, self.collector = lines, collector
        self.records: list[ResourceRecord] = []

    def read(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        first = next(rows, None)
        if first is None:
            return
        line, header = first
        column = _url_column(header)
        if column is None:
            column = next((at for at, cell in enumerate(header) if "://" in cell), None)
            if column is None:
                self.collector.skip(line, "no column is named url, link or href")
                self.collector.ignore("table row", line, count=sum(1 for _ in rows))
                return
            self._row(line, header, [], column)
            header = []
        for number, row in rows:
            self._row(number, row, header, column)
        add_records(self.records, self.collector)

    def _row(self, line: int, row: list[str], header: list[str], column: int) -> None:
        url = row[column].strip() if column < len(row) else ""
        if not url:
            self.collector.ignore("row without a URL", line)
            return
        names = [_RENAMED.get(_norm(name), _norm(name)) for name in header]
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if cell.strip()}
        at = self.lines[line - 1].find(url) if line <= len(self.lines) else -1
        self.collector.cite(url, line=line, column=max(at, 0) + 1, link_text=cells.get("title"))
        if _METADATA & cells.keys() and url.lower().startswith(("http:", "https:")):
            self._record(line, url, cells)

    def _record(self, line: int, url: str, cells: dict[str, str]) -> None:
        values: dict[str, JsonValue] = {key: cell for key, cell in cells.items() if key and key not in _URL_NAMES}
        for key in _LISTS:
            if key in cells:
                values[key] = [part.strip() for part in cells[key].replace("|", ";").split(";") if part.strip()]
        raw = RawRecord({**values, "url": url}, {}, line)
        # The URL was checked when it was cited.
        if record := record_of(raw, self.collector, check_url=False):
            self.records.append(record)
