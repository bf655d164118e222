"""Where in a document with pages an offset of its text stands."""

from bisect import bisect_right
from collections.abc import Sequence


def page_of(offset: int, starts: Sequence[int]) -> int | None:
    """The page, from 1, on which the character at `offset` stands; None for a text without pages.

    `starts` are a Capture's `page_starts`. A page without text begins where the next one does and holds nothing.

    >>> page_of(12, (0, 10, 10, 30))
    3
    """
    return max(bisect_right(starts, offset), 1) if starts else None
