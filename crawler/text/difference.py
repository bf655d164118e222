"""What changed between two texts of a page, word by word; what is mere churn is told apart. Pure, floor 0.

Lines are compared first (a paragraph, a list item, a table's row is a line), then the words of the lines that differ.
Chinese, Japanese and Thai are compared by characters: they have no spaces between words. A passage that moved is one
that was removed and one that was added. What counts as churn stands in `crawler/text/churn.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest
from typing import Literal, NamedTuple

from crawler.text import churn
from crawler.text.alignment import Aligner, Op
from crawler.text.scripts import UNSPACED

CHURN_CHARS = 1_000_000
"""Characters of differing lines, and 100 more for each line, in which churn is looked for: a second of work or less."""

MAX_LINES = 200_000
"""Lines of both texts together that are compared one by one. More are no prose: what differs is one piece."""

WORD_CHARS = 2_000_000
"""Characters of differing lines that are compared word by word: seconds of work. More is compared as wholes."""

ISLAND = 3
"""So few equal words between two larger changes are shown as changed with them: chance hits of "the" and "of"."""

_SIGNS = r"\s\u0000-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2010-\u205e\u3000-\u303f\uff00-\uff0f"
"""Spaces and punctuation. All else is part of a word, so that the marks of any script are."""

_LETTERS = rf"[^{_SIGNS}{UNSPACED}]+"
_TOKEN = re.compile(
    rf"\s*(?:(?P<word>[{UNSPACED}]|(?:(?<!\S)[+−-](?=\d))?{_LETTERS}(?:['’.,:/@-]{_LETTERS})*|[$£€¥%‰<>=+±×÷−≈≠≤≥]|(?<=\b[A-Z])\#)|\S)"
)
"""The space before it, and a word, a sign that means as much as one, or any other sign."""

_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\xad": None, "\u200b": None}
)
"""Typography that a new template changes: equal here."""

_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a hunk, with the space before it. Churn that stands in both texts is a removed and an added part."""

    kind: Literal["same", "added", "removed"]
    text: str
    churn: bool = False


