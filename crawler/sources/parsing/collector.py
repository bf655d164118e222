"""`Collector`: what a format has found in one source so far, and the rule for which link targets are citations."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Unpack

from crawler.model import Citation, Document, Ignored, ParsedSource, Quote, ResourceRecord, Skipped
from crawler.net.credentials import hide_credentials, without_credentials
from crawler.net.text_fragments import fragment_texts
from crawler.net.urls import url_problem
from crawler.sources.parsing.attribution import attributed
from crawler.sources.parsing.block_quotes import BlockQuotes
from crawler.sources.parsing.page_notes import PageNotes
from crawler.sources.parsing.prose import CitationFields, CitationSite

FREE_CITATIONS = 10_000
"""That any Document may make; a larger one, one more for each BYTES_PER_CITATION of its bytes. A footnote of 10,000
links used 10,000 times would otherwise exhaust memory.
"""

BYTES_PER_CITATION = 4

SHOWN_CHARS = 200
"""Of what was skipped or ignored, for a listing."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")  # two letters at least: `C:\x` is a path
_NOT_WEB = {"mailto": "mailto link", "tel": "tel link", "sms": "sms link"}


def most_citations(size: int) -> int:
    """How many Citations a Document of that many bytes may make."""
    return FREE_CITATIONS + size // BYTES_PER_CITATION


def too_many(most: int) -> str:
    """The complaint about a Document that makes more."""
    return f"more than {most:,} citations, which is much for its size: the rest is not read"


def not_a_citation(target: str) -> str | None:
    """Why a link target is not a citation, or None if it is one.

    >>> not_a_citation("../other.md"), not_a_citation("#top"), not_a_citation("javascript:void(0)")
    ('relative link', 'anchor', None)
    """
    if not target:
        return "empty link"
    if target.startswith("#"):
        return "anchor"
    scheme = _SCHEME.match(target)
    if scheme is None:
        return "relative link"
    return _NOT_WEB.get(scheme[1].lower())


class Collector:
    """Collects Citations, ResourceRecords, complaints and what is ignored; `parsed` returns them.

    A reader sets `depends` when what it found depends on other files, too. `size`: bytes of the source.
    """

    def __init__(self, path: str, size: int) -> None:
        self.path, self.most = path, most_citations(size)
        self.citations: list[Citation] = []
        self.block_quotes = BlockQuotes()
        self.page_notes = PageNotes()
        self._sites: list[CitationSite | None] = []  # of each, where it cites in running text
        self.records: list[ResourceRecord] = []
        self.skipped: list[Skipped] = []
        self.ignored: list[Ignored] = []
        self.depends = False
        self._past_limit = 0

    def skip(self, line: int | None, reason: str, url: str | None = None) -> None:
        shown = None if url is None else without_credentials(url)[:SHOWN_CHARS]
        self.skipped.append(Skipped(path=self.path, line=line, reason=hide_credentials(reason), url=shown))

    def ignore(
        self, reason: str, line: int | None = None, column: int | None = None, text: str | None = None, count: int = 1
    ) -> None:
        """Records something that is no citation; `reason` is one of few, and what is counted."""
        if count:
            shown = None if text is None else without_credentials(text)[:SHOWN_CHARS]
            self.ignored.append(
                Ignored(path=self.path, reason=reason, line=line, column=column, text=shown, count=count)
            )

    def link(self, url: str, *, site: CitationSite | None = None, **fields: Unpack[CitationFields]) -> None:
        """Adds a link: a Citation if its target is an absolute URL, else it is ignored."""
        if reason := not_a_citation(url):
            self.ignore(reason, fields.get("line"), fields.get("column"), url or None)
        else:
            self.cite(url, site=site, **fields)

    def cite(self, url: str, *, site: CitationSite | None = None, **fields: Unpack[CitationFields]) -> None:
        """Adds a Citation whatever its URL looks like, with a complaint about a URL that can never be fetched."""
        if ":~:" in url:
            fields["quotes"] = (*fields.get("quotes", ()), *(Quote(text=words) for words in fragment_texts(url)))
        if self._add(Citation(url=url, **fields), site):
            self.complain(url, fields.get("line"))

    def cite_resource(
        self, resource_id: str, *, site: CitationSite | None = None, **fields: Unpack[CitationFields]
    ) -> None:
        self._add(Citation(resource_id=resource_id, **fields), site)

    def merge(self, part: ParsedSource, place: Callable[[int, int], tuple[int, int]]) -> None:
        """Adds what was found in a part of the Document; `place` turns its lines and columns into the Document's."""
        for citation in part.citations:
            line, column = place(citation.line, citation.column)
            quotes = tuple(_moved(quote, place) for quote in citation.quotes)
            self._add(replace(citation, line=line, column=column, quotes=quotes))
        for skipped in part.skipped:
            self.skipped.append(replace(skipped, line=place(skipped.line or 1, 1)[0]))
        for ignored in part.ignored:
            line, column = place(ignored.line or 1, ignored.column or 1)
            self.ignored.append(replace(ignored, line=line, column=column))

    def complain(self, url: str, line: int | None) -> None:
        """Reports what is wrong with a URL that is accepted all the same."""
        if problem := url_problem(url):
            self.skip(line, problem, url)

    @property
    def is_full(self) -> bool:
        return len(self.citations) >= self.most

    def leave_out(self, count: int, line: int | None) -> None:
        """Counts citations past the limit."""
        if count and not self._past_limit:
            self.skip(line, too_many(self.most))
        self._past_limit += count

    def _add(self, citation: Citation, site: CitationSite | None = None) -> bool:
        if self.is_full:
            self.leave_out(1, citation.line)
            return False
        self.citations.append(citation)
        self._sites.append(site)
        return True

    def parsed(self, document: Document | None) -> ParsedSource:
        """The ParsedSource, in the order of the Document's lines."""
        self.ignore("citation past the limit", count=self._past_limit)
        citations = attributed(self.citations, self._sites, self.block_quotes, self.page_notes)
        return ParsedSource(
            document=document,
            citations=tuple(sorted(citations, key=lambda c: (c.line, c.column))),
            records=tuple(self.records),
            skipped=tuple(sorted(self.skipped, key=lambda s: s.line or 0)),
            ignored=tuple(sorted(self.ignored, key=lambda i: (i.line or 0, i.column or 0))),
            depends=self.depends,
        )


def _moved(quote: Quote, place: Callable[[int, int], tuple[int, int]]) -> Quote:
    if quote.line is None or quote.column is None:
        return quote
    line, column = place(quote.line, quote.column)
    return replace(quote, line=line, column=column)
