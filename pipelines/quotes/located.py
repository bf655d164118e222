"""A quotation looked up in one text: word for word, or the passage that stands closest, with what differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

from crawler.text.alignment import Aligner, Op
from pipelines.quotes.differences import QuoteDifference, capitals, hidden, named, raw, replaced
from pipelines.quotes.edges import edges
from pipelines.quotes.nearest import CLOSE, LEAST_WORDS, Nearest, nearest, rejoined
from pipelines.quotes.places import Place, chains, places
from pipelines.quotes.quoted import EXPLAINED, OMITTED, Quotation, QuotePart
from pipelines.quotes.reading import ReadText, Word

BRACKET_STEPS = 100_000
"""Steps of the alignment of what stands in brackets, which is short."""

CHAINS = 50
"""Places of a quotation that are looked at for one where nothing differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where a quotation stands in a text; offsets count code points. `start` is None where nothing is close."""

    similarity: float
    start: int | None = None
    end: int | None = None
    differences: tuple[QuoteDifference, ...] = ()
    bones: str = ""  # of the passage, as in the skeleton

    @property
    def verbatim(self) -> bool:
        return self.start is not None and not self.differences


NOWHERE = Located(similarity=0.0)


def verbatim(quotation: Quotation, text: ReadText) -> Located | None:
    """Where the quotation stands word for word, its omissions apart; None: nowhere.

    Of several places, the first in which no omission, bracket or capital makes other words of it.
    """
    quotation = quotation.as_in(text)
    first = None
    for parts, found in islice(_candidates(quotation, text), CHAINS):
        located = _stands(quotation, parts, found, text)
        if not located.differences:
            return located
        first = first or located
    return first


def _candidates(quotation: Quotation, text: ReadText) -> Iterator[tuple[Sequence[QuotePart], Sequence[Place]]]:
    """Parts and their places: first of the whole, if its ellipses may be the text's own."""
    if quotation.unbroken is not None:
        for place in places(quotation.unbroken, text):
            yield (quotation.unbroken,), (place,)
    for found in chains(quotation.parts, text):
        yield quotation.parts, found


def _stands(quotation: Quotation, parts: Sequence[QuotePart], found: Sequence[Place], text: ReadText) -> Located:
    differences = [
        one for part, place in zip(parts, found, strict=True) for one in _capitals(part, place, quotation, text)
    ]
    for (before, after), part in zip(pairwise(found), parts[1:], strict=True):
        left_out = text.words[before.last : after.first]
        if part.explained and not part.omitted and "[" in _between(text, before, after):
            differences += _bracketed(part.explained, quotation, left_out, text)
        elif part.omitted:
            differences += hidden(left_out, text)
        else:
            differences += replaced(part.explained, quotation.plain, left_out, text)
    start, end = edges(quotation, text, found[0].first, found[-1].last)
    return Located(
        similarity=1.0 if not differences else _after(quotation.words, differences),
        start=start,
        end=end,
        differences=tuple(differences),
        bones=text.skeleton[text.bounds[found[0].first] : text.bounds[found[-1].last]],
    )


def _between(text: ReadText, before: Place, after: Place) -> str:
    return text.text[text.words[before.last - 1].end : text.words[after.first].start]


def _bracketed(
    explained: Sequence[Word], quotation: Quotation, found: Sequence[Word], text: ReadText
) -> list[QuoteDifference]:
    """The differences of brackets that are the text's own, and so quoted like the rest."""
    ops = Aligner(BRACKET_STEPS).ops([word.key for word in explained], [word.key for word in found])
    return named(ops, explained, quotation.plain, found, text)


