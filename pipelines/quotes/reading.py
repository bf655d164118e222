"""A text as words with offsets, in the form in which quotations are compared.

Equal are: Unicode's composed, decomposed and compatible forms (NFKC: ligatures, full-width letters), cases, typographic
and plain apostrophes, and the habits of spelling in `_ALIKE`. Soft hyphens and zero-width characters do not count, nor
do quotation marks, dashes and other punctuation. Numbers are read by numbers.py. Chinese, Japanese, Korean and Thai are
read by character.

The `skeleton` is all words without what stands between them, so that a word that is hyphenated at the end of a line is
found by one search. Numbers are set off in it: "20 15" is not "2015". Where only a space makes two words of one, or one
of two, they are other words ("apart", "a part"): `Word.spaced`.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from crawler.text.languages import Speech
from crawler.text.scripts import HANGUL, UNSPACED
from pipelines.quotes import numbers

_IGNORED = "\u00ad\u0640\u200b-\u200f\u2060-\u2064\u2120\u2122\ufeff"
"""Soft hyphens, zero-width characters, signs of trademarks, and the tatweel, which lengthens an Arabic word."""

_VOWELS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670"
"""Marks of vowels of Hebrew and Arabic, which are written or not (Unicode Standard, sections 9.1 and 9.2)."""

_SIGNS = (
    r"\s\u0000-/:-@\[-`{-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u037e\u0387\u0589\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a\u06d4\u0964\u0965\u0e5a\u0e5b\u104a\u104b"
    r"\u17d4-\u17da\u2010-\u205f\u2190-\u22ff\u3000-\u3004\u3008-\u3020\u3030\u303d\u30a0\u30fb\uff01-\uff0f\uff1a-\uff20\uff65"
)
"""Spaces and punctuation; everything else is part of a word, the combining marks of any script included."""

_BY_CHARACTER = UNSPACED + HANGUL
_JAMO = "[\u1100-\u115f]+[\u1160-\u11a7]*[\u11a8-\u11ff]*"
"""A syllable of Hangul in its decomposed form."""

_LETTERS = rf"[^{_SIGNS}{_BY_CHARACTER}]+"
_APOSTROPHES = "'\u2019\u2018\u02bc\u2032\uff07\u00b4`"
_WORD = (
    rf"|(?P<one>(?:(?![{_SIGNS}])[{_BY_CHARACTER}]|{_JAMO})[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a]*)"
    r"|(?P<sign>(?<![\w.,)])[+\u2212\u2013-](?=\d)|\$(?=\s?\d)|(?:(?<=\d)|(?<=\d\s))\$|[£€¥₹%‰％\u066a＄￡￥<>=+±×÷\u2212≈≠≤≥^])"
    rf"|(?P<word>{_LETTERS}(?:[{_APOSTROPHES}](?=[^\W\d_]){_LETTERS})*)"
)
_WORDS = {by_points: re.compile(numbers.pattern(by_points=by_points) + _WORD) for by_points in (False, True)}
_NOTE = re.compile(r"\[(?:\d{1,3}|[a-z]|(?:note|n|nb|Note|N) ?\d{1,3}|citation needed|edit)\]")
"""Marks of notes in a text; they interrupt no quotation."""

_LINE_END = re.compile(r"(?:.[-\u2010\u2011\u00ac]|\u00ad)[^\S\n\r\x85\u2028\u2029]*[\n\r\x85\u2028\u2029]\s*")
_ITEM = re.compile(r"^\d{1,3}\. (?=\S)", re.MULTILINE)
_NOTED = re.compile(r"(?<=[^\W\d_]{3})[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+$")
"""Raised digits after a word that is longer than a unit: the mark of a note."""

_DROPPED = re.compile(f"[{_IGNORED}{_VOWELS}]+")
_ALIKE = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | {"œ": "oe", "æ": "ae", "ё": "е", "ı": "i", "\u2044": "/", "°": None}
)
"""Apostrophes and hyphens; the ligatures œ and æ, which NFKC keeps; ё, which Russian prints as е (Rules of Russian
Orthography, 1956, section 10); the dotless i, since Turkish capitals lose or get their dots; the slash of fractions."""

SPOKEN_CHARS = 20_000
"""Characters of a text by which its language is told."""

EDGE = "\x1f"
"""Stands around numbers in the skeleton."""


class Word(NamedTuple):
    """A word of a text: where it stands, and the form that is compared."""

    start: int
    end: int
    key: str
    spaced: bool = True  # nothing but white space stands before it

    @property
    def numeric(self) -> bool:
        return any(map(str.isdigit, self.key))

    @property
    def weight(self) -> int:
        """How much it says: letters, up to a limit; a number says as much as a long word."""
        return 5 if self.numeric else min(len(self.key), 8)


def words(text: str, *, by_points: bool = False) -> list[Word]:
    """The words of a text in order. `by_points`: a point between three digits and three groups them.

    >>> [word.key for word in words("The “co\u00adst”: 1,200 €, not 12.5 %")]
    ['the', 'cost', '1200', '€', 'not', '12.5', 'percent']
    """
    found: list[Word] = []
    notes = {match.start() + 1: match.end() for match in _NOTE.finditer(text)} if "[" in text else {}
    known: dict[tuple[str | None, str], str] = {}
    skip, before = 0, 0
    for match in _WORDS[by_points].finditer(text):
        start, end = match.span()
        if notes and start in notes:
            skip = notes[start]
        if start < skip:
            continue
        raw = match[0]
        key = known.get((match.lastgroup, raw))
        if key is None:
            key = known[match.lastgroup, raw] = _key(raw, match.lastgroup)
        if key:
            spaced = start > before and text[before:start].isspace() and text[before - 1] != "\u00ad"
            if found and (key in numbers.PERCENT_ENDS or not spaced) and _is_percent(found[-1].key, key, spaced=spaced):
                start, key, spaced = found[-1].start, numbers.PERCENT, found.pop().spaced
            found.append(Word(start, end, key, spaced))
            before = end
    return found


def _is_percent(before: str, key: str, *, spaced: bool) -> bool:
    """Whether two words are "por ciento", or one that is hyphenated."""
    return f"{before} {key}" in numbers.PERCENTS or (not spaced and before + key in numbers.PERCENTS)


def _key(raw: str, kind: str | None) -> str:
    if kind in numbers.KINDS:
        return numbers.key(raw, kind)
    if raw.isascii():
        key = raw.lower().replace("`", "'")
        return numbers.PERCENT if key in numbers.PERCENTS else key
    plain = _NOTED.sub("", _DROPPED.sub("", raw.replace("\u00b4", "'")))  # whose NFKC has a space
    key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold().translate(_ALIKE))
    key = key.replace("i\u0307", "i")
    return numbers.PERCENT if key in numbers.PERCENTS else key


def is_broken(text: str, word: Word, following: Word) -> bool:
    """Whether a hyphen at a line's end stands between two words: they may be one."""
    return not following.spaced and _LINE_END.fullmatch(text, word.end - 1, following.start) is not None


