"""Exports of cards that a test has made, instead of a cache's."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citecache.exports.formats import FORMATS
from citecache.exports.selection import CardSelection
from crawler.cache import CacheFile
from crawler.model import ALL_CARDS, Card


class GivenCards(CardSelection):
    """A selection of these cards, of an empty cache."""

    def __init__(self, cards: Iterable[Card], *, with_text: bool = True) -> None:
        super().__init__(CacheFile.in_memory(), ALL_CARDS, with_text=with_text)
        self._given = cards

    def _stored(self) -> Iterator[Card]:
        yield from self._given


def write(format: str, cards: Iterable[Card], out: BinaryIO, *, with_text: bool = True) -> int:
    """Write the cards in a format; return their number."""
    selection = GivenCards(cards, with_text=with_text)
    FORMATS[format].file_writer()(selection, out)
    selection.cache.close()
    return selection.count
