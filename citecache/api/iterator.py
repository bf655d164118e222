"""Cards one at a time, all of the moment in which they were asked for."""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Self, cast

from citecache.api.owner import Owner, explained
from citecache.api.shown import Card
from citecache.render.tables import plural
from citecache.render.withheld import shown
from crawler.cache import CacheFile
from crawler.cache.read import cards
from crawler.model import CardFilter
from crawler.model.errors import CacheError

PEEKED = 20
"""Cards in a notebook's table."""


class CardIterator(Iterator[Card]):
    """The cards that `Cache.cards` selects, one at a time.

    They are as of the call of `cards`, whatever happens to the cache meanwhile: it may be written to, by you or by a
    crawl. No lock is held; but while it is neither exhausted, closed nor dropped, SQLite cannot reuse the space of
    what is overwritten. In a notebook it shows the next cards as a table, and consumes none.
    """

    def __init__(self, path: Path, wanted: CardFilter, *, limit: int | None, with_text: bool, owner: Owner) -> None:
        self._path, self._owner = path, owner
        self._next: deque[Card] = deque()  # read for a table, not yet given
        self._given = 0
        self._cut_off = False  # its cache was closed before its end
        self._file: CacheFile | None = CacheFile.open(path, snapshot=True)
        with explained(self._file):
            found = cards.count(self._file, wanted)
            self._total = found if limit is None else min(found, limit)
        self._cards = read_cards(self._file, wanted, limit=limit, with_text=with_text)

    def __repr__(self) -> str:
        return f"<CardIterator: {plural(self._total - self._given, 'card')} left>"

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Card:
        card = self._next.popleft() if self._next else self._read()
        self._given += 1
        return card

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            with suppress(Exception):  # in another thread the connection closes itself
                self.close()

    def close(self) -> None:
        """End here: what is left is not given."""
        self._next.clear()
        self._release()

    def cut_off(self) -> None:
        """End here, since the cache is closed: asking for more is an error then."""
        if self._file is not None:
            self._cut_off = True
            self.close()

    def _release(self) -> None:
        file, self._file, self._cards = self._file, None, iter(())
        if file is not None:
            file.close()

    def _read(self) -> Card:
        """The next card that is not read yet. StopIteration: there is none."""
        if self._cut_off:
            raise CacheError(f"the Cache of {self._path} was closed before all of its cards were read")
        if self._file is None:
            raise StopIteration
        self._owner.require(self._path)
        with explained(self._file):
            card = next(self._cards, None)
        if card is None:
            self._release()
            raise StopIteration
        return card

    def _repr_html_(self) -> str:
        from citecache.render.notebook import tables  # noqa: PLC0415 - for notebooks only

        for _ in range(PEEKED - len(self._next)):
            try:
                self._next.append(self._read())
            except StopIteration:
                break
        left = self._total - self._given
        return tables.cards(islice(self._next, PEEKED), left)


def read_cards(
    file: CacheFile, wanted: CardFilter, *, limit: int | None = None, with_text: bool = True
) -> Iterator[Card]:
    """Cards as they may be shown."""
    for card in cards.cards(file, wanted, limit=limit, with_text=with_text, card_type=Card):
        yield cast("Card", shown(card))
