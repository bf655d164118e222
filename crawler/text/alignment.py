"""Aligns two sequences: which elements correspond, in order. Every difference is based on it.

`difflib.SequenceMatcher` alone is far too slow on repetitive texts that differ: for "a b a b" against "a a a a" 11 s
with 1,000 words, three minutes with 2,000 (measured). So it is given only the small gaps between anchors: the common
start and end, then the elements that are unique in both gaps, in their longest common order (Bram Cohen's "patience
diff", as in Git). A gap that would still cost too much is left unaligned, and `coarse` is set.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

MAX_DEPTH = 20
"""How many times gaps between anchors are searched for further anchors."""

GAP_STEPS, ALL_STEPS = 2_000_000, 20_000_000
"""Estimated steps of SequenceMatcher for one gap, and for all gaps of one comparison."""


class Op(NamedTuple):
    """Elements `i1` to `i2` of the old sequence and `j1` to `j2` of the new one; one of the ranges may be empty."""

    same: bool
    i1: int
    i2: int
    j1: int
    j2: int


class Aligner:
    """Aligns the sequences of one comparison, which share one budget of steps."""

    def __init__(self, steps: int = ALL_STEPS) -> None:
        self.coarse = False  # whether a gap was too large to align
        self._steps = steps

    def ops(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Op]:
        """The equal and the differing ranges, in order; together they cover both sequences."""
        blocks: list[tuple[int, int, int]] = []
        gaps = [(0, len(old), 0, len(new), 0)]
        while gaps:
            i1, i2, j1, j2, depth = gaps.pop()
            while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
                blocks.append((i1, j1, 1))
                i1, j1 = i1 + 1, j1 + 1
            while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1]:
                i2, j2 = i2 - 1, j2 - 1
                blocks.append((i2, j2, 1))
            if i1 == i2 or j1 == j2:
                continue
            anchors = _anchors(old[i1:i2], new[j1:j2]) if depth < MAX_DEPTH else []
            if anchors:
                bounds = [(-1, -1), *anchors, (i2 - i1, j2 - j1)]
                blocks += [(i1 + i, j1 + j, 1) for i, j in anchors]
                gaps += [(i1 + i + 1, i1 + k, j1 + j + 1, j1 + m, depth + 1) for (i, j), (k, m) in pairwise(bounds)]
            else:
                blocks += [(i1 + i, j1 + j, n) for i, j, n in self._small(old[i1:i2], new[j1:j2])]
        return _as_ops(sorted(blocks), len(old), len(new))

    def _small(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
        """Matching blocks of a gap by SequenceMatcher; none if that would take too long."""
        counts = Counter(new)
        pairs = sum(counts[one] for one in old)  # what one search for the longest block visits
        if not pairs:
            return []
        steps = (pairs + len(old)) * min(len(old), len(new), pairs)  # at most this many searches
        if steps > min(GAP_STEPS, self._steps):
            self.coarse = True
            return []
        self._steps -= steps
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest common subsequence of the elements that are unique in both."""
    here, there = Counter(old), Counter(new)
    places = {one: j for j, one in enumerate(new) if there[one] == 1}
    pairs = [(i, places[one]) for i, one in enumerate(old) if here[one] == 1 and one in places]
    ends: list[int] = []  # patience sorting: the smallest end of a run of each length
    last: list[int] = []
    back: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        if length == len(ends):
            ends.append(j)
            last.append(number)
        else:
            ends[length], last[length] = j, number
        back.append(last[length - 1] if length else -1)
    found: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = back[number]
    return found[::-1]


def _as_ops(blocks: list[tuple[int, int, int]], old: int, new: int) -> list[Op]:
    """Matching blocks as operations; adjacent blocks are joined."""
    ops: list[Op] = []
    i = j = 0
    for at, to, size in [*blocks, (old, new, 0)]:
        if at > i or to > j:
            ops.append(Op(same=False, i1=i, i2=at, j1=j, j2=to))
        if size and ops and ops[-1].same:
            ops[-1] = ops[-1]._replace(i2=at + size, j2=to + size)
        elif size:
            ops.append(Op(same=True, i1=at, i2=at + size, j1=to, j2=to + size))
        i, j = at + size, to + size
    return ops
