"""CSV and TSV files (RFC 4180, and what spreadsheets make of it): see parsing/tables/rows.py for what a row cites.

Cells are parted by commas, semicolons, tabs or pipes; a first line `sep=;` says which. Blank lines and comments (`#`)
may stand before the header; a table whose first row has a URL has none.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.tables.columns import names_urls
from crawler.sources.parsing.tables.rows import TableReader

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*+"')
_SEPARATOR = re.compile(r"sep=(.)[ \t]*(?:\n|\Z)", re.IGNORECASE)
_LEADING = re.compile(r"(?:[ \t]*\n|#[^\n]*\n)*+")
_HEADER_ROWS = 10
"""How many rows at the start may come before the header that names a column of URLs. Heuristic."""


def sniff(source: SourceText) -> bool:
    """Whether the first line that is not blank names a column of URLs."""
    first = next((line.strip() for line in source.head.split("\n") if line.strip()), "")
    mark = _delimiter(first)
    names = [cell.strip(' "') for cell in first.split(mark)]
    return (
        mark in first
        and not first.startswith("|")
        and any((names_urls(name) or 99) < 10 or name.lower() == "url" for name in names)
    )


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    _CsvFile(source, collector).read()
    return collector.parsed(source.document("table"))


def _delimiter(line: str) -> str:
    """The sign that parts the cells of a line, judging by how often it stands outside of quotes."""
    bare = _QUOTED.sub("", line)
    return max(_DELIMITERS, key=bare.count)


class _CsvFile:
    def __init__(self, source: SourceText, collector: Collector) -> None:
        self.text, self.collector = source.text, collector
        self.index = LineIndex(self.text)
        self.start = self._leading()
        self.mark = self._mark(source.path.lower().endswith(".tsv"))
        self.rows: list[list[str]] = []
        self.starts: list[list[int]] = []  # the offset of each cell's text
        self.quoted: list[list[bool]] = []
        self.marks: tuple[tuple[int, int], list[int]] = (-1, -1), []  # a cell, and its quotation marks

    def read(self) -> None:
        for row, starts, quoted in self._parsed():
            if any(cell.strip() for cell in row):
                self.rows.append(row)
                self.starts.append(starts)
                self.quoted.append(quoted)
        if not self.rows:
            return
        head = self._header()
        body = 0 if head is None else head + 1
        for at in range(head or 0):
            self.collector.ignore("row before the header", self._place(at, 0, 0)[0], text=self.mark.join(self.rows[at]))
        header = [] if head is None else self.rows[head]
        reader = TableReader(
            header, self.rows[body:], lambda row, *rest: self._place(row + body, *rest), self.collector
        )
        if reader.columns.useful:
            reader.read()
        elif len(self.rows) > body or header:
            self.collector.skip(self._place(0, 0, 0)[0], "no column is named url, link or href, or holds URLs")
            self.collector.ignore("table row", self._place(0, 0, 0)[0], count=len(self.rows) - body)

    def _leading(self) -> int:
        """The offset behind blank lines and comments at the start."""
        lead = _LEADING.match(self.text)
        end = lead.end() if lead else 0
        for number, line in enumerate(self.text[:end].split("\n"), 1):
            if line.startswith("#"):
                self.collector.ignore("comment", number, text=line)
        return end

    def _mark(self, tabs: bool) -> str:
        if named := _SEPARATOR.match(self.text, self.start):
            self.start = named.end()
            return named[1]
        line = self.text[self.start :].partition("\n")[0]
        return "\t" if tabs and "\t" in line else _delimiter(line)

    def _header(self) -> int | None:
        """The row that names the columns; None for a table without such a row."""
        for at, row in enumerate(self.rows[:_HEADER_ROWS]):
            if any("://" in cell for cell in row):
                return None if at == 0 else 0
            if len(row) > 1 and any(names_urls(name) is not None for name in row):
                return at
        return 0

    def _parsed(self) -> Iterator[tuple[list[str], list[int], list[bool]]]:
        """Each row: the texts of its cells, their offsets, and whether they are quoted."""
        mark = re.escape(self.mark)
        cell = re.compile(rf'[ ]*+(?:"((?:[^"]++|"")*+)"([^{mark}\n]*+))(?={mark}|\n|\Z)|([^{mark}\n]*+)')
        text, at, size = self.text, self.start, len(self.text)
        row: list[str] = []
        starts: list[int] = []
        quoted: list[bool] = []
        while at < size or row:
            match = cell.match(text, at)
            if match is None:
                return
            inside = match[1]
            if inside is not None:
                row.append((inside.replace('""', '"') if '""' in inside else inside) + match[2])
            else:
                row.append(match[3])
                if match[3].startswith('"') and match[3].count('"') == 1:
                    self.collector.skip(self.index.place(at)[0], "a quotation mark is not closed: read as text")
            starts.append(match.start(3) if inside is None else match.start(1))
            quoted.append(inside is not None)
            at = match.end()
            if at < size and text[at] == self.mark:
                at += 1
                continue
            yield row, starts, quoted
            row, starts, quoted = [], [], []
            at += 1

    def _place(self, row: int, column: int, offset: int) -> tuple[int, int]:
        """Line and column of a place in a cell's text, in which a quotation mark stands for two."""
        if self.quoted[row][column]:
            if self.marks[0] != (row, column):
                self.marks = (row, column), [match.start() for match in re.finditer('"', self.rows[row][column])]
            offset += bisect_left(self.marks[1], offset)
        return self.index.place(self.starts[row][column] + offset)
