"""Quotations in running text: where quotation marks open and close, and which of them quote somebody's words.

Marks are paired by language and by what stands beside them, as UAX #14 (class QU) cannot tell them apart:
`“ ”`, `„ “`, `” ”`, `« »`, `» «`, `‹ ›`, `‘ ’`, `‚ ‘`, `「 」`, `『 』` and `" "`. Straight single quotes are
apostrophes too often, and are not read. Of nested quotations the outer one counts.

Short ones are scare quotes and terms, and capitalised ones are titles of works: neither quotes a source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.model.quote import Quote
from crawler.text.scripts import UNSPACED
from crawler.text.sentences import BREAK, MARK

LEAST_WORDS = 5
"""Words of a quotation; what is shorter is mostly a term, a scare quote or a title. Heuristic."""

CHARS_PER_WORD = 2
"""In scripts without spaces, two characters count as a word: see crawler/text/words.py."""

MAX_QUOTE = 2_000
"""Characters. What is opened and not closed within them is a mark of another kind: inches, ditto. Heuristic."""

CAPITALS = 0.75
"""Share of the long words of a title of a work that have a capital. Heuristic; `make quotes` measures it."""

LONG_WORD = 4
"""Letters: shorter words ("of", "and", "the") have a capital in no style of titles."""

_CLOSES = {
    "“": "”", "„": "“”", "”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’", "‚": "‘’",
    "「": "」", "『": "』", '"': '"',
}  # fmt: skip
_MARKS = re.compile(f"[{''.join(dict.fromkeys(''.join(_CLOSES) + ''.join(_CLOSES.values())))}]|\n[ \t]*\n")
_BOTH_WAYS = '"”»›‘'
"""Marks that open in one language and close in another: what stands beside them decides."""

_BEFORE_OPENING = re.compile(rf"[\s(\[{{—–/:;,-]|[{MARK}{BREAK}“„«‘‚]")
_AFTER_CLOSING = re.compile(rf"[^\w]|[{MARK}{BREAK}]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_WIDE = re.compile(f"[{UNSPACED}]")
_INNER_STOP = re.compile(r"[.!?…]['’”\"]?\s+[A-Z]")
_NAMED = re.compile(
    r"(?:\b(?:titled|entitled|headlined|named|called|dubbed|subtitled|essay|article|paper|papers|report|book|novel|post|"
    r"blog|talk|chapter|study|column|song|film|movie|lecture|thesis|memo|manifesto|series|episode|podcast|journal|"
    r"Artikel|Aufsatz|Buch|Bericht|Beitrag|Studie|Titel|livre|rapport|artículo|libro|informe|articolo|libro)"
    rf"|\(\d{{4}}[a-z]?\)[.,:]?)[\s,:*_]*[{MARK}]*\Z"
)
"""What stands before the title of a work: the word for its kind, or the year of an entry of a list of references."""

_NAMED_CHARS = 40

_ENTRY = re.compile(r"[ \t]*(?:\([^()\n]{1,80}\))?[ \t]*[–—-]+[ \t]+\S")
"""Behind the quotation that a block begins with: an entry of a list of works, `"Title" (2020) - what it is about`."""


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation in a text: `start` and `end` with its marks, `words` without."""

    start: int
    end: int
    words: str


def quotations(text: str) -> list[QuotedWords]:
    """What a text quotes, in its order; time grows with its length.

    >>> [one.words for one in quotations('He “never saw the ship again”, he says. It is "so good".')]
    ['never saw the ship again']
    """
    return [
        QuotedWords(start, end, words)
        for start, end in _pairs(text)
        if _quotes(words := one_line(text[start + 1 : end - 1]), text[max(0, start - _NAMED_CHARS) : start])
        and not (_ENTRY.match(text, end) and not text[:start].strip())
    ]


def one_line(text: str) -> str:
    """The words of a quotation with single spaces, without marks of footnotes."""
    return " ".join(text.replace(MARK, "").replace(BREAK, " ").split())


def stated_quotes(words: str | None) -> tuple[Quote, ...]:
    """The quotation that a field of its own holds, without quotation marks around it."""
    told = one_line(words or "")
    return (Quote(text=told),) if told else ()


def word_count(text: str) -> int:
    """Words; in scripts without spaces, half of the characters."""
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text))) + wide // CHARS_PER_WORD


def _quotes(words: str, before: str) -> bool:
    return word_count(words) >= LEAST_WORDS and not is_title(words) and not _NAMED.search(before)


def is_title(words: str) -> bool:
    """Whether words are capitalised as titles of works are, in one piece.

    >>> is_title("Attention Is All You Need"), is_title("The board approved the plan")
    (True, False)
    """
    if _INNER_STOP.search(words):
        return False
    long = [word for word in _WORD.findall(words) if len(word) >= LONG_WORD and word[0].isalpha()]
    cased = [word for word in long if word[0].isupper() or word[0].islower()]
    return len(cased) >= 2 and sum(word[0].isupper() for word in cased) >= CAPITALS * len(cased)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what stands between two marks, both marks included; only the outer ones."""
    opened: tuple[str, int] | None = None
    nested = 0
    for match in _MARKS.finditer(text):
        at, mark = match.start(), match[0]
        if opened and at - opened[1] > MAX_QUOTE:
            opened = None
        if len(mark) > 1:  # an empty line
            opened = None
        elif opened and mark in _CLOSES[opened[0]] and _may_close(text, at):
            if nested and mark != '"':
                nested -= 1
            elif mark != "’" or not _possessive(text, at):
                yield opened[1], at + 1
                opened = None
        elif mark in _CLOSES and _may_open(text, at):
            if opened is None or mark == opened[0] == '"':
                opened, nested = (mark, at), 0
            elif mark == opened[0]:
                nested += 1


def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] not in _BOTH_WAYS:
        return True
    return (not before or _BEFORE_OPENING.match(before) is not None) and bool(after) and not after.isspace()


def _may_close(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] not in '"’':
        return True
    return not before.isspace() and (not after or _AFTER_CLOSING.match(after) is not None)


def _possessive(text: str, at: int) -> bool:
    """Whether an apostrophe ends a plural, "the boys’ names": a later mark closes the quotation then."""
    if text[at - 1 : at] != "s" or text[at + 1 : at + 2] != " ":
        return False
    rest = text[at + 1 : at + MAX_QUOTE]
    closing, opening = rest.find("’"), rest.find("‘")
    return closing >= 0 and (opening < 0 or closing < opening)
