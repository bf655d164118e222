"""Blocks of text that cite: their places, in the order of the text."""

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from crawler.sources.parsing.page_notes import PageNotes
from crawler.sources.parsing.prose import CitationSite, Prose
from crawler.text.sentences import MARK


@dataclass(frozen=True, slots=True)
class CitingSpot:
    """One place that cites, in the text of a block."""

    number: int  # of the Citation
    start: int
    end: int
    is_mark: bool
    states: bool  # that a quotation which begins here is taken from it


@dataclass(slots=True)
class CitingBlock:
    """A block that cites, and its places in their order."""

    prose: Prose
    spots: list[CitingSpot] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[CitingSpot]:
        """The places between two offsets."""
        first = bisect_left(self.spots, start, key=lambda spot: spot.start)
        return self.spots[first : bisect_left(self.spots, end, key=lambda spot: spot.start)]

    def last_before(self, offset: int) -> CitingSpot | None:
        row = bisect_left(self.spots, offset, key=lambda spot: spot.start)
        return self.spots[row - 1] if row else None

    def run_at(self, mark: int) -> list[int]:
        """The Citations of the marks that stand together, the first at an offset."""
        text, last = self.prose.text, mark
        while last < len(text) and text[last] in MARK + ", ":
            last += 1
        return self.run(mark, last)

    def run(self, start: int, end: int) -> list[int]:
        """The Citations of the marks that stand between two offsets."""
        return [spot.number for spot in self.between(start, end) if spot.is_mark]


def citing_blocks(
    sites: Sequence[CitationSite | None], apart: Container[int], page_notes: PageNotes
) -> dict[int, CitingBlock]:
    """The blocks that cite, by the id of their Prose; `sites`: of each Citation, where it cites in running text.

    Only those that quote, or whose ids are in `apart`: the rest, nearly all, need not be looked at.
    """
    blocks: dict[int, CitingBlock] = {}
    for number, site in enumerate(sites):
        if site is not None and (site.prose.block.quotations or id(site.prose) in apart):
            is_mark = not site.states and site.prose.is_mark(site.anchor)
            size = 1 if is_mark else 0 if site.states else len(site.text or "")
            block = blocks.setdefault(id(site.prose), CitingBlock(site.prose))
            block.spots.append(CitingSpot(number, site.anchor, site.anchor + size, is_mark, site.states))
    for number, prose, anchor in page_notes.spots:
        if prose.block.quotations or id(prose) in apart:
            spot = CitingSpot(number, anchor, anchor + 1, is_mark=True, states=False)
            blocks.setdefault(id(prose), CitingBlock(prose)).spots.append(spot)
    for block in blocks.values():
        block.spots.sort(key=lambda spot: spot.start)
    return blocks
