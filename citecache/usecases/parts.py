"""A long sequence in parts, so that what is read once for many of them need not wait for the last."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 10_000
"""Places in documents that are looked up together. A source that is cited in two parts is read twice. Heuristic."""


def in_parts(items: Iterable[T], together: Callable[[T], object]) -> Iterator[list[T]]:
    """The items in lists of `AT_ONCE`, or of a few more: neighbours with the same `together` are in one list."""
    part: list[T] = []
    for _, group in groupby(items, together):
        part += group
        if len(part) >= AT_ONCE:
            yield part
            part = []
    if part:
        yield part
