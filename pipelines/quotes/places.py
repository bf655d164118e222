"""Where the parts of a quotation stand in a text, word for word and in order."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pipelines.quotes.quoted import QuotePart
from pipelines.quotes.reading import ReadText

MAX_PLACES = 5_000
"""Places of one part that are tried, words that only begin so included: a text that repeats itself has millions."""


class Place(NamedTuple):
    """Words `first` to `last`, exclusive, of a text."""

    first: int
    last: int


def places(part: QuotePart, text: ReadText) -> Iterator[Place]:
    """Where a part stands."""
    at, length = text.skeleton.find(part.skeleton), len(part.skeleton)
    for _ in range(MAX_PLACES):
        if at < 0:
            return
        first = text.word_at(at)
        if first is not None:
            last = text.word_at(at + length)
            if last is not None:
                yield Place(first, last)
            elif part.open_end:
                yield Place(first, text.word_after(at + length))
        at = text.skeleton.find(part.skeleton, at + 1)


def chain(parts: Sequence[QuotePart], text: ReadText) -> tuple[Place, ...] | None:
    """The parts one after the other, no further apart than they may be: the first place where all stand."""
    if not parts:
        return None
    reached: list[tuple[Place, ...]] = [(place,) for place in places(parts[0], text)]
    for part in parts[1:]:
        if not reached:
            return None
        further: list[tuple[Place, ...]] = []
        number = 0
        for place in places(part, text):
            while number + 1 < len(reached) and reached[number + 1][-1].last <= place.first:
                number += 1
            before = reached[number]
            distance = text.bounds[place.first] - text.bounds[before[-1].last]
            if 0 <= distance <= part.gap:
                further.append((*before, place))
        reached = further
    return next(iter(islice(reached, 1)), None)
