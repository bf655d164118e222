"""Which Citation a quotation in running text belongs to.

A footnote mark stands after what it is the source of, a link before or after it:

* the first mark after a quotation, in its sentence, has it, with all marks of its run; a mark that cites nothing we
  know (a book) has it, too, and then nobody else does;
* a link right behind a quotation comes before a mark further on: `"..." ([Smith](...))`;
* so does the link or mark that leads to it in its own clause, if the mark stands in another one:
  `[the policy](...) asks for "...", though critics doubt it.[^1]`;
* else the link, or the mark before it, that stands nearest in the sentence: `[Smith](...) said "..."`;
* in an item of a list that cites nothing, it belongs to what the lead-in of the list cites last;
* in a table, a quotation belongs to the only link of its row if that has a cell of its own;
* if its sentence cites nothing: see sentences_around.py.

A linked title is no quotation: `"[How the ship sank](...)"`. What is set off from the text: set_off.py.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.model import Citation, Quote
from crawler.sources.parsing.block_quotes import BlockQuotes
from crawler.sources.parsing.citing_blocks import CitingBlock, CitingSpot, citing_blocks
from crawler.sources.parsing.page_notes import PageNotes
from crawler.sources.parsing.prose import CitationSite, Prose
from crawler.sources.parsing.quotation_marks import MAX_QUOTE
from crawler.sources.parsing.quoted_words import QuotedWords
from crawler.sources.parsing.sentences_around import sources_around
from crawler.sources.parsing.set_off import listed, set_off
from crawler.text.sentences import BREAK, MARK

_BETWEEN = 40
"""Characters of names and punctuation between a quotation and a link behind its sentence: `"..." -- John Smith, `.
Heuristic."""

_BESIDE = f" \n\t.,;:!?()[]—–-\"'*_{BREAK}"
"""What may stand between a quotation and its link for them to be beside each other."""

_OTHER_CLAUSE = re.compile(
    r"[,;:—–(] ?(?:even though|though|although|while|whereas|but|yet|which|who|an? \w+ that|obwohl|während|aber|wobei|"
    r"bien que|mais|aunque|pero|anche se|mentre|choć|ale|хотя|но)\b"
)
"""Behind a quotation: a clause begins that says something else."""

_INSIDE = 30
"""Characters that a link within the quoted words counts as away: it may be the source's own link. Heuristic."""

_FEW_WORDS = 3
_STOPS = ".!?…"
_SAID = ",:;"
"""Before what is quoted, not before a title; nor does a title begin with a small letter."""

_BARE = re.compile(r"\A(?:https?:|www\.)\S+")  # a URL that stands for itself has no link text
_COPY = re.compile(r"\W*(?:pdf|link|html|doi|epub|online|url|web|archived?)\W*", re.IGNORECASE)
"""The text of a link to a copy of the work whose title stands before it."""


def attributed(
    citations: Sequence[Citation],
    sites: Sequence[CitationSite | None],
    block_quotes: BlockQuotes,
    page_notes: PageNotes,
) -> list[Citation]:
    """The Citations, each with what is quoted from it; `sites`: of each, where it cites in running text."""
    citing = {id(site.prose) for site in sites if site is not None}
    items = [(lead, item) for lead, item in block_quotes.items if id(lead) in citing and item.block.quotations]
    around = {id(prose) for quote in block_quotes.found for prose in quote.all}
    blocks = citing_blocks(sites, around | {id(lead) for lead, _ in items}, page_notes)
    apart, within = set_off(block_quotes.found, blocks)
    found: dict[int, list[str]] = defaultdict(list)
    inline = (pair for key, block in blocks.items() if key not in within for pair in _of_block(block))
    for number, words in (*apart, *inline, *_of_rows(sites), *listed(items, blocks)):
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
    near = block.between(begin, end + _BETWEEN)
    links = [spot for spot in near if not spot.is_mark and (spot.start < end or _beside_names(text, end, spot.start))]
    leading = [spot for spot in near if _leads(spot, quotation, block.prose, begin)]
    behind = next((spot for spot in links if spot.start >= quotation.end), None)
    if mark >= 0 and not (behind and _beside(text, quotation.end, behind.start)):
        if not (leading and _OTHER_CLAUSE.search(text, quotation.end, mark)):
            return block.run_at(mark)
    elif not links and not leading:
        return sources_around(quotation, block, begin, end)
    spots = leading if mark >= 0 or _begins_another(behind, quotation, block.prose, leading) else [*links, *leading]
    if _is_title(quotation, spots, text):
        return []
    nearest = min(spots, key=lambda spot: (_distance(spot, quotation), -spot.start))
    return sorted({spot.number for spot in spots if spot.start == nearest.start})


