"""What changed between two texts of a page, word by word, with churn (see `churn.py`) marked as such.

Lines are compared first (a paragraph, a list item or a table row is a line), then the words of the lines that differ.
Chinese, Japanese, Thai and other scripts without spaces between words are compared by character. A passage that moved
is reported as removed and added.
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
"""Characters of differing lines, plus 100 per line, that are searched for churn: at most a second of work."""

MAX_LINES = 200_000
"""Texts with more lines, counted together, are not prose: they are not compared line by line."""

WORD_CHARS = 2_000_000
"""Characters of differing lines that are compared word by word: seconds of work. The rest is replaced as a whole."""

ISLAND = 3
"""Runs of up to this many equal words between larger changes are shown as changed: they match by chance."""

_SIGNS = r"\s\u0000-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2010-\u205e\u3000-\u303f\uff00-\uff0f"
"""Spaces and punctuation. Everything else is part of a word, including the combining marks of any script."""

_LETTERS = rf"[^{_SIGNS}{UNSPACED}]+"
_TOKEN = re.compile(
    rf"\s*(?:(?P<word>[{UNSPACED}]|(?:(?<!\S)[+−-](?=\d))?{_LETTERS}(?:['’.,:/@-]{_LETTERS})*|[$£€¥%‰<>=+±×÷−≈≠≤≥]|(?<=\b[A-Z])\#)|\S)"
)
"""A token with the space before it: a word, a sign that matters as much as a word, or any other sign."""

_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\xad": None, "\u200b": None}
)
"""Typography that changes with a page's template; treated as equal."""

_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a hunk, with the space before it. Churn that differs is a removed and an added part."""

    kind: Literal["same", "added", "removed"]
    text: str
    churn: bool = False


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that differ, in parts. `before` is the line before them in the new text."""

    before: str
    parts: tuple[Part, ...]

    @property
    def churn(self) -> bool:
        """Whether only churn differs."""
        return all(part.churn for part in self.parts if part.kind != "same")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two texts. Words of churn are not counted; `churn` is the number of pieces of churn."""

    hunks: tuple[Hunk, ...] = ()
    words_added: int = 0
    words_removed: int = 0
    churn: int = 0
    # Long passages were replaced as a whole: fewer words may have changed.
    coarse: bool = False

    @property
    def changed(self) -> bool:
        """Whether any word that is not churn differs."""
        return bool(self.words_added or self.words_removed)


def changed(old: str, new: str) -> bool:
    r"""Whether any word that is not churn differs; in linear time.

    >>> changed("The mayor spoke.\n3 hours ago", "The mayor spoke.\n5 days ago")
    False
    """
    return old != new and _words_differ(*_sides(old, new))


def compare(old: str, new: str) -> Difference:
    """The difference between two texts, in bounded time: a few seconds for 10 MB (bounds: `alignment.py`)."""
    if old == new:
        return Difference()
    before, after = _sides(old, new)
    aligner = Aligner()
    hunks = list(_hunks(before, after, aligner))
    if not _words_differ(before, after):  # then only line breaks moved
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
    """The pieces of churn in a hunk; adjacent ones between equal parts count once."""
    groups = groupby(hunk.parts, key=lambda part: (part.kind == "same", part.churn))
    return sum(churning and not same for (same, churning), _ in groups)


# --- lines and words ----------------------------------------------------------------------------------------


class _Token(NamedTuple):
    raw: str  # with the space before it
    key: str  # the form that is compared
    kind: Literal["word", "sign", "churn"]


@dataclass(slots=True)
class _Side:
    """One of the two texts: its lines, and the form of each that is compared."""

    lines: list[str]
    related: set[int]
    searched: frozenset[str] = frozenset()  # the lines that are searched for churn
    dates: bool = True
    keys: list[str] = field(default_factory=list)

    def spans(self, number: int) -> Iterator[churn.Span]:
        line = self.lines[number]
        if number in self.related:
            yield churn.Span(0, len(line), "related")
        elif line in self.searched:
            yield from churn.spans(line, dates=self.dates and churn.is_edge(self.lines, number))

    def key(self, number: int) -> str:
        """The line with a placeholder for each piece of churn: equal for lines that differ only in churn."""
        line, end, pieces = self.lines[number], 0, []
        for span in self.spans(number):
            pieces += [line[end : span.start], f"\0{span.kind}\0"]
            end = span.end
        return "".join([*pieces, line[end:]]).translate(_ALIKE)

    def tokens(self, number: int) -> Iterator[_Token]:
        """The line's words, signs and pieces of churn, then its end."""
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
            side.searched = frozenset(differing)
            side.dates = sum(map(churn.is_moment, differing)) <= churn.MAX_DATE_LINES
        side.keys = [side.key(number) for number in range(len(side.lines))]
    return sides[0], sides[1]