def bony(key: str) -> str:
    """A word as it stands in the skeleton."""
    return f"{EDGE}{key}{EDGE}" if key[0].isdigit() and key[-1].isdigit() else key


class ReadText:
    """A text, read once for all quotations that are looked up in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def rereadings(self) -> "tuple[ReadText, ...]":
        """The text without the numbers of list items, which who quotes over items leaves out; and with the two words of
        "por ciento", of which a quotation may have one. Only those that differ.
        """
        items = {match.start() for match in _ITEM.finditer(self.text)}
        found = [[word for word in self.words if word.start not in items]] if items else []
        if any(map(self._is_two, self.words)):
            found.append([part for word in self.words for part in self._halves(word)])
        return tuple(_Reread(self, kept) for kept in found)

    def _is_two(self, word: Word) -> bool:
        return word.key == numbers.PERCENT and " " in self.text[word.start : word.end]

    def _halves(self, word: Word) -> Iterator[Word]:
        if not self._is_two(word):
            yield word
            return
        first, _, second = self.text[word.start : word.end].partition(" ")
        yield Word(word.start, word.start + len(first), first.lower(), word.spaced)
        yield Word(word.end - len(second), word.end, second.strip().lower())

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that the beginning of the text is certainly in."""
        return Speech(self.text[:SPOKEN_CHARS]).languages

    @cached_property
    def by_points(self) -> bool:
        """Whether a point groups the digits of its numbers, as in German: "1.000"."""
        return numbers.grouped_by_points(self.text, lambda: self.languages)

    @cached_property
    def words(self) -> list[Word]:
        return words(self.text, by_points=self.by_points)

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

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """The numbers of the words with each key; of the first one for a word that a line's end divides."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self.keys):
            found[key].append(number)
        for number, (word, following) in enumerate(pairwise(self.words)):
            if not following.spaced and is_broken(self.text, word, following):
                found[word.key + following.key].append(number)
        return found

    @cached_property
    def pairs(self) -> dict[str, list[int]]:
        """Likewise of two words that follow each other."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, (key, following) in enumerate(pairwise(self.keys)):
            found[key + following].append(number)
        return found

    def word_at(self, offset: int) -> int | None:
        """The number of the word that begins at an offset of the skeleton."""
        number = bisect_left(self.bounds, offset)
        return number if number < len(self.bounds) and self.bounds[number] == offset else None

    def word_after(self, offset: int) -> int:
        """The number of the first word that begins at an offset of the skeleton, or after it."""
        return bisect_left(self.bounds, offset)


class _Reread(ReadText):
    """Some of the words of a text."""

    def __init__(self, whole: ReadText, kept: list[Word]) -> None:
        super().__init__(whole.text)
        self._kept = kept

    @cached_property
    def words(self) -> list[Word]:
        return self._kept
