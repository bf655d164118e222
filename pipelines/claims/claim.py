"""A claim, read: what is sought for it in its source, sentence by sentence."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.text import sentences
from crawler.text.languages import function_words
from crawler.text.languages import languages as languages_of
from crawler.text.scripts import HANGUL, UNSPACED
from crawler.text.words import words
from pipelines.claims.names import Name, names, without_dots
from pipelines.claims.numbers import Number, numbers

WEIGHTS = {"number": 2.0, "name": 1.5, "word": 1.0}
"""How much more numbers and names say than other words. Heuristic; other weights measure alike (bench/claims.py)."""

MOST_CHARS = 4_000
"""Characters of a claim that are read: a longer one is a page without full stops."""


_CHUNK = re.compile(r"\S+")
_PAIRED = re.compile(f"[{UNSPACED}{HANGUL}]+")
_EDGES = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class ClaimTerm:
    """One thing that a claim says, and its place: a word, as `words` has it, or a number."""

    text: str
    start: int
    end: int
    number: Number | None = None
    named: bool = False  # part of a name

    @property
    def weight(self) -> float:
        return WEIGHTS["number" if self.number else "name" if self.named else "word"]


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim with what each of its sentences says, its names and its numbers."""

    text: str
    parts: tuple[tuple[ClaimTerm, ...], ...]
    names: tuple[Name, ...]
    numbers: tuple[Number, ...]


@cache
def _silent(languages: frozenset[str]) -> frozenset[str]:
    """Words of these languages that state nothing."""
    linking = tomllib.loads(Path(__file__).with_name("linking.toml").read_text(encoding="utf-8"))
    lists = [words for name in languages for words in (function_words().get(name, ()), linking.get(name, "").split())]
    return frozenset().union(*lists)


def read_claim(claim: str) -> ReadClaim:
    """Read a claim. It is treated as English if its language cannot be told.

    >>> [one.text for part in read_claim("However, the Houthis took 3 towns in 2014.").parts for one in part]
    ['3', '2014', 'houthis', 'took', 'towns']
    """
    text = claim[:MOST_CHARS]
    languages = languages_of(words(text)) or frozenset(("en",))
    found = tuple(numbers(text, languages))
    named = tuple(names(text, languages))
    silent = _silent(languages)
    parts = [tuple(_sought(text, span, found, named, silent)) for span in sentences.spans(text)]
    return ReadClaim(text, tuple(part for part in parts if part), named, found)


def _sought(
    text: str, span: tuple[int, int], found: tuple[Number, ...], named: tuple[Name, ...], silent: frozenset[str]
) -> Iterator[ClaimTerm]:
    """What one sentence says, each thing once; the words of numbers are no others."""
    start, end = span
    own = [number for number in found if start <= number.start < end]
    yield from {one.text: ClaimTerm(one.text, one.start, one.end, one) for one in own}.values()
    rest = text[:end]
    for one in own:
        rest = f"{rest[: one.start]}{' ' * (one.end - one.start)}{rest[one.end :]}"
    parts_of_names = {word for name in named if start <= name.start < end for word in words(without_dots(name.text))}
    known = set(silent)
    for chunk in _CHUNK.finditer(rest, start):
        for word, first, last in _words_of(chunk):
            if word not in known:
                known.add(word)
                yield ClaimTerm(word, first, last, named=word in parts_of_names)


def _words_of(chunk: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The words of letters without white space, with their places; parts of a compound have that of the whole."""
    end = 0
    for run in _PAIRED.finditer(chunk[0]):
        yield from _placed(chunk, end, run.start())
        pairs, at, end = words(run[0]), chunk.start() + run.start(), run.end()
        for number, pair in enumerate(pairs):
            exact = len(pairs) in (1, len(run[0]) - 1)  # else some letters are written as several
            yield (pair, at + number, at + number + len(pair)) if exact else (pair, at, chunk.start() + end)
    yield from _placed(chunk, end, len(chunk[0]))


def _placed(chunk: re.Match[str], start: int, end: int) -> Iterator[tuple[str, int, int]]:
    part = chunk[0][start:end]
    if found := words(without_dots(part)):
        left, right = (_EDGES.match(one)[0] for one in (part, part[::-1]))  # type: ignore[index]  # it may be empty
        for word in found:
            yield word, chunk.start() + start + len(left), chunk.start() + end - len(right)
