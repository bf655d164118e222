"""Rows of a table -> Citations and records, by the columns of columns.py. For CSV, TSV and Parquet.

A row cites the URLs of its link column; where that is empty, its DOI, arXiv identifier or PMID, else the URL of another
column. URLs of other columns are counted. The other columns that are known make a record.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from crawler.model import Quote, ResourceRecord
from crawler.model.json_value import JsonValue
from crawler.sources.parsing.bare_urls import absolute
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import arxiv_url, doi_url, pmc_url, pubmed_url
from crawler.sources.parsing.quoted_words import quotes_within, stated_quotes
from crawler.sources.parsing.records.raw_records import RawRecord, add_records, record_of
from crawler.sources.parsing.records.saved_links import day_of
from crawler.sources.parsing.tables.cells import NOTHING, CellLink, links_in
from crawler.sources.parsing.tables.columns import RENAMED, VAGUE, TableColumns

Place = Callable[[int, int, int], tuple[int, int]]
"""Row, column and offset in the cell's text -> line and column in the file."""

_READ = {
    "doi": doi_url,
    "arxiv": arxiv_url,
    "arxiv_id": arxiv_url,
    "eprint": arxiv_url,
    "pmid": pubmed_url,
    "pubmed_id": pubmed_url,
    "pmcid": pmc_url,
}
_LISTS = ("key_points", "cited_by")
_METADATA = frozenset(
    "id stable_id title type published_date abstract summary review importance publication_id doi archive_url "
    "fetched_at authors tags key_points cited_by".split()
)
_STRING = re.compile(r""""[^"]*+"|'[^']*+'""")
_LIST = re.compile(rf"\[\s*+(?:(?:{_STRING.pattern})\s*+(?:,\s*+|(?=\])))*+\]")
_HIGHLIGHT = re.compile(r"^Highlight:[ \t]*(.+)$", re.MULTILINE)


