"""`MarkupReader`: what readers of light markup languages (AsciiDoc, LaTeX, Org, reStructuredText, wikitext) share.

A reader cuts its text into blocks (paragraphs, list items, table cells), each a `Passage`: characters of the file that
belong together and know their offsets. Its inline scanner adds words, links and footnote marks to the block's `Prose`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from crawler.model import ParsedSource
from crawler.sources.parsing.bare_urls import find_urls
from crawler.sources.parsing.bibliographies.citation_keys import CitationKeys
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.footnotes import CitingLink, Footnote, Footnotes
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import CitationSite, Prose, tidy, without_private
from crawler.sources.parsing.source_text import SourceText


class Passage:
    """Pieces of a text, each (start, end), joined by line ends; one piece may hold many lines."""

    def __init__(self, text: str, pieces: Iterable[tuple[int, int]]) -> None:
        self._at: list[int] = []
        self._source: list[int] = []
        parts: list[str] = []
        size = 0
        for start, end in pieces:
            self._at.append(size)
            self._source.append(start)
            parts.append(text[start:end])
            size += end - start + 1
        self.text = "\n".join(parts)

    def offset(self, pos: int) -> int:
        """The offset in the source of an offset in `text`."""
        piece = bisect_right(self._at, pos) - 1
        return self._source[piece] + pos - self._at[piece]


class MarkupReader:
    """What a reader has found so far, in the block that it reads now and before."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = without_private(source.text)
        self.lines = LineIndex(self.text)
        self.collector = Collector(source.path, source.size)
        self.notes = Footnotes()
        self.title: str | None = None
        self.row: list[Prose] | None = None
        self.prose = Prose()
        self.links: list[CitingLink] = []
        self.within: list[Footnote] = []
        self._outer: list[Prose] = []  # the texts around inline footnotes
        self._note_sites: list[CitationSite] = []  # and their marks
        self._keys: list[tuple[str, CitationSite]] = []

    def begin(self) -> None:
        """Begins a block: a paragraph, a list item, a table cell."""
        self.prose = Prose()
        if self.row is not None:
            self.row.append(self.prose)
        if self.within:
            self.within[-1].prose.append(self.prose)
        else:
            self.collector.block_quotes.begin(self.prose)

    def spot(self, offset: int) -> CitationSite:
        row = None if self._outer else self.row
        return CitationSite(*self.lines.place(offset), self.prose, self.prose.here(), row)

    def link(self, offset: int, url: str, text: str | None = None) -> None:
        """A link at an offset of the text; without `text` it shows its URL."""
        site = self.linked(offset, text or url)
        if not text:
            site.text = None
        self.add_link(CitingLink(site, url=url))

    def linked(self, offset: int, text: str) -> CitationSite:
        """Adds a link's text, and gives its place."""
        site = self.spot(offset)
        self.prose.add(text)
        site.text = tidy(text) or None
        self.prose.linked += len(text.split())
        return site

    def add_link(self, link: CitingLink) -> None:
        (self.within[-1].links if self.within else self.links).append(link)

    def mark(self, offset: int, label: str) -> None:
        """A footnote's mark, whose definition stands elsewhere."""
        site = self.spot(offset)
        site.anchor = self.prose.mark()
        self.notes.marks.append((label, site))

    def define(self, offset: int, label: str) -> None:
        """Begins a footnote's definition; the blocks and links up to `end_definition` are its own."""
        self.within.append(self.notes.define(label, self.lines.place(offset)[0]))

    def end_definition(self) -> None:
        self.within.pop()

    def begin_note(self, offset: int, label: str | None = None, shown: str | None = None) -> None:
        """Begins a footnote whose text stands at its mark; what follows up to `end_note` is its own.

        By its `label`, other marks may use it; `shown` is the label of one that is used here only.
        """
        site = self.spot(offset)
        site.anchor = self.prose.mark()
        if label is None:
            note = Footnote(shown, site.line)
            self.notes.inline.append((note, site))
        else:
            note = self.notes.define(label, site.line)
            self.notes.marks.append((label, site))
        self.within.append(note)
        self._outer.append(self.prose)
        self._note_sites.append(site)
        self.prose = Prose()
        note.prose.append(self.prose)

    def end_note(self) -> None:
        self.prose = self._outer.pop()
        self._note_sites.pop()
        self.within.pop()

    def cite_key(self, offset: int, key: str, shown: str = "") -> None:
        """A mark that cites a bibliography's entry; without `shown` it is a footnote's mark in the text."""
        site = self.spot(offset)
        if shown:
            self.prose.add(shown)
        else:
            site.anchor = self.prose.mark()
        if self._note_sites:  # a footnote cites for the sentence that has its mark
            site.prose, site.anchor = self._note_sites[0].prose, self._note_sites[0].anchor
        self._keys.append((key, site))

    def cite_entries(self, bibliographies: Sequence[str], line: int | None = None, *, search: bool = True) -> None:
        """Adds what the marks cite; `bibliographies` are those that the Document names, on a line.

        `search`: whether those beside the Document count, if it names none.
        """
        if self._keys:
            keys = CitationKeys(self.source, self.collector, bibliographies, line=line, search=search)
            for key, site in self._keys:
                keys.cite(key, **site.fields())
            keys.finish()

    def ignore(self, reason: str, offset: int, text: str | None = None) -> None:
        self.collector.ignore(reason, *self.lines.place(offset), text=text)

    def ignore_urls(self, reason: str, start: int, end: int) -> None:
        """Counts the URLs between two offsets of the text, which cite nothing there."""
        part = self.text[start:end]
        for first, last in find_urls(part):
            self.ignore(reason, start + first, part[first:last])

    def parsed(self, format: str) -> ParsedSource:
        """The ParsedSource of a Document of that format, after the last block."""
        for link in self.links:
            link.cite(self.collector)
        self.notes.cite(self.collector)
        return self.collector.parsed(self.source.document(format, title=self.title))
