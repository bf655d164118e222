"""The passage of a text that stands closest to quoted words, in time that hardly grows with the text.

First the windows of the text that share most of the words, by an index of words and a count that slides along (Ukkonen,
"Approximate string-matching with q-grams and maximal matches", 1992, filters so). Only the few best are aligned.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from crawler.text.alignment import Aligner, Op
from pipelines.quotes.reading import ReadText, Word, is_broken

CLOSE = 0.6
"""The least similarity of a close passage. Measured on quotations altered by a word, a number or a negation, and on
quotations from other texts: bench/quotes."""

LEAST_WORDS = 3
"""Fewer quoted words stand close to anything."""

WINDOWS = 4
"""Windows that are aligned."""

OCCURRENCES = 6_000
"""Occurrences of quoted words that are looked at, those of rare words first: some 5 ms."""

INFLECTED = 0.8
"""What another form of a word, or the word in another place, counts for in a similarity. Heuristic, not measured."""

MOVED = 0.4
"""What a word in another place counts for in the choice of a passage: less than half, so that none is chosen for it."""

COVERED = 0.8
"""Of several passages the best covers the quotation, rather than being short: the weight of that in Tversky's index
("Features of similarity", 1977). Heuristic, not measured."""

FORMS = 400
"""Pairs of differing words that are compared for it."""

STEPS = 2_000_000
"""Steps of all alignments of one quotation: `Aligner`."""

_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\n]")
"""The end of a sentence or of a line."""


_HYPHEN = re.compile(r"[-\u2010\u2011]?(?:[ \t\r]*\n\s*)?")


@dataclass(frozen=True, slots=True)
class Nearest:
    """Words `first` to `last`, exclusive, of a text, aligned with the quoted ones."""

    first: int
    last: int
    words: tuple[Word, ...]  # of the passage; those that are hyphenated joined, if they are quoted as one
    ops: tuple[Op, ...]  # of the quoted words and these
    similarity: float  # 0 to 1: the share of both, by weight, that is the same
    rank: tuple[float, int]  # how well the quotation is covered, to choose among passages


def _order(one: Nearest) -> tuple[tuple[float, int], float, int]:
    return one.rank, one.similarity, -one.first


def nearest(quoted: Sequence[Word], quote: str, text: ReadText) -> Nearest | None:
    """The passage that shares most, however little; None where none does, or too few words are quoted."""
    if len(quoted) < LEAST_WORDS:
        return None
    aligner = Aligner(STEPS)
    margins = (0, len(quoted) // 2 + 2)  # the wider one may begin or end with a chance word, the other lack one
    windows = [_Window(quoted, quote, text, at, margin) for at in _windows(quoted, text) for margin in margins]
    found = [window.aligned(aligner) for window in windows]
    return max((one for one in found if one), key=_order, default=None)


def rejoined(words: Sequence[Word], known: Container[str], text: str) -> list[Word]:
    """Words of which those that a hyphen divides are one again, where the whole is a known word: surely at a line's
    end, elsewhere if the halves are not both known.
    """
    found: list[Word] = []
    for word in words:
        if found and not word.spaced and (whole := found[-1].key + word.key) in known:
            before = found[-1]
            if is_broken(text, before, word) or before.key not in known or word.key not in known:
                found[-1] = Word(before.start, word.end, whole, before.spaced)
                continue
        found.append(word)
    return found


def _windows(quoted: Sequence[Word], text: ReadText) -> list[int]:
    """Where the windows begin that share most of the quoted words, by weight; those that overlap a better one go."""
    keys = [word.key for word in quoted]
    pairs = sum(len(key) == 1 for key in keys) * 2 > len(keys)  # of single characters, two say more
    sought = Counter(one + other for one, other in pairwise(keys)) if pairs else Counter(keys)
    index = text.pairs if pairs else text.index
    here: list[tuple[int, str]] = []
    for key in sorted(sought, key=lambda key: len(index.get(key, ()))):
        here += [(number, key) for number in index.get(key, ())[: OCCURRENCES - len(here)]]
    here.sort()
    width = len(quoted) + len(quoted) // 4 + 1
    weights = {key: Word(0, 0, key).weight for key in sought}
    held: Counter[str] = Counter()
    scores: list[tuple[float, int]] = []
    total, left = 0, 0
    for i, key in here:
        while here[left][0] <= i - width:
            gone = here[left][1]
            total -= weights[gone] if held[gone] <= sought[gone] else 0
            held[gone] -= 1
            left += 1
        held[key] += 1
        total += weights[key] if held[key] <= sought[key] else 0
        scores.append((total, -here[left][0]))
    return _apart(scores, width)


def _apart(scores: list[tuple[float, int]], width: int) -> list[int]:
    """The beginnings of the best windows that do not overlap: of each stretch of the text, only the best can be one."""
    stretches: dict[int, tuple[float, int]] = {}
    for score, begin in scores:
        stretch = -begin // width
        if (score, begin) > stretches.get(stretch, (0, 0)):
            stretches[stretch] = (score, begin)
    return [-begin for _, begin in nlargest(WINDOWS, stretches.values())]


class _Window:
    """A stretch of the text as long as the quotation, and a little around it."""

    def __init__(self, quoted: Sequence[Word], quote: str, text: ReadText, start: int, margin: int) -> None:
        self.quoted, self.quote, self.text = quoted, quote, text
        begin, end = max(0, start - margin), start + len(quoted) + len(quoted) // 4 + 1 + margin
        known = {word.key for word in quoted}
        parts = [
            rejoined(text.words[low:high], known, text.text)
            for low, high in ((max(0, begin - len(quoted)), begin), (begin, end), (end, end + len(quoted)))
        ]
        self.words = [word for part in parts for word in part]
        self.begin, self.end = len(parts[0]), len(parts[0]) + len(parts[1])
        self.keys = [word.key for word in self.words]
        self.sought = [word.key for word in quoted]

    def aligned(self, aligner: Aligner) -> Nearest | None:
        """What the quotation covers of it."""
        ops = aligner.ops(self.sought, self.keys[self.begin : self.end])
        same = [op._replace(j1=op.j1 + self.begin, j2=op.j2 + self.begin) for op in ops if op.same]
        # A common word may stand apart from the others by chance: the passage may begin, or end, with the next one.
        passages = {
            (self._low(first), self._high(last)) for first in same[:2] for last in same[-2:] if first.j1 <= last.j1
        }
        found = [self._passage(low, high, aligner) for low, high in sorted(passages)]
        return max(found, key=_order, default=None)

    def _passage(self, low: int, high: int, aligner: Aligner) -> Nearest:
        ops = aligner.ops(self.sought, self.keys[low:high])
        before, after = (op.j2 - op.j1 if not op.same and op.i1 == op.i2 else 0 for op in (ops[0], ops[-1]))
        if before or after:  # what stands beside all that is quoted is no part of it
            low, high = low + before, high - after
            ops = aligner.ops(self.sought, self.keys[low:high])
        passage = tuple(self.words[low:high])
        first = bisect_left(self.text.words, passage[0].start, key=lambda word: word.start)
        last = bisect_left(self.text.words, passage[-1].end, key=lambda word: word.end) + 1
        weights = _shared(ops, self.quoted, passage)
        here, there = (sum(word.weight for word in words) for words in (self.quoted, passage))
        similarity = 2 * (weights.same + INFLECTED * (weights.moved + weights.forms)) / (here + there)
        covered = (weights.same + MOVED * weights.moved) / here
        besides = max(0.0, weights.besides - MOVED * weights.moved) / here
        rank = covered / (COVERED + (1 - COVERED) * (covered + besides))
        placed = sum(min(op.i2 - op.i1, op.j2 - op.j1) for op in ops)
        return Nearest(first, last, passage, tuple(ops), similarity, (rank, placed))

    def _low(self, first: Op) -> int:
        """Where the passage begins: with as many words before a common one as the quotation has."""
        low, quoted = first.j1, first.i1
        while quoted > 0 and low > 0 and not self._parted(low - 1, quoted - 1):
            low, quoted = low - 1, quoted - 1
            while low > 0 and _is_compound(self.words[low - 1 : low + 1], self.text.text):
                low -= 1
            while quoted > 0 and _is_compound(self.quoted[quoted - 1 : quoted + 1], self.quote):
                quoted -= 1
        return low

    def _high(self, last: Op) -> int:
        high, quoted = last.j2, last.i2
        while quoted < len(self.quoted) and high < len(self.words) and not self._parted(high - 1, quoted - 1):
            high, quoted = high + 1, quoted + 1
            while high < len(self.words) and _is_compound(self.words[high - 1 : high + 1], self.text.text):
                high += 1
            while quoted < len(self.quoted) and _is_compound(self.quoted[quoted - 1 : quoted + 1], self.quote):
                quoted += 1
        return high

    def _parted(self, found: int, quoted: int) -> bool:
        """Whether a sentence or a line ends after a word of the text, and none after that of the quotation."""
        here, there = self.quoted[quoted : quoted + 2], self.words[found : found + 2]
        return _ends(there, self.text.text) and not _ends(here, self.quote)


def _is_compound(pair: Sequence[Word], text: str) -> bool:
    """Whether two words are halves of one: "Zimmer-Wohnung", "5km"."""
    one, other = pair
    if other.spaced:
        return False
    if one.end == other.start:
        return one.numeric or other.numeric or text[one.end - 1] == "\u00ad"
    return _HYPHEN.fullmatch(text, one.end, other.start) is not None


def _ends(words: Sequence[Word], text: str) -> bool:
    return _END.search(text, words[0].end, words[1].start) is not None


class _Weights(NamedTuple):
    """What a quotation and a passage have of each other, by weight."""

    same: int
    moved: int  # words that stand in another place
    forms: int  # other forms of a word: "approved" for "approve"
    besides: int  # what the passage has where the quotation has nothing, or less


def _shared(ops: Sequence[Op], quoted: Sequence[Word], passage: Sequence[Word]) -> _Weights:
    same = sum(word.weight for op in ops if op.same for word in quoted[op.i1 : op.i2])
    differing = [(quoted[op.i1 : op.i2], passage[op.j1 : op.j2]) for op in ops if not op.same]
    here, there = (Counter(word.key for pair in differing for word in pair[side]) for side in (0, 1))
    both = here & there
    moved = sum(Word(0, 0, key).weight * count for key, count in both.items())
    forms = besides = 0
    for ours, theirs in differing:
        besides += max(0, sum(word.weight for word in theirs) - sum(word.weight for word in ours))
        if len(ours) * len(theirs) <= FORMS:
            others = [word.key for word in theirs if word.key not in both]
            own = [word for word in ours if word.key not in both]
            forms += sum(word.weight for word in own if any(_forms_of_one(word.key, other) for other in others))
    return _Weights(same, moved, forms, besides)


def _forms_of_one(one: str, other: str) -> bool:
    """Whether two words begin alike for most of their letters."""
    common = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        len(min(one, other, key=len)),
    )
    return common >= 3 and common >= 0.6 * max(len(one), len(other)) and not one[0].isdigit()