class TableReader:
    """Adds what the rows of a table cite to a Collector; `header` is empty for a table without one."""

    def __init__(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], place: Place, collector: Collector
    ) -> None:
        self.rows, self.place, self.collector = rows, place, collector
        self.columns = TableColumns(header, rows)
        self.records: list[ResourceRecord] = []
        columns = self.columns
        known = {*columns.links[:1], *columns.tags, *columns.accessed, *columns.quotes}
        kept = [(at, name) for at, name in enumerate(columns.names) if name and at not in known]
        kept.sort(key=lambda column: column[1] in VAGUE)  # the last of those with one key
        self.kept = [(at, RENAMED.get(name, name)) for at, name in kept]
        self.described = bool(columns.tags or columns.titles or _METADATA & {key for _, key in self.kept})

    def read(self) -> None:
        for at, row in enumerate(self.rows):
            self._row(at, row)
        add_records(self.records, self.collector)

    def _row(self, at: int, row: Sequence[str]) -> None:
        main = next(self._targets(row), None)
        if main is None:
            self.collector.ignore("row without a URL", self.place(at, 0, 0)[0], text=" ".join(row).strip() or None)
            return
        column, links = main
        if links[0].url.lower().startswith(("mailto:", "tel:")):
            line, character = self.place(at, column, links[0].at)
            self.collector.link(links[0].url, line=line, column=character)
            return
        title, accessed = self._title(row), self._accessed(row)
        quotes: Sequence[str | None] = self._quotes(row) or [None]
        within = self._quotes_within(row)
        for link in links:
            line, character = self.place(at, column, link.at)
            text = link.text or title
            for quote in quotes if link is links[0] else [None]:
                self.collector.cite(
                    link.url,
                    line=line,
                    column=character,
                    link_text=text,
                    accessed=accessed,
                    quotes=(*stated_quotes(quote), *within),
                )
                within = ()
        self._others(at, row, column)
        if self.described and links[0].url.lower().startswith(("http:", "https:")):
            self._record(at, row, links[0].url)

    def _targets(self, row: Sequence[str]) -> Iterator[tuple[int, list[CellLink]]]:
        """What a row may cite, the best first: a column, and the links in it."""
        for column in self.columns.links[:1]:
            cell = row[column] if column < len(row) else ""
            if links := list(links_in(cell)):
                yield column, links
            elif cell.strip().lower() not in NOTHING:
                yield column, [CellLink(len(cell) - len(cell.lstrip()), doi_url(cell) or _absolute(cell.strip()))]
        for column in self.columns.identifiers:
            cell = row[column].strip() if column < len(row) else ""
            if cell and (url := _READ[self.columns.names[column]](cell)):
                yield column, [CellLink(len(row[column]) - len(row[column].lstrip()), url)]
        for column in self.columns.links[1:]:
            if column < len(row) and (links := list(links_in(row[column]))):
                yield column, links

    def _others(self, at: int, row: Sequence[str], cited: int) -> None:
        for column in self.columns.links:
            if column != cited and column < len(row):
                for link in links_in(row[column]):
                    self.collector.ignore("URL in another column", *self.place(at, column, link.at), link.url)

    def _first(self, row: Sequence[str], columns: Sequence[int]) -> str | None:
        for column in columns:
            if column < len(row) and (cell := row[column].strip()):
                return cell
        return None

    def _title(self, row: Sequence[str]) -> str | None:
        return self._first(row, self.columns.titles)

    def _accessed(self, row: Sequence[str]) -> str | None:
        written = self._first(row, self.columns.accessed)
        return written and (day_of(written) or written)

    def _quotes(self, row: Sequence[str]) -> list[str]:
        """Marked passages; Raindrop has several in one cell, each after `Highlight:`."""
        written = self._first(row, self.columns.quotes) or ""
        listed = [match[1].strip() for match in _HIGHLIGHT.finditer(written)]
        return listed or ([written] if written else [])

    def _quotes_within(self, row: Sequence[str]) -> tuple[Quote, ...]:
        """What notes about the row's source have in quotation marks."""
        cells = (row[column] for column in self.columns.notes if column < len(row))
        return tuple(quote for cell in cells for quote in quotes_within(cell))

    def _tags(self, row: Sequence[str]) -> list[str]:
        cells = [row[column] for column in self.columns.tags if column < len(row)]
        parted = (part.strip() for cell in cells for part in _parted(cell.strip()))
        return [part for part in dict.fromkeys(parted) if part]

    def _record(self, at: int, row: Sequence[str], url: str) -> None:
        values: dict[str, JsonValue] = {}
        for column, key in self.kept:
            if column < len(row) and key not in values and (cell := row[column].strip()):
                values[key] = cell
        if title := self._title(row):
            values["title"] = title
        if tags := self._tags(row):
            values["tags"] = list(tags)
        if isinstance(authors := values.get("authors"), str):
            values["authors"] = list(_people(authors))
        for key in _LISTS:
            if isinstance(listed := values.get(key), str):
                values[key] = [part.strip() for part in re.split("[;|]", listed) if part.strip()]
        if _METADATA & values.keys():
            raw = RawRecord({**values, "url": url}, {}, self.place(at, 0, 0)[0])
            # The URL was checked when it was cited.
            if record := record_of(raw, self.collector, check_url=False):
                self.records.append(record)


def _parted(cell: str) -> list[str]:
    """The tags of a cell: parted by `;` or `|`, else by commas; a list in JSON (Instapaper) or Python (Reader)."""
    if _LIST.fullmatch(cell):
        return [match[0][1:-1] for match in _STRING.finditer(cell)]
    return re.split(r"[;|]" if re.search("[;|]", cell) else ",", cell)


def _absolute(cell: str) -> str:
    """A cell's only URL; `www.example.org` stands for `http://www.example.org`."""
    return absolute(cell) if re.fullmatch(r"(?i:www)\.\S+", cell) else cell


def _people(cell: str) -> Iterator[str]:
    """Authors of a cell, parted by `;` or `|`; "Doe, Jane; Roe, Rick" and "Doe, Jane" have the family names first."""
    parts = [part.strip() for part in re.split("[;|]", cell) if part.strip()]
    one_word = len(parts) == 1 and parts[0].count(",") == 1 and " " not in parts[0].partition(",")[0]
    turned = one_word or (len(parts) > 1 and any("," in part for part in parts))
    for part in parts:
        family, comma, given = part.partition(", ")
        yield f"{given.strip()} {family.strip()}" if turned and comma else part
