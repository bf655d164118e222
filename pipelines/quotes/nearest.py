"""The passage of a text that stands closest to quoted words, in time that grows with the text.

First the windows of the text that share most of the words: one pass with a count that slides along (Ukkonen,
"Approximate string-matching with q-grams and maximal matches", 1992, filters so). Only the few best are aligned.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from crawler.text.alignment import Aligner, Op
from pipelines.quotes.reading import ReadText, Word

CLOSE = 0.6
"""The least similarity of a close passage. Measured on quotations altered by a word, a number or a negation, and on
quotations from other texts: bench/quotes."""

LEAST_WORDS = 3
"""Fewer quoted words stand close to anything."""

WINDOWS = 4
"""Windows that are aligned."""

INFLECTED = 0.8
"""What another form of a word counts for. Heuristic, not measured."""

FORMS = 400
"""Pairs of differing words that are compared for it."""

STEPS = 2_000_000
"""Steps of all alignments of one quotation: `Aligner`."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Words `first` to `last`, exclusive, of a text, aligned with the quoted ones."""

    first: int
    last: int
    ops: tuple[Op, ...]  # the second sequence counts from `first`
    similarity: float  # 0 to 1: the share of both, by weight, that is the same


def nearest(quoted: Sequence[Word], text: ReadText) -> Nearest | None:
    """The passage that shares most, however little; None where none does, or too few words are quoted."""
    if len(quoted) < LEAST_WORDS:
        return None
    aligner = Aligner(STEPS)
    margins = (0, len(quoted) // 2 + 2)  # the wider one may begin or end with a chance word, the other lack one
    found = [_aligned(quoted, text, at, margin, aligner) for at in _windows(quoted, text) for margin in margins]
    return max((one for one in found if one), key=lambda one: (one.similarity, -one.first), default=None)


def _windows(quoted: Sequence[Word], text: ReadText) -> list[int]:
    """Where the windows begin that share most of the quoted words, by weight; those that overlap a better one go."""
    pairs = _by_pairs(quoted)
    sought = Counter(_features([word.key for word in quoted], pairs=pairs))
    here = [(i, key) for i, key in enumerate(_features(text.keys, pairs=pairs)) if key in sought]
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


def _by_pairs(quoted: Sequence[Word]) -> bool:
    """Whether most words are single characters, of which pairs say more."""
    return sum(len(word.key) == 1 for word in quoted) * 2 > len(quoted)


def _features(keys: Sequence[str], *, pairs: bool) -> list[str]:
    return [one + other for one, other in zip(keys, [*keys[1:], ""], strict=False)] if pairs else list(keys)


def _apart(scores: list[tuple[float, int]], width: int) -> list[int]:
    """The beginnings of the best windows that do not overlap: of each stretch of the text, only the best can be one."""
    stretches: dict[int, tuple[float, int]] = {}
    for score, begin in scores:
        stretch = -begin // width
        if (score, begin) > stretches.get(stretch, (0, 0)):
            stretches[stretch] = (score, begin)
    return [-begin for _, begin in nlargest(WINDOWS, stretches.values())]


def _aligned(quoted: Sequence[Word], text: ReadText, start: int, margin: int, aligner: Aligner) -> Nearest | None:
    """A window, and a little around it, aligned; cut to what the quotation covers."""
    begin, end = max(0, start - margin), start + len(quoted) + len(quoted) // 4 + 1 + margin
    keys = text.keys[begin:end]
    ops = aligner.ops([word.key for word in quoted], keys)
    same = [op for op in ops if op.same]
    if not same:
        return None
    first, last = same[0], same[-1]
    low = first.j1 - min(first.i1, first.j1)  # as many words as the quotation has before it
    high = min(last.j2 + len(quoted) - last.i2, len(keys))
    while high < len(keys) and _goes_on(quoted[last.i2 :], keys[last.j2 : high], keys[high]):
        high += 1
    while low < first.j1 and "\n" in _between(text, begin + low):
        low += 1  # what else is quoted may be another line only where lines are quoted
    while high > last.j2 and "\n" in _between(text, begin + high - 2):
        high -= 1
    cut = [_cut(op, low, high) for op in ops]
    kept = tuple(op for op in cut if op.i1 < op.i2 or op.j1 < op.j2)
    passage = text.words[begin + low : begin + high]
    common = sum(_common(op, quoted[op.i1 : op.i2], passage[op.j1 : op.j2]) for op in kept)
    whole = sum(word.weight for word in quoted) + sum(word.weight for word in passage)
    return Nearest(begin + low, begin + high, kept, 2 * common / whole)


def _goes_on(quoted: Sequence[Word], keys: Sequence[str], following: str) -> bool:
    """Whether the last quoted word is two words of the text, as after a hyphen at the end of a line."""
    joined = "".join(keys)
    return bool(joined) and "".join(word.key for word in quoted).startswith(joined + following)


def _common(op: Op, quoted: Sequence[Word], passage: Sequence[Word]) -> float:
    """The weight of what two ranges share: another form of a word, as "approved" for "approve", is most of it."""
    if op.same:
        return sum(word.weight for word in quoted)
    if len(quoted) * len(passage) > FORMS:
        return 0.0
    forms = [one for one in quoted if any(_forms_of_one(one.key, other.key) for other in passage)]
    return INFLECTED * sum(word.weight for word in forms)


def _forms_of_one(one: str, other: str) -> bool:
    """Whether two words begin alike for most of their letters."""
    common = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        len(min(one, other, key=len)),
    )
    return common >= 3 and common >= 0.6 * max(len(one), len(other)) and not one[0].isdigit()


def _between(text: ReadText, number: int) -> str:
    """What stands between a word and the next one."""
    return text.text[text.words[number].end : text.words[number + 1].start]


def _cut(op: Op, low: int, high: int) -> Op:
    """An operation within the passage, its second range counted from there."""
    return op._replace(j1=min(max(op.j1, low), high) - low, j2=min(max(op.j2, low), high) - low)
