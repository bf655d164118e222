"""Which Citation a quotation in running text belongs to.

A footnote mark stands after what it is the source of, a link before or after it:

* the first mark after a quotation, in its sentence, has it, with all marks of its run; a mark that cites nothing we
  know (a book) has it, too, and then nobody else does;
* a link right behind a quotation comes before a mark further on: `"..." ([Smith](...))`;
* else the link, or the mark before it, that stands nearest in the sentence: `[Smith](...) said "..."`;
* in a table, a quotation belongs to the only link of its row if that has a cell of its own.

A linked title is no quotation: `"[How the ship sank](...)"`. What is set off from the text: set_off.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from crawler.model import Citation, Quote
from crawler.sources.parsing.block_quotes import BlockQuote
from crawler.sources.parsing.citing_blocks import CitingBlock, CitingSpot, citing_blocks
from crawler.sources.parsing.prose import CitationSite, Prose
from crawler.sources.parsing.quoted_words import QuotedWords
from crawler.sources.parsing.set_off import set_off
from crawler.text.sentences import BREAK, MARK

_BETWEEN = 40
"""Characters of names and punctuation between a quotation and a link behind its sentence: `"..." -- John Smith, `.
Heuristic."""

_BESIDE = f" \n\t.,;:!?()[]—–-\"'*_{BREAK}"
"""What may stand between a quotation and its link for them to be beside each other."""

_INSIDE = 30
"""Characters that a link within the quoted words counts as away: it may be the source's own link. Heuristic."""

_FEW_WORDS = 3
_STOPS = ".!?…"
_SAID = ",:;"
"""Before what is quoted, not before a title."""


def attributed(
    citations: Sequence[Citation], sites: Sequence[CitationSite | None], block_quotes: Iterable[BlockQuote]
) -> list[Citation]:
    """The Citations, each with what is quoted from it; `sites`: of each, where it cites in running text."""
    blocks = citing_blocks(sites)
    apart, within = set_off(block_quotes, blocks)
    found: dict[int, list[str]] = defaultdict(list)
    inline = (pair for key, block in blocks.items() if key not in within for pair in _of_block(block))
    for number, words in (*apart, *inline, *_of_rows(blocks, sites)):
        found[number].append(words)
    return [
        replace(citation, quotes=(*citation.quotes, *(Quote(text=words) for words in dict.fromkeys(found[number]))))
        if number in found
        else citation
        for number, citation in enumerate(citations)
    ]


def _of_block(block: CitingBlock) -> Iterator[tuple[int, str]]:
    """The number of a Citation and the words that are quoted from it."""
    for quotation in block.prose.block.quotations:
        for number in _sources(quotation, block):
            yield number, quotation.words


def _sources(quotation: QuotedWords, block: CitingBlock) -> list[int]:
    text = block.prose.block.text
    begin, end = _sentences(quotation, block.prose)
    mark = text.find(MARK, quotation.end, end)
    links = [spot for spot in block.spots if not spot.is_mark and begin <= spot.start < end + _BETWEEN]
    behind = next((spot for spot in links if spot.start >= quotation.end), None)
    if mark >= 0 and not (behind and _beside(text, quotation.end, behind.start)):
        last = mark
        while last < len(text) and text[last] in MARK + ", ":
            last += 1
        return block.run(mark, last)
    spots = [spot for spot in links if spot.start < end or _beside_names(text, end, spot.start)]
    spots += [spot for spot in block.spots if spot.is_mark and _introduces(spot, quotation, block.prose, begin)]
    if not spots or _is_title(quotation, spots, text):
        return []
    nearest = min(spots, key=lambda spot: (_distance(spot, quotation), -spot.start))
    return [spot.number for spot in spots if spot.start == nearest.start]


def _sentences(quotation: QuotedWords, prose: Prose) -> tuple[int, int]:
    """From the beginning of the sentence in which a quotation begins to the end of the one in which it ends."""
    first = prose.block.around(quotation.start)
    last = prose.block.around(quotation.end - 1)
    return (first[0] if first else 0), (last[1] if last else prose.size)


def _beside(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip(_BESIDE)


def _beside_names(text: str, start: int, end: int) -> bool:
    """Whether only a name stands between the end of a sentence and a link: no sentence of its own."""
    between = text[start:end]
    is_name = MARK not in between and not any(stop in between.rstrip() for stop in _STOPS)
    return is_name and between.lstrip()[:1] in "(—–-["


def _introduces(spot: CitingSpot, quotation: QuotedWords, prose: Prose, begin: int) -> bool:
    """Whether a mark in the sentence stands before the quotation and ends no other one."""
    if not begin <= spot.start < quotation.start:
        return False
    earlier = (one for one in prose.block.quotations if begin <= one.start < quotation.start)
    return not any(spot.start >= other.end for other in earlier)


def _distance(spot: CitingSpot, quotation: QuotedWords) -> int:
    begins = abs(spot.start - quotation.start) <= 1
    if begins or (spot.start <= quotation.start and spot.end >= quotation.end):
        return 0
    if quotation.start < spot.start < quotation.end:
        return _INSIDE
    return spot.start - quotation.end if spot.start >= quotation.end else max(quotation.start - spot.end, 0)


def _is_title(quotation: QuotedWords, spots: Sequence[CitingSpot], text: str) -> bool:
    """Whether the quoted words are a link's whole text, and nothing says that somebody said them."""
    start, end = quotation.start, quotation.end
    linked = any(abs(spot.start - start) <= 1 and abs(spot.end - end) <= 1 for spot in spots)
    said = text[:start].rstrip()[-1:] in tuple(_SAID)
    return linked and not said and quotation.words[-1] not in _STOPS


def _of_rows(blocks: dict[int, CitingBlock], sites: Sequence[CitationSite | None]) -> Iterator[tuple[int, str]]:
    """What cells without a citation quote, in rows whose citations stand in one cell of little else."""
    rows: dict[int, tuple[Sequence[Prose], set[int], list[int]]] = {}
    for number, site in enumerate(sites):
        if site is not None and site.row is not None:
            _, cells, numbers = rows.setdefault(id(site.row), (site.row, set(), []))
            cells.add(id(site.prose))
            numbers.append(number)
    for row, cells, numbers in rows.values():
        cell = next(one for one in row if id(one) in cells)
        if len(cells) == 1 and cell.words - cell.linked < _FEW_WORDS:
            for prose in row:
                for quotation in prose.block.quotations if id(prose) not in blocks else ():
                    yield from ((number, quotation.words) for number in numbers)
