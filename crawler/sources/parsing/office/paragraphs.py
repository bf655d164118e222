"""The paragraphs of an office document: their text, and the places in them that cite. `Story` collects them.

A paragraph has no line, so a citation's `line` is the number of its paragraph, from 1, in the order of the document;
its `column` is the character in the paragraph's text. In slides, they are the slide's number and the character in its
text. A note's sources are cited at its mark.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import groupby

from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.prose import CitationSite, Prose, without_private
from crawler.text.sentences import BREAK, MARK

MAX_ROW_CELLS = 100
"""A longer row of a table is no claim: each of its links would repeat it."""

_NUMBERS = re.compile(r"[\[(]?\d[\d\s,;\u2013-]*[\])]?")
"""A citation in a numeric style, which stands like a footnote mark: [3], 4-6."""


@dataclass(frozen=True, slots=True)
class CitedTarget:
    """A URL that a place cites; in a note with its link text there."""

    url: str
    text: str | None = None


@dataclass(slots=True)
class CitingPlace:
    """A place in a paragraph, and what it cites."""

    site: CitationSite
    targets: list[CitedTarget]
    label: str | None = None
    parts: int = 0  # how many parts the prose had before it
    end: int | None = None  # where its text ends in the prose; None while it is open


@dataclass(slots=True)
class _Paragraph:
    number: int
    base: int = 0  # characters before it on its slide
    prose: Prose = field(default_factory=Prose)
    row: list[Prose] | None = None
    places: list[CitingPlace] = field(default_factory=list)


class Story:
    """A text of paragraphs: a document's body, or one note."""

    def __init__(self) -> None:
        self.count = 0
        self.slide: int | None = None
        self.places: list[CitingPlace] = []
        self._blocks: list[tuple[Prose, bool]] = []  # in their order, each with whether its style is of a quotation
        self._open: list[_Paragraph] = []  # the inner ones are of text boxes
        self._rows: list[list[Prose]] = []
        self._base = 0

    @property
    def in_paragraph(self) -> bool:
        return bool(self._open)

    def start_paragraph(self, *, quoted: bool = False) -> None:
        """Begins a paragraph; `quoted`: its style is that of block quotes."""
        self.count += 1
        row = self._rows[-1] if self._rows else None
        paragraph = _Paragraph(self.slide or self.count, self._base, row=row)
        if row is not None:
            row.append(paragraph.prose)
        self._open.append(paragraph)
        self._blocks.append((paragraph.prose, quoted))

    def end_paragraph(self) -> None:
        if not self._open:
            return
        paragraph = self._open.pop()
        for place in paragraph.places:
            self.end_place(place)
        paragraph.places += _bare_urls(paragraph)
        if self.slide:
            self._base += paragraph.prose.size + 1
        self.places += paragraph.places

    def end(self) -> None:
        """Ends all paragraphs: of a document that breaks off."""
        while self._open:
            self.end_paragraph()

    def start_slide(self, number: int) -> None:
        self.slide, self._base = number, 0

    def start_row(self) -> None:
        self._rows.append([])

    def end_row(self) -> None:
        del self._rows[-1:]

    def text(self, text: str) -> None:
        if self._open and text:
            self._open[-1].prose.add(without_private(text))

    def line_break(self) -> None:
        if self._open:
            self._open[-1].prose.add(BREAK)

    def start_place(self, targets: list[CitedTarget]) -> CitingPlace | None:
        """Begins a link, whose text follows. A link that goes on with the same target is one with what it continues."""
        if not self._open or not targets:
            return None
        paragraph = self._open[-1]
        last = paragraph.places[-1] if paragraph.places else None
        if last and last.end == paragraph.prose.size > last.site.anchor and last.targets == targets:
            last.end = None
            return last
        place = CitingPlace(_site(paragraph, paragraph.prose.here()), targets, parts=len(paragraph.prose.parts))
        paragraph.places.append(place)
        return place

    def end_place(self, place: CitingPlace | None) -> None:
        if place is not None and place.end is None:
            place.site.end_link()
            place.end = place.site.prose.size

    def end_citation(self, place: CitingPlace | None) -> None:
        """Ends a reference of a citation manager; one that is just a number is a mark, as of a footnote."""
        if place is None or place.end is not None:
            return
        prose = place.site.prose
        shown = "".join(prose.parts[place.parts :])
        if _NUMBERS.fullmatch(shown.strip()):
            del prose.parts[place.parts :]
            prose.size -= len(shown)
            place.label = shown.strip("[]() ")
            prose.mark()
            place.end = prose.size
        else:
            self.end_place(place)

    def add_mark(self, targets: list[CitedTarget], label: str | None) -> None:
        """Adds the mark of a note."""
        if self._open:
            paragraph = self._open[-1]
            site = _site(paragraph, paragraph.prose.mark())
            paragraph.places.append(CitingPlace(site, targets, label, end=paragraph.prose.size))

    def targets(self) -> list[CitedTarget]:
        """What all its places cite, for the mark of the note that this is."""
        self.end()
        found = [CitedTarget(t.url, t.text or place.site.text) for place in self.places for t in place.targets]
        return list({target.url: target for target in reversed(found)}.values())[::-1]

    def cite(self, collector: Collector) -> None:
        """Adds all citations to a Collector."""
        self.end()
        for quoted, blocks in groupby(self._blocks, key=lambda block: block[1]):
            collector.block_quotes.step(1 if quoted else -1)
            for prose, _ in blocks:
                collector.block_quotes.begin(prose)
        for place in self.places:
            if place.site.row and len(place.site.row) > MAX_ROW_CELLS:
                place.site.row = None
            fields = place.site.fields()
            fields["label"] = place.label
            shown = fields.get("link_text")
            for target in place.targets:
                fields["link_text"] = target.text or shown
                collector.link(target.url, **fields)

    def ignore(self, collector: Collector, reason: str) -> None:
        """Counts all that would be cited."""
        for target in self.targets():
            collector.ignore(reason, text=target.url)


def _site(paragraph: _Paragraph, anchor: int) -> CitationSite:
    column = paragraph.base + anchor + 1
    return CitationSite(paragraph.number, column, paragraph.prose, anchor, paragraph.row)


def _bare_urls(paragraph: _Paragraph) -> list[CitingPlace]:
    """The URLs in a paragraph's text that are no part of a link."""
    text = paragraph.prose.text.replace(MARK, " ")
    if "://" not in text and "www." not in text:
        return []
    links = sorted((place.site.anchor, place.end or 0) for place in paragraph.places)
    starts = [start for start, _ in links]
    found = []
    for start, end in find_urls(text, www=True):
        before = bisect_right(starts, start) - 1
        if before >= 0 and start < links[before][1]:
            continue
        site = _site(paragraph, start)
        found.append(CitingPlace(site, [CitedTarget(absolute(text[start:end]))], end=end))
    return found
