"""A text as words with offsets, in the form in which quotations are compared.

Equal are: Unicode's composed, decomposed and compatible forms (NFKC: ligatures, full-width letters), cases, typographic
and plain apostrophes. Soft hyphens and zero-width characters do not count, nor do quotation marks, dashes and other
punctuation. Numbers keep their points; a sign or a unit next to one is a word. Chinese, Japanese, Korean and Thai are
read by character.

The `skeleton` is all words without the space between them, so that a word that is hyphenated at the end of a line, or
written as two, is found by one search. Numbers are set off in it: "20 15" is not "2015".
"""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from crawler.text.scripts import HANGUL, UNSPACED

_IGNORED = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_SIGNS = (
    r"\s\u0000-/:-@\[-`{-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2010-\u205f\u2190-\u22ff\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
)
"""Spaces and punctuation; everything else is part of a word, the combining marks of any script included."""

_BY_CHARACTER = UNSPACED + HANGUL
_LETTERS = rf"[^{_SIGNS}{_BY_CHARACTER}]+"
_APOSTROPHES = "'\u2019\u2018\u02bc\u2032\uff07"
_GROUPED = r"(?=\d)(?<![\d.,])\d{1,3}(?:[,\u00a0\u2009\u202f'\u2019 ]\d{3})+(?![\d])"
"""A number in groups of three digits; a point may be a decimal one, so it groups nothing."""

_WORD = re.compile(
    rf"(?P<grouped>{_GROUPED})"
    rf"|(?P<one>[{_BY_CHARACTER}][\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a]*)"
    rf"|(?P<sign>(?<![\w.,)])[+\u2212\u2013-](?=\d)|[$£€¥₹%‰<>=+±×÷\u2212≈≠≤≥^])"
    rf"|(?P<word>{_LETTERS}(?:(?:[{_APOSTROPHES}](?=[^\W\d_])|(?<=\d)[.,:/](?=\d)|(?<=\d)[-\u2010-\u2013](?=\d)){_LETTERS})*)"
)
_NOTE = re.compile(r"\[(?:\d{1,3}|[a-z]|(?:note|n|nb|Note|N) ?\d{1,3}|citation needed|edit)\]")
"""Marks of notes in a text; they interrupt no quotation."""

_SUPERSCRIPT = re.compile("(?<=\\d)[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]+")
_DROPPED = re.compile(f"[{_IGNORED}]+")
_GROUPS = re.compile("[^\\d]+")
_ALIKE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
EDGE = "\x1f"
"""Stands around numbers in the skeleton."""


class Word(NamedTuple):
    """A word of a text: where it stands, and the form that is compared."""

    start: int
    end: int
    key: str

    @property
    def numeric(self) -> bool:
        return any(map(str.isdigit, self.key))

    @property
    def weight(self) -> int:
        """How much it says: letters, up to a limit; a number says as much as a long word."""
        return 5 if self.numeric else min(len(self.key), 8)


def words(text: str) -> list[Word]:
    """The words of a text in order.

    >>> [word.key for word in words("The “co\u00adst”: 1,200 €, not 12.5 %")]
    ['the', 'cost', '1200', '€', 'not', '12.5', '%']
    """
    found: list[Word] = []
    notes = {match.start() + 1: match.end() for match in _NOTE.finditer(text)} if "[" in text else {}
    known: dict[str, str] = {}
    skip = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if notes and start in notes:
            skip = notes[start]
        if start < skip:
            continue
        raw = match[0]
        key = known.get(raw)
        if key is None:
            key = known[raw] = _key(raw, grouped=match.lastgroup == "grouped")
        if key:
            found.append(Word(start, end, key))
    return found


def _key(raw: str, *, grouped: bool) -> str:
    if grouped:
        return _GROUPS.sub("", raw)
    if raw.isascii():
        return raw.lower()
    raised = _SUPERSCRIPT.sub(lambda match: f"^{match[0]}", raw)
    return unicodedata.normalize("NFKC", _DROPPED.sub("", raised)).translate(_ALIKE).casefold()


def bony(key: str) -> str:
    """A word as it stands in the skeleton."""
    return f"{EDGE}{key}{EDGE}" if key[0].isdigit() and key[-1].isdigit() else key


class ReadText:
    """A text, read once for all quotations that are looked up in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[Word]:
        return words(self.text)

    @cached_property
    def keys(self) -> list[str]:
        return [word.key for word in self.words]

    @cached_property
    def skeleton(self) -> str:
        return "".join(map(bony, self.keys))

    @cached_property
    def bounds(self) -> list[int]:
        """The offset in the skeleton at which each word begins, and its length."""
        return [0, *accumulate(len(bony(key)) for key in self.keys)]

    def word_at(self, offset: int) -> int | None:
        """The number of the word that begins at an offset of the skeleton."""
        number = bisect_left(self.bounds, offset)
        return number if number < len(self.bounds) and self.bounds[number] == offset else None

    def word_after(self, offset: int) -> int:
        """The number of the first word that begins at an offset of the skeleton, or after it."""
        return bisect_left(self.bounds, offset)