@dataclass(frozen=True, slots=True)
class Hunk:
    """A place that differs: whole lines of either text, in parts. `before` is the line before it in the new text."""

    before: str
    parts: tuple[Part, ...]

    @property
    def churn(self) -> bool:
        """Whether nothing but churn differs in it."""
        return all(part.churn for part in self.parts if part.kind != "same")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one text has that another has not. Words of churn are not counted; `churn` counts its places."""

    hunks: tuple[Hunk, ...] = ()
    words_added: int = 0
    words_removed: int = 0
    churn: int = 0
    coarse: bool = False  # long passages that differ much were compared as wholes: fewer words may have changed

    @property
    def changed(self) -> bool:
        """Whether a word differs that is no churn."""
        return bool(self.words_added or self.words_removed)


def changed(old: str, new: str) -> bool:
    r"""Whether a word differs that is no churn; in time linear in the texts.

    >>> changed("The mayor spoke.\n3 hours ago", "The mayor spoke.\n5 days ago")
    False
    """
    return old != new and _words_differ(*_sides(old, new))


def compare(old: str, new: str) -> Difference:
    """The difference of two texts, in bounded time: a few seconds for 10 MB (`alignment.py` has the bounds)."""
    if old == new:
        return Difference()
    before, after = _sides(old, new)
    aligner = Aligner()
    hunks = list(_hunks(before, after, aligner))
    if not _words_differ(before, after):  # what looks like words then is lines that are broken elsewhere
        hunks = [replace(hunk, parts=tuple(replace(part, churn=True) for part in hunk.parts)) for hunk in hunks]
    parts = [part for hunk in hunks for part in hunk.parts if not part.churn]
    return Difference(
        hunks=tuple(hunks),
        words_added=sum(_words(part.text) for part in parts if part.kind == "added"),
        words_removed=sum(_words(part.text) for part in parts if part.kind == "removed"),
        churn=sum(_places(hunk) for hunk in hunks),
        coarse=aligner.coarse,
    )


def _words(text: str) -> int:
    return sum(match["word"] is not None for match in _TOKEN.finditer(text))


def _places(hunk: Hunk) -> int:
    """How many places of churn there are in it: what lies between parts that are the same is one."""
    groups = groupby(hunk.parts, key=lambda part: (part.kind == "same", part.churn))
    return sum(churning and not same for (same, churning), _ in groups)


# --- lines and words ----------------------------------------------------------------------------------------


class _Token(NamedTuple):
    raw: str  # with the space before it
    key: str  # what is compared
    kind: Literal["word", "sign", "churn"]


@dataclass(slots=True)
class _Side:
    """One text: its lines, and what is compared of each."""

    lines: list[str]
    related: set[int]
    seek: frozenset[str] = frozenset()  # the lines in which churn is looked for
    dates: bool = True
    keys: list[str] = field(default_factory=list)

    def spans(self, number: int) -> Iterator[churn.Span]:
        line = self.lines[number]
        if number in self.related:
            yield churn.Span(0, len(line), "related")
        elif line in self.seek:
            yield from churn.spans(line, dates=self.dates and churn.is_edge(self.lines, number))

    def key(self, number: int) -> str:
        """The line with a mark in place of its churn: equal for lines that differ by nothing else."""
        line, end, pieces = self.lines[number], 0, []
        for span in self.spans(number):
            pieces += [line[end : span.start], f"\0{span.kind}\0"]
            end = span.end
        return "".join([*pieces, line[end:]]).translate(_ALIKE)

    def tokens(self, number: int) -> Iterator[_Token]:
        """The line's words, signs and places of churn, and its end."""
        line, end = self.lines[number], 0
        for span in self.spans(number):
            yield from _tokens(line[end : span.start])
            yield _Token(line[span.start : span.end], f"\0{span.kind}", "churn")
            end = span.end
        yield from _tokens(line[end:])
        yield _Token(_BREAK, _BREAK, "churn" if number in self.related else "sign")

    def words(self, start: int, stop: int) -> Iterator[str]:
        return (token.key for number in range(start, stop) for token in self.tokens(number) if token.kind == "word")


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(match[0], match[0].strip().translate(_ALIKE), "sign" if match["word"] is None else "word")


def _sides(old: str, new: str) -> tuple[_Side, _Side]:
    lines = _lines(old, new)
    sides = [_Side(own, churn.asides(own)) for own in lines]
    tails = [churn.tail(own) for own in lines]
    common = set(lines[0]) & set(lines[1])
    for side, tail in zip(sides, tails, strict=True):
        if all(tail < len(own) for tail, own in zip(tails, lines, strict=True)):
            side.related |= set(range(tail, len(side.lines)))
        differing = [line for line in side.lines if line not in common]
        if sum(len(line) + 100 for line in differing) <= CHURN_CHARS:
            side.seek = frozenset(differing)
            side.dates = sum(map(churn.is_moment, differing)) <= churn.MAX_DATE_LINES
        side.keys = [side.key(number) for number in range(len(side.lines))]
    return sides[0], sides[1]


