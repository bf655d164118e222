"""Whose words a quotation is whose own sentence cites nothing: what the sentences around it say.

* A sentence that speaks of somebody by a pronoun, or of "the authors" or "the report", continues the one before:
  `He published [a letter](...). "We never saw it," it said.` So it belongs to what was cited last there.
* A sentence behind it that only points to a source is the quotation's: `"..." See [the interview](...).`
* A note at the end of a passage is the source of the whole passage (Chicago Manual of Style, 17th edition, 14.24 and
  14.57: one note for several quotations of a paragraph stands behind the last of them).
"""

import re

from crawler.sources.parsing.citing_blocks import CitingBlock, CitingSpot
from crawler.sources.parsing.quoted_words import QuotedWords
from crawler.text.sentences import MARK

PASSAGE = 600
"""Characters between a quotation's sentence and the mark that ends its passage. Heuristic: some three sentences."""

_WORKS = (
    "authors?|researchers?|writers?|reviewers?|paper|report|study|post|article|letter|statement|essay|piece|book|document|"
    "page|memo|ruling|review|survey|text|abstract|policy|announcement|interview|blog|site|guide|manual|standard"
)
_PRONOUN = (
    "he|she|it|they|er|sie|es|il|elle|ils|elles|él|ella|ellos|lui|lei|egli|on|ona|oni|он|она|они|оно|han|hon|de|hij|zij"
)
_CONTINUES = re.compile(
    rf"\W*(?:as |in |but |and )?(?:(?:{_PRONOUN})|(?:the|its|their|his|her) (?:{_WORKS}))\b", re.IGNORECASE
)
_SPEAKS = re.compile(rf"[\s,.]*(?:(?:{_PRONOUN}) (?:\w+ )?\w+|\w+ (?:{_PRONOUN})\b)")
"""Behind a quotation: `it read`, `she once wrote`, `wrote she`."""

_POINTS = re.compile(
    r"\W*(?:see (?!also)|source|via\b|quoted? (?:in|from)|from\b|read\b|you can (?:read|find|hear|watch)|"
    r"(?:the )?full (?:text|interview|reply|letter|transcript)|"
    r"siehe|quelle|voir|véase|fuente|fonte|zobacz|źródło|см\.|источник)",
    re.IGNORECASE,
)


def sources_around(quotation: QuotedWords, block: CitingBlock, begin: int, end: int) -> list[int]:
    """The Citations of a quotation in a sentence, from `begin` to `end`, that cites nothing."""
    text = block.prose.text
    last = block.last_before(begin) if _continues(quotation, text, begin, end) else None
    before = block.prose.block.around(begin - 1) if last else None
    if last and before and last.start >= before[0]:
        return _run(block, last)
    after = block.prose.block.around(end + 1) if end + 1 < len(text) else None
    if after and after[0] >= end and _POINTS.match(text, after[0], after[1]):
        links = [spot for spot in block.between(after[0], min(after[1], end + PASSAGE)) if not spot.is_mark]
        if links:
            return [spot.number for spot in links if spot.start == links[0].start]
    mark = text.find(MARK, end, end + PASSAGE)
    if mark >= 0:
        return block.run_at(mark) if all(spot.is_mark for spot in block.between(end, mark)) else []
    return _run(block, last) if last else []


def _continues(quotation: QuotedWords, text: str, begin: int, end: int) -> bool:
    if begin < quotation.start and _CONTINUES.match(text, begin, quotation.start):
        return True
    return not text[begin : quotation.start].strip() and _SPEAKS.match(text, quotation.end, end) is not None


def _run(block: CitingBlock, last: CitingSpot) -> list[int]:
    """The Citations of a link, or of the marks that stand together up to one."""
    start = last.start
    while last.is_mark and start and block.prose.text[start - 1] in MARK + " ,":
        start -= 1
    return [spot.number for spot in block.between(start, last.start + 1) if spot.is_mark == last.is_mark]