def closest(quotation: Quotation, text: ReadText) -> Located:
    """The passage that stands closest; `NOWHERE`, with the best similarity there is, if none is close."""
    quotation = quotation.as_in(text)
    groups = [_Group(group, quotation, text) for group in _groups(quotation.parts)]
    found = [nearest(group.words, quotation.plain, text) for group in groups]
    weights = [sum(word.weight for word in group.words) for group in groups]
    near = [one.similarity if one else 0.0 for one in found]
    similarity = sum(weight * one for weight, one in zip(weights, near, strict=True)) / max(sum(weights), 1)
    kept = [(group, one) for group, one in zip(groups, found, strict=True) if one and one.similarity >= CLOSE]
    if similarity < CLOSE or not kept:
        return Located(similarity=similarity)
    differences = [difference for group, place in kept for difference in group.named(place)]
    differences += [group.missing() for group in groups if not any(group is one for one, _ in kept)]
    differences += _apart([place for _, place in kept], text)
    first, last = min(one.first for _, one in kept), max(one.last for _, one in kept)
    start, end = edges(quotation, text, first, last)
    return Located(
        similarity=min(similarity, 0.999) if differences else 1.0,
        start=start,
        end=end,
        differences=tuple(differences),
        bones=text.skeleton[text.bounds[first] : text.bounds[last]],
    )


def _groups(parts: Sequence[QuotePart]) -> list[tuple[QuotePart, ...]]:
    """The parts between two ellipses."""
    numbers, number = [], 0
    for part in parts:
        number += part.omitted
        numbers.append(number)
    return [
        tuple(part for _, part in group)
        for _, group in groupby(zip(numbers, parts, strict=True), key=lambda one: one[0])
    ]


class _Group:
    """The parts between two ellipses, their words as the text divides them."""

    def __init__(self, parts: Sequence[QuotePart], quotation: Quotation, text: ReadText) -> None:
        self.quotation, self.text = quotation, text
        self.words: list[Word] = []
        self.joints: dict[int, QuotePart] = {}  # by the number of the word after it, what follows brackets
        for part in parts:
            if self.words:
                self.joints[len(self.words)] = part
            self.words += rejoined(part.words, text.index, quotation.plain)

    def named(self, place: Nearest) -> list[QuoteDifference]:
        """The differences, but for words that brackets stand for."""
        ops, bracketed = list[Op](), list[Op]()
        for op in place.ops:
            (bracketed if not op.same and op.i1 == op.i2 and op.i1 in self.joints else ops).append(op)
        found = named(ops, self.words, self.quotation.plain, place.words, self.text)
        for op in bracketed:
            explained, left_out = self.joints[op.i1].explained, place.words[op.j1 : op.j2]
            if sum(len(word.key) for word in left_out) > EXPLAINED:
                found.append(QuoteDifference("distance", "", ""))
            found += replaced(explained, self.quotation.plain, left_out, self.text)
        return found

    def missing(self) -> QuoteDifference:
        """All of it is added."""
        return QuoteDifference("word", raw(self.words, self.quotation.plain), "")


def _apart(places: Sequence[Nearest], text: ReadText) -> list[QuoteDifference]:
    """Whether the groups stand in another order, or too far apart."""
    pairs = list(pairwise(places))
    if any(after.first < before.last for before, after in pairs):
        return [QuoteDifference("order", "", "")]
    if any(text.bounds[after.first] - text.bounds[before.last] > OMITTED for before, after in pairs):
        return [QuoteDifference("distance", "", "")]
    return []


def _capitals(part: QuotePart, place: Place, quotation: Quotation, text: ReadText) -> list[QuoteDifference]:
    words = text.words[place.first : place.last]
    if len(words) != len(part.words):
        return []
    quoted = [quotation.plain[word.start : word.end] for word in part.words]
    return list(capitals([(one, text.text[word.start : word.end]) for one, word in zip(quoted, words, strict=True)]))


def _after(words: Sequence[Word], differences: Sequence[QuoteDifference]) -> float:
    """The similarity of words of which some differ."""
    whole = sum(word.weight for word in words)
    differing = sum(min(len(one.quoted or one.found), whole) for one in differences)
    return whole / (whole + differing)


__all__ = ["CLOSE", "LEAST_WORDS", "NOWHERE", "Located", "closest", "verbatim"]