def _lines(*texts: str) -> list[list[str]]:
    """The lines of each text, without empty ones."""
    lines = [[" ".join(line.split()) for line in text.splitlines() if line.strip()] for text in texts]
    if sum(map(len, lines)) <= MAX_LINES:
        return lines
    start, end = _ends(*lines)
    return [[" ".join(own[start : len(own) - end])] for own in lines]


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """The number of equal elements at the start, and of the remaining ones at the end."""
    least = min(len(old), len(new))
    start = next((n for n in range(least) if old[n] != new[n]), least)
    return start, next((n for n in range(least - start) if old[-1 - n] != new[-1 - n]), least - start)


def _words_differ(before: _Side, after: _Side) -> bool:
    """Whether the words that are not churn, or their order, differ, regardless of line breaks."""
    start, end = _ends(before.keys, after.keys)
    before_words, after_words = (side.words(start, len(side.keys) - end) for side in (before, after))
    return any(one != other for one, other in zip_longest(before_words, after_words))


# --- hunks --------------------------------------------------------------------------------------------------


def _hunks(before: _Side, after: _Side, aligner: Aligner) -> Iterator[Hunk]:
    budget = WORD_CHARS
    for op in aligner.ops(before.keys, after.keys):
        for i1, i2, j1, j2 in _differing(before, after, op):
            sides = before.lines[i1:i2], after.lines[j1:j2]
            budget -= sum(len(line) for lines in sides for line in lines)
            if budget < 0:
                aligner.coarse = True
                parts = tuple(_wholes(*sides))
            else:
                old = [token for number in range(i1, i2) for token in before.tokens(number)]
                new = [token for number in range(j1, j2) for token in after.tokens(number)]
                parts = tuple(_parts(old, new, aligner))
            if any(part.kind != "same" for part in parts):
                yield Hunk(after.lines[j1 - 1] if j1 else "", parts)


def _differing(before: _Side, after: _Side, op: Op) -> Iterator[tuple[int, int, int, int]]:
    """The ranges of lines to compare: lines that differ, and runs of equal ones whose churn differs."""
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
    """Parts for equal tokens: churn with a different wording, and the rest as in the new text."""
    pairs = zip(old, new, strict=True)
    for differ, run in groupby(pairs, key=lambda pair: pair[0].kind == "churn" and pair[0].raw != pair[1].raw):
        was, now = ("".join(tokens) for tokens in zip(*((one.raw, other.raw) for one, other in run), strict=True))
        if differ:
            yield Part("removed", was, churn=True)
            yield Part("added", now, churn=True)
        else:  # with the space that the new text lacks at the start of a line
            yield Part("same", " " * (was.startswith(" ") and not now.startswith(" ")) + now)


def _runs(kind: Literal["added", "removed"], tokens: Sequence[_Token]) -> Iterator[Part]:
    """Parts for one side of a change: churn and the rest. Punctuation and line ends without a word count as churn."""
    for _, run in groupby(tokens, key=lambda token: token.kind == "churn"):
        found = list(run)
        yield Part(kind, "".join(token.raw for token in found), churn=all(token.kind != "word" for token in found))


def _without_islands(ops: list[Op], old: list[_Token]) -> list[Op]:
    """Joins short equal runs with the larger changes around them: Neil Fraser's "semantic cleanup", for words."""
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
