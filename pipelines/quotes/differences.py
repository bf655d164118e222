"""What differs between a quotation and the passage that stands closest, named.

Three guards have names of their own, since no passage counts as the same that differs in them: what denies and of how
many (`negation`, `quantifier`), numbers and units (`number`, `unit`), and names (`name`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.text.alignment import Op
from pipelines.quotes.guards import count, deny, guarded
from pipelines.quotes.numbers import PERCENT
from pipelines.quotes.places import divided_alike
from pipelines.quotes.reading import ReadText, Word, bony

MOST = 20
"""Differences that are named; the others are counted."""

SHOWN = 100
"""Characters of one side of a difference."""

HIDDEN = 3
"""Most words left out for a negation among them to count: in a longer omission it negates something else. Heuristic."""

ACRONYM = 6
"""Most letters of an acronym, for which capitals make another word: "US" and "us"."""

_UNIT_SIGNS = frozenset((*"$€£¥₹‰", PERCENT))

NOUNS = frozenset(("de", "lb"))
"""Languages in which every noun has a capital: a name is told by another one beside it."""

DifferenceKind = Literal["negation", "quantifier", "number", "unit", "name", "word", "order", "distance"]


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
    ops: Sequence[Op], quoted: Sequence[Word], quote: str, found: Sequence[Word], text: ReadText
) -> list[QuoteDifference]:
    """The differences of an alignment of the words of a quote with those of a passage of a text."""
    differences: list[QuoteDifference] = []
    for op in ops:
        here, there = quoted[op.i1 : op.i2], found[op.j1 : op.j2]
        if op.same or (_skeleton(here) == _skeleton(there) and divided_alike(here, there)):
            continue  # a word that is hyphenated
        kind = _kind(here, there, text.languages)
        if kind == "word" and _is_name(op, quoted, quote, found, text):
            kind = "name"
        differences.append(QuoteDifference(kind, raw(here, quote), raw(there, text.text)))
    if len(differences) > 1 and _counted(quoted) == _counted(found):
        return [QuoteDifference("order", raw(quoted, quote), raw(found, text.text))]
    return differences


def _skeleton(words: Sequence[Word]) -> str:
    return "".join(bony(word.key) for word in words)


def _counted(words: Sequence[Word]) -> Counter[str]:
    return Counter(word.key for word in words)


def _kind(quoted: Sequence[Word], found: Sequence[Word], languages: frozenset[str]) -> DifferenceKind:
    here, there = [word.key for word in quoted], [word.key for word in found]
    if deny(here, there, languages):
        return "negation"
    if sorted(guarded("quantifiers", here, languages)) != sorted(guarded("quantifiers", there, languages)):
        return "quantifier"
    if count(here, languages) != count(there, languages):
        return "number"
    if guarded("units", here, languages) and guarded("units", there, languages):
        return "unit"
    if any(key in _UNIT_SIGNS for key in (*here, *there)):
        return "unit"
    if set(here) | set(there) <= {"+", "-", "\u2212", "<", ">", "=", "±", "≤", "≥"}:
        return "number"  # a sign
    return "word"


def _is_name(op: Op, quoted: Sequence[Word], quote: str, found: Sequence[Word], text: ReadText) -> bool:
    """Whether the words are names: with capitals on both sides, one of which no sentence begins with."""
    sides = [
        [_capital(words, at, source, text.languages) for at in range(low, high)]
        for words, source, low, high in ((quoted, quote, op.i1, op.i2), (found, text.text, op.j1, op.j2))
    ]
    return all(any(side) for side in sides if side) and any("name" in side for side in sides)


def _capital(words: Sequence[Word], at: int, source: str, languages: frozenset[str]) -> str:
    """What the capital of a word says: "name"; "capital", as a noun or a sentence has it as well; "", it has none."""
    if not source[words[at].start].isupper():
        return ""
    beside = [other for other in (at - 1, at + 1) if 0 <= other < len(words)]
    if any(source[words[other].start].isupper() and words[other].spaced for other in beside):
        return "name"
    before = source[: words[at].start].rstrip("\"'“”„‘’«»([ ")
    inside = bool(before) and before[-1] not in ".!?:\n…"
    return "name" if inside and not languages & NOUNS else "capital"


def raw(words: Sequence[Word], text: str) -> str:
    """The words as they are written, cut after `SHOWN` characters."""
    if not words:
        return ""
    written = " ".join(text[words[0].start : words[-1].end].split())
    return written if len(written) <= SHOWN else f"{written[:SHOWN]}..."


def capitals(pairs: Sequence[tuple[str, str]]) -> Iterator[QuoteDifference]:
    """Words that are acronyms on one side only, from pairs of words as they are written.

    Where the whole quotation is in small letters, and lowers other capitals as well, the case says nothing.

    >>> [str(one) for one in capitals([("told", "told"), ("us", "US")])]
    ['word: “us” in the quote, “US” in the text']
    """
    shouted = {i for i, (_, found) in enumerate(pairs) if found.isupper() and len(found) > 1}
    quoted_loud = {i for i, (quoted, _) in enumerate(pairs) if quoted.isupper() and len(quoted) > 1}
    small = not any(quoted.lower() != quoted for quoted, _ in pairs)
    lowered = {i for i, (_, found) in enumerate(pairs) if i and small and found[:1].isupper()}
    for number, (quoted, found) in enumerate(pairs):
        if quoted == found or max(len(quoted), len(found)) > ACRONYM or not quoted.isalpha():
            continue
        beside = {number - 1, number + 1} & set(range(len(pairs)))
        if (number in shouted and quoted.islower() and not beside & shouted and not lowered - {number}) or (
            number in quoted_loud and found.islower() and not beside & quoted_loud
        ):
            yield QuoteDifference("word", quoted, found)


def hidden(left_out: Sequence[Word], text: ReadText) -> Iterator[QuoteDifference]:
    """A negation among the few words that an ellipsis leaves out: the rest says the opposite, or more."""
    keys = [word.key for word in left_out]
    if len(keys) > HIDDEN:
        return
    if guarded("negations", keys, text.languages):
        yield QuoteDifference("negation", "", raw(left_out, text.text))
    elif guarded("limits", keys, text.languages):
        yield QuoteDifference("quantifier", "", raw(left_out, text.text))


def replaced(
    explained: Sequence[Word], quote: str, left_out: Sequence[Word], text: ReadText
) -> Iterator[QuoteDifference]:
    """What brackets stand for, but must not: another number, or the contrary."""
    here, there = [word.key for word in explained], [word.key for word in left_out]
    if not there:
        return
    shown = raw(explained, quote), raw(left_out, text.text)
    if len(there) <= HIDDEN and bool(guarded("negations", there, text.languages)) > bool(
        guarded("negations", here, text.languages)
    ):
        yield QuoteDifference("negation", *shown)
    elif _quantities(here, text) and _quantities(here, text) != _quantities(there, text):
        yield QuoteDifference("quantifier", *shown)
    elif (ours := count(here, text.languages)) and (theirs := count(there, text.languages)) and ours != theirs:
        yield QuoteDifference("number", *shown)


def _quantities(keys: Sequence[str], text: ReadText) -> list[str]:
    return sorted(guarded("quantifiers", keys, text.languages))
