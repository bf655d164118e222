"""Block quotes: which Citation each belongs to, and where its words end.

Its source is what its markup states (`<blockquote cite="...">`), else what a line of attribution at its end or behind
it links (`-- [Smith](...), 2020`, `Source: [Smith](...)`, `([Smith](...))`), else the marks or the bracketed link that
end it, else what the block before it cites last, if that introduces it: with a colon, a comma or "as follows". A block
quote without any of these is a remark set off, or the quotation of a source that we do not know.
"""

import re
from collections.abc import Iterable, Iterator

from crawler.sources.parsing.block_quotes import BlockQuote
from crawler.sources.parsing.citing_blocks import CitingBlock
from crawler.sources.parsing.prose import Prose
from crawler.sources.parsing.quoted_words import LEAST_WORDS, one_line, word_count
from crawler.text.sentences import BREAK, MARK

MAX_CHARS = 5_000
"""Of a block quote; of a longer one, the first words that fit. Heuristic."""

_ATTRIBUTION = re.compile(rf"(?:^|[\n{BREAK}])[ \t]*(?:—|–|―|--+|~)[ \t]*(?=\S)")
_SOURCE = re.compile(
    r"\W*(?:source|via|quoted? from|from|quelle|aus|fuente|fonte|źródło|bron|källa|источник|出典|来源|來源)\s*[:：]",
    re.IGNORECASE,
)
_ALL_BRACKETED = re.compile(r"\s*[(（\[][^()（）]*[)）\]][.。]?\s*")
_LEADS_IN = re.compile(
    rf"(?:[:：,，]|\b(?:as follows|wie folgt|comme suit|lo siguiente|quanto segue)[.:])[\s{MARK}]*\Z"
)
"""How a block ends that introduces a quotation."""

_BRACKETED = re.compile(r"[(\[—–][^()\[\]]{0,80}\Z")
_REMARK = re.compile(
    r"\W*(?:note|nb|tip|hint|info|important|warning|caution|danger|attention|see also|update|disclaimer|source|tl;?dr|"
    r"summary|example|hinweis|achtung|remarque|nota)\b[^.]{0,20}:"
    rf"|{BREAK}",  # what is left of `[!NOTE]`
    re.IGNORECASE,
)
_FEW_WORDS = 4
MOST_WORDS = 30
"""Of a line of attribution behind a block quote: a paragraph may begin with a dash, too. Heuristic."""

_END = f" \n\t.,;)]\"'{BREAK}"
_QUOTES = '“”„«»"「」『』'


def set_off(quotes: Iterable[BlockQuote], blocks: dict[int, CitingBlock]) -> tuple[list[tuple[int, str]], set[int]]:
    """The number of a Citation and the block that is quoted from it; and the ids of the Proses that are such blocks."""
    found: list[tuple[int, str]] = []
    taken: set[int] = set()
    for quote in quotes:
        pairs = list(_of_quote(quote, blocks))
        found += pairs
        taken.update(id(prose) for prose in quote.paragraphs if pairs)
    return found, taken


def listed(items: Iterable[tuple[Prose, Prose]], blocks: dict[int, CitingBlock]) -> Iterator[tuple[int, str]]:
    """What items of lists quote that cite nothing themselves, each with its lead-in, if that cites."""
    for lead, item in items:
        if id(lead) in blocks and id(item) not in blocks:
            for quotation in item.block.quotations:
                yield from ((number, quotation.words) for number in _introduced(lead, blocks))


def _of_quote(quote: BlockQuote, blocks: dict[int, CitingBlock]) -> Iterator[tuple[int, str]]:
    paragraphs = [prose for prose in quote.paragraphs if prose.words]
    if not paragraphs or _REMARK.match(paragraphs[0].text):
        return
    *before, last = paragraphs
    own = blocks.get(id(last))
    end, sources = last.size, _stated(quote, blocks)
    if not sources and own:
        end, sources = _attribution(last, own, alone=not before)
    sources = sources or _attributed_behind(quote.after, blocks) or _introduced(quote.before, blocks)
    if sources:
        words = _words([*(prose.text for prose in before), last.text[:end]])
        yield from ((number, words) for number in sources if words)
        return
    for prose in before:
        block, words = blocks.get(id(prose)), _words([prose.text])
        if block and words:
            yield from ((number, words) for number in _end_marks(block))


def _stated(quote: BlockQuote, blocks: dict[int, CitingBlock]) -> list[int]:
    found = (blocks.get(id(prose)) for prose in quote.paragraphs)
    return [spot.number for block in found if block for spot in block.spots if spot.states and not spot.start]


def _attribution(last: Prose, block: CitingBlock, *, alone: bool) -> tuple[int, list[int]]:
    """Where the quoted words of the last paragraph end, and the Citations of what follows them."""
    lines = list(_ATTRIBUTION.finditer(last.text))
    if lines and (not alone or lines[-1].start()):
        start = lines[-1].start()
        behind = [spot.number for spot in block.spots if spot.start >= start]
        return start, behind or _end_marks(block, start)
    if not alone and last.words - last.linked <= _FEW_WORDS:
        return 0, [spot.number for spot in block.spots]
    if marks := _end_marks(block):
        return last.size, marks
    spot = block.spots[-1]
    bracket = _BRACKETED.search(last.text[: spot.start])
    if bracket and not last.text[spot.end :].strip(_END):
        return bracket.start(), [one.number for one in block.spots if one.start >= bracket.start()]
    return last.size, []


def _end_marks(block: CitingBlock, end: int | None = None) -> list[int]:
    """The Citations of the marks that end a block, or its words up to an offset."""
    text = block.prose.text[:end]
    end = len(text.rstrip(_END))
    start = len(text[:end].rstrip(MARK + " ,"))
    return block.run(start, end)


def _attributed_behind(after: Prose | None, blocks: dict[int, CitingBlock]) -> list[int]:
    """The Citations of a line of attribution that follows."""
    block = blocks.get(id(after))
    if block is None or after is None or after.words > MOST_WORDS:
        return []
    attributes = _ATTRIBUTION.match(after.text) or _SOURCE.match(after.text) or _ALL_BRACKETED.fullmatch(after.text)
    return [spot.number for spot in block.spots] if attributes else []


def _introduced(lead: Prose | None, blocks: dict[int, CitingBlock]) -> list[int]:
    """The Citations that stand last in a block which introduces what follows."""
    block = blocks.get(id(lead))
    if block is None or lead is None or not _LEADS_IN.search(lead.text):
        return []
    last = block.spots[-1]
    start = len(lead.text[: last.end].rstrip(MARK)) if last.is_mark else last.start
    return [spot.number for spot in block.spots if spot.start >= start]


def _words(texts: list[str]) -> str:
    """The words of a block quote on one line, without quotation marks around all of them."""
    words = " ".join(filter(None, map(one_line, texts)))
    if words[:1] in tuple(_QUOTES) and words[-1:] in tuple(_QUOTES):
        words = words[1:-1].strip()
    if len(words) > MAX_CHARS:
        words = words[: words.rfind(" ", 0, MAX_CHARS)]
    return words if word_count(words) >= LEAST_WORDS else ""