def _lines(*texts: str) -> list[list[str]]:
    """Their lines, without those that are empty."""
    lines = [[" ".join(line.split()) for line in text.splitlines() if line.strip()] for text in texts]
    if sum(map(len, lines)) <= MAX_LINES:
        return lines
    start, end = _ends(*lines)
    return [[" ".join(own[start : len(own) - end])] for own in lines]


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many elements are the same at the beginning, and then at the end."""
    least = min(len(old), len(new))
    start = next((n for n in range(least) if old[n] != new[n]), least)
    return start, next((n for n in range(least - start) if old[-1 - n] != new[-1 - n]), least - start)


def _words_differ(before: _Side, after: _Side) -> bool:
    """Whether the words without the churn are others, or in another order; wherever the lines break."""
    start, end = _ends(before.keys, after.keys)
    before_words, after_words = (side.words(start, len(side.keys) - end) for side in (before, after))
    return any(one != other for one, other in zip_longest(before_words, after_words))


# --- hunks --------------------------------------------------------------------------------------------------


def _hunks(before: _Side, after: _Side, aligner: Aligner) -> Iterator[Hunk]:
    room = WORD_CHARS
    for op in aligner.ops(before.keys, after.keys):
        for i1, i2, j1, j2 in _differing(before, after, op):
            sides = before.lines[i1:i2], after.lines[j1:j2]
            room -= sum(len(line) for lines in sides for line in lines)
            if room < 0:
                aligner.coarse = True
                parts = tuple(_wholes(*sides))
            else:
                old = [token for number in range(i1, i2) for token in before.tokens(number)]
                new = [token for number in range(j1, j2) for token in after.tokens(number)]
                parts = tuple(_parts(old, new, aligner))
            if any(part.kind != "same" for part in parts):
                yield Hunk(after.lines[j1 - 1] if j1 else "", parts)


def _differing(before: _Side, after: _Side, op: Op) -> Iterator[tuple[int, int, int, int]]:
    """The lines to compare: all of those that are not the same, and runs of those whose churn differs."""
    if not op.same:
        yield op.i1, op.i2, op.j1, op.j2
        return
    pairs = range(op.i2 - op.i1)
    for differ, run in groupby(pairs, key=lambda n: before.lines[op.i1 + n] != after.lines[op.j1 + n]):
        places = list(run)
        if differ:
            first, last = places[0], places[-1] + 1
            yield op.i1 + first, op.i1 + last, op.j1 + first, op.j1 + last


def _wholes(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    if old:
        yield Part("removed", _BREAK.join(old))
    if new:
        yield Part("added", _BREAK.join(new))


def _parts(old: list[_Token], new: list[_Token], aligner: Aligner) -> Iterator[Part]:
    ops = aligner.ops([token.key for token in old], [token.key for token in new])
    for op in _without_islands(ops, old):
        if op.same:
            yield from _same(old[op.i1 : op.i2], new[op.j1 : op.j2])
        else:
            yield from _runs("removed", old[op.i1 : op.i2])
            yield from _runs("added", new[op.j1 : op.j2])


def _same(old: list[_Token], new: list[_Token]) -> Iterator[Part]:
    """Equal tokens: runs of churn that reads otherwise, and the rest as it is in the new text."""
    pairs = zip(old, new, strict=True)
    for differ, run in groupby(pairs, key=lambda pair: pair[0].kind == "churn" and pair[0].raw != pair[1].raw):
        was, now = ("".join(tokens) for tokens in zip(*((one.raw, other.raw) for one, other in run), strict=True))
        if differ:
            yield Part("removed", was, churn=True)
            yield Part("added", now, churn=True)
        else:  # with the space before it that the new text has not at the beginning of a line
            yield Part("same", " " * (was.startswith(" ") and not now.startswith(" ")) + now)


def _runs(kind: Literal["added", "removed"], tokens: Sequence[_Token]) -> Iterator[Part]:
    """One side of a change: its churn, and the rest. Punctuation and ends of lines without a word are churn, too."""
    for _, run in groupby(tokens, key=lambda token: token.kind == "churn"):
        found = list(run)
        yield Part(kind, "".join(token.raw for token in found), churn=all(token.kind != "word" for token in found))


def _without_islands(ops: list[Op], old: list[_Token]) -> list[Op]:
    """Small equal runs between larger changes, joined with them: Neil Fraser's "semantic cleanup" for words."""
    found: list[Op] = []
    for number, op in enumerate(ops):
        same = op.same
        if same and 0 < number < len(ops) - 1 and op.i2 - op.i1 <= ISLAND:
            larger = all(max(o.i2 - o.i1, o.j2 - o.j1) > op.i2 - op.i1 for o in (found[-1], ops[number + 1]))
            same = not larger or any(token.kind != "word" for token in old[op.i1 : op.i2])
        if found and not same and not found[-1].same:
            found[-1] = found[-1]._replace(i2=op.i2, j2=op.j2)
        else:
            found.append(op._replace(same=same))
    return found
