"""Quotations in running text: which words in quotation marks quote somebody, and fields that state a quotation.

Short ones are scare quotes and terms: they quote no source. What else quotes none: unquoted_words.py; where marks open
and close: quotation_marks.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.model.quote import Quote
from crawler.sources.parsing.quotation_marks import may_quote, quoted_spans
from crawler.sources.parsing.unquoted_words import quotes_nobody
from crawler.text.digits import unescape
from crawler.text.scripts import UNSPACED
from crawler.text.sentences import BREAK, MARK

LEAST_WORDS = 5
"""Words of a quotation; what is shorter is mostly a term, a scare quote or a title. Heuristic."""

CHARS_PER_WORD = 2
"""In scripts without spaces, two characters count as a word: see crawler/text/words.py."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_WIDE = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation in a text: `start` and `end` with its marks, `words` without."""

    start: int
    end: int
    words: str


def quotations(text: str, code: Sequence[tuple[int, int]] = ()) -> list[QuotedWords]:
    """What a text quotes, in its order; time grows with its length. `code`: spans whose marks quote nobody.

    >>> [one.words for one in quotations('He “never saw the ship again”, he says. It is "so good".')]
    ['never saw the ship again']
    """
    if not may_quote(text):
        return []
    return [
        QuotedWords(start, end, words)
        for start, end in quoted_spans(text, code)
        if word_count(words := one_line(text[start + 1 : end - 1])) >= LEAST_WORDS
        and not quotes_nobody(text, start, end, words)
    ]


def one_line(text: str) -> str:
    """The words of a quotation with single spaces, without marks of footnotes."""
    return " ".join(text.replace(MARK, "").replace(BREAK, " ").split())


def stated_quotes(words: str | None) -> tuple[Quote, ...]:
    """The quotation that a field of its own holds, without quotation marks around it."""
    told = one_line(words or "")
    return (Quote(text=told),) if told else ()


def quotes_within(text: str | None) -> tuple[Quote, ...]:
    """The words in quotation marks of a note that a person wrote about a source; it may hold HTML or LaTeX."""
    if not text:
        return ()
    plain = unescape(_TAG.sub(" ", text)).replace("``", "“").replace("''", "”").replace("{", "").replace("}", "")
    return tuple(Quote(text=one.words) for one in quotations(plain))


def word_count(text: str) -> int:
    """Words; in scripts without spaces, half of the characters."""
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text))) + wide // CHARS_PER_WORD
