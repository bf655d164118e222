"""What differs between a quotation and the passage that stands closest, named: words, numbers, negation, order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.text.alignment import Op
from pipelines.quotes.negations import negations, opposite
from pipelines.quotes.reading import Word

MOST = 20
"""Differences that are named; the others are counted."""

SHOWN = 100
"""Characters of one side of a difference."""

HIDDEN = 3
"""Most words left out for a negation among them to count: in a longer omission it negates something else. Heuristic."""

ACRONYM = 6
"""Most letters of an acronym, for which capitals make another word: "US" and "us"."""

DifferenceKind = Literal["negation", "number", "word", "order", "distance"]


@dataclass(frozen=True, slots=True)
class QuoteDifference:
    """One difference: what is quoted, and what the text has. Empty: nothing in that place."""

    kind: DifferenceKind
    quoted: str
    found: str

    def __str__(self) -> str:
        if self.kind == "order":
            return "order: the same words stand in another order"
        if self.kind == "distance":
            return "distance: the parts stand further apart than an ellipsis joins"
        if not self.found:
            return f"{self.kind}: the quote adds “{self.quoted}”"
        if not self.quoted:
            return f"{self.kind}: the quote leaves out “{self.found}”"
        return f"{self.kind}: “{self.quoted}” in the quote, “{self.found}” in the text"


def named(
    ops: Sequence[Op], quoted: Sequence[Word], quote: str, found: Sequence[Word], text: str
) -> list[QuoteDifference]:
    """The differences of an alignment of the words of a quote with those of a passage of a text."""
    differences: list[QuoteDifference] = []
    for op in ops:
        here, there = quoted[op.i1 : op.i2], found[op.j1 : op.j2]
        if op.same or "".join(word.key for word in here) == "".join(word.key for word in there):
            continue  # written as one word, or as two
        differences.append(QuoteDifference(_kind(here, there), _raw(here, quote), _raw(there, text)))
    if len(differences) > 1 and _counted(quoted) == _counted(found):
        return [QuoteDifference("order", _raw(quoted, quote), _raw(found, text))]
    return differences


def _counted(words: Sequence[Word]) -> Counter[str]:
    return Counter(word.key for word in words)


def _kind(quoted: Sequence[Word], found: Sequence[Word]) -> DifferenceKind:
    here, there = [word.key for word in quoted], [word.key for word in found]
    if Counter(negations(here)) != Counter(negations(there)):
        return "negation"
    if len(here) == len(there) == 1 and opposite(here[0], there[0]):
        return "negation"
    if [one.key for one in quoted if one.numeric] != [one.key for one in found if one.numeric]:
        return "number"
    return "word"


def _raw(words: Sequence[Word], text: str) -> str:
    """The words as they are written, cut after `SHOWN` characters."""
    if not words:
        return ""
    raw = " ".join(text[words[0].start : words[-1].end].split())
    return raw if len(raw) <= SHOWN else f"{raw[:SHOWN]}..."


def capitals(pairs: Sequence[tuple[str, str]]) -> Iterator[QuoteDifference]:
    """Words that are acronyms on one side only, from pairs of words as they are written.

    >>> [str(one) for one in capitals([("told", "told"), ("us", "US")])]
    ['word: “us” in the quote, “US” in the text']
    """
    shouted = {i for i, (_, found) in enumerate(pairs) if found.isupper() and len(found) > 1}
    quoted_loud = {i for i, (quoted, _) in enumerate(pairs) if quoted.isupper() and len(quoted) > 1}
    for number, (quoted, found) in enumerate(pairs):
        if quoted == found or max(len(quoted), len(found)) > ACRONYM or not quoted.isalpha():
            continue
        beside = {number - 1, number + 1} & set(range(len(pairs)))
        if (number in shouted and quoted.islower() and not beside & shouted) or (
            number in quoted_loud and found.islower() and not beside & quoted_loud
        ):
            yield QuoteDifference("word", quoted, found)


def hidden(left_out: Sequence[Word], text: str) -> Iterator[QuoteDifference]:
    """A negation among the few words that an ellipsis or brackets leave out: the rest says the opposite."""
    if len(left_out) <= HIDDEN and negations(word.key for word in left_out):
        yield QuoteDifference("negation", "", _raw(left_out, text))