def _sentences(quotation: QuotedWords, prose: Prose) -> tuple[int, int]:
    """From the beginning of the sentence in which a quotation begins to the end of the one in which it ends."""
    first = prose.block.around(quotation.start)
    last = prose.block.around(quotation.end - 1)
    begin, end = (first[0] if first else 0), (last[1] if last else prose.size)
    return max(begin, quotation.start - MAX_QUOTE), min(end, quotation.end + MAX_QUOTE)


def next_quotation(prose: Prose, start: int) -> QuotedWords | None:
    """The first quotation that begins at an offset or behind it."""
    found = prose.block.quotations
    row = bisect_left(found, start, key=lambda one: one.start)
    return found[row] if row < len(found) else None


def _beside(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip(_BESIDE)


def _beside_names(text: str, start: int, end: int) -> bool:
    """Whether only a name stands between the end of a sentence and a link: no sentence of its own."""
    between = text[start:end]
    is_name = MARK not in between and not any(stop in between.rstrip() for stop in _STOPS)
    return is_name and between.lstrip()[:1] in "(（—–-["


def _leads(spot: CitingSpot, quotation: QuotedWords, prose: Prose, begin: int) -> bool:
    """Whether a mark or a link in the sentence stands before the quotation and behind no other one."""
    if not begin <= spot.start < quotation.start:
        return False
    first = next_quotation(prose, begin)
    return first is None or first.start >= quotation.start or first.end > spot.start


def _begins_another(
    behind: CitingSpot | None, quotation: QuotedWords, prose: Prose, leading: Sequence[CitingSpot]
) -> bool:
    """Whether the link behind a quotation leads to the next one, as one led to this: `[A] said "...", [B] "..."`."""
    if behind is None or not leading or prose.text[: behind.start].rstrip()[-1:] in "([（—–-":
        return False
    following = next_quotation(prose, behind.end)
    return following is not None and following.start < _sentences(quotation, prose)[1]


def _distance(spot: CitingSpot, quotation: QuotedWords) -> int:
    begins = abs(spot.start - quotation.start) <= 1
    if begins or (spot.start <= quotation.start and spot.end >= quotation.end):
        return 0
    if quotation.start < spot.start < quotation.end:
        return _INSIDE
    return spot.start - quotation.end if spot.start >= quotation.end else max(quotation.start - spot.end, 0)


def _is_title(quotation: QuotedWords, spots: Sequence[CitingSpot], text: str) -> bool:
    """Whether quoted words are a link's whole text that nobody is said to have said, or the title of an entry."""
    start, end = quotation.start, quotation.end
    if not any(char.isalpha() for char in text[:start]) and any(_copies(spot, end, text) for spot in spots):
        return True
    linked = any(abs(spot.start - start) <= 1 and abs(spot.end - end) <= 1 for spot in spots)
    said = text[:start].rstrip()[-1:] in tuple(_SAID) or quotation.words[0].islower()
    return linked and not said and quotation.words[-1] not in _STOPS


def _copies(spot: CitingSpot, end: int, text: str) -> bool:
    """Whether a link ends the entry of a list of works whose title ends at an offset: `"Title", [PDF](...)`."""
    between = text[end : spot.start].strip(" <") if spot.start >= end else ":"
    listed = between == "," or (between in ("", ".") and _COPY.fullmatch(text, spot.start, spot.end) is not None)
    return listed and not any(char.isalpha() for char in _BARE.sub("", text[spot.end :]))


def _of_rows(sites: Sequence[CitationSite | None]) -> Iterator[tuple[int, str]]:
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
                for quotation in prose.block.quotations if prose is not cell else ():
                    yield from ((number, quotation.words) for number in numbers)
