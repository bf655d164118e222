"""Where the parts of a quotation stand in a text, word for word and in order."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.quotes.numbers import PERCENT
from pipelines.quotes.quoted import QuotePart
from pipelines.quotes.reading import ReadText, Word, bony

MAX_PLACES = 5_000
"""Places of all parts that are tried, words that only begin so included: a text that repeats itself has millions."""

LEAST_PLACES = 200
"""Places of one part, however many parts there are."""


class Place(NamedTuple):
    """Words `first` to `last`, exclusive, of a text."""

    first: int
    last: int


def places(part: QuotePart, text: ReadText, most: int = MAX_PLACES) -> Iterator[Place]:
    """Where a part stands, of the first `most` places that look like it."""
    at, length = text.skeleton.find(part.skeleton), len(part.skeleton)
    for _ in range(most):
        if at < 0:
            return
        first = text.word_at(at)
        if first is not None:
            last = text.word_at(at + length)
            if last is None and part.open_end:
                last = text.word_after(at + length)
            if last is not None and divided_alike(part.words, text.words[first:last]):
                yield Place(first, last)
        at = text.skeleton.find(part.skeleton, at + 1)


def divided_alike(quoted: Sequence[Word], found: Sequence[Word]) -> bool:
    """Whether the words of one skeleton are divided alike: a hyphen or a line's end within a word is none of theirs,
    but by a space alone "notable" becomes "not able".
    """
    i = j = here = there = 0
    while i < len(quoted) and j < len(found):
        if PERCENT in (quoted[i].key, found[j].key):
            one, other = (2 if word.key == "per" else 1 for word in (quoted[i], found[j]))
            i, j = i + one, j + other
            continue
        here, there = here + len(bony(quoted[i].key)), there + len(bony(found[j].key))
        i, j = i + 1, j + 1
        while here < there and i < len(quoted):
            if quoted[i].spaced:
                return False
            here, i = here + len(bony(quoted[i].key)), i + 1
        while there < here and j < len(found):
            if found[j].spaced:
                return False
            there, j = there + len(bony(found[j].key)), j + 1
    return True


def chains(parts: Sequence[QuotePart], text: ReadText) -> Iterator[tuple[Place, ...]]:
    """The parts one after the other, no further apart than they may be: the places where all stand, the first first."""
    layers: list[list[_Step]] = []
    most = max(MAX_PLACES // max(len(parts), 1), LEAST_PLACES)
    for part in parts:
        found = (_Step(place, 0) for place in places(part, text, most))
        layers.append(list(_following(layers[-1], found, part.gap, text) if layers else found))
        if not layers[-1]:
            return
    for number in range(len(layers[-1]) if layers else 0):
        yield tuple(_backwards(layers, number))[::-1]


class _Step(NamedTuple):
    """A place of a part, and the number of the place of the part before that stands closest to it."""

    place: Place
    before: int


def _following(reached: list[_Step], found: Iterator[_Step], gap: int, text: ReadText) -> Iterator[_Step]:
    """The places that follow one of those reached within the gap."""
    number = 0
    for place, _ in found:
        while number + 1 < len(reached) and reached[number + 1].place.last <= place.first:
            number += 1
        if 0 <= text.bounds[place.first] - text.bounds[reached[number].place.last] <= gap:
            yield _Step(place, number)


def _backwards(layers: list[list[_Step]], number: int) -> Iterator[Place]:
    for layer in reversed(layers):
        yield layer[number].place
        number = layer[number].before
