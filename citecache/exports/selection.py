"""What is exported: cards as they may be passed on, and how many of their texts were not."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from citecache.render.withheld import passed_on, withheld
from crawler.model import Card, CardFilter

if TYPE_CHECKING:
    from crawler.cache import CacheFile

Advance = Callable[[int], None]
"""Called with the number of cards so far."""


class CardSelection:
    """The cards of a cache that a filter selects, for one export.

    `cache` is for formats that need more than cards. `advance` hears of each card in the first pass over them.
    """

    def __init__(
        self,
        cache: "CacheFile",
        wanted: CardFilter,
        *,
        with_text: bool = True,
        limit: int | None = None,
        timestamp: str | None = None,
        advance: Advance = lambda _: None,
    ) -> None:
        self.cache = cache
        self.wanted = wanted
        self.with_text = with_text
        self.limit = limit
        self.timestamp = timestamp  # the URL of an authority that stamps the file, where a format has that
        self.count = 0  # of cards in the last pass
        self.withheld: Counter[str] = Counter()  # reason (render/withheld.py) -> cards in the last pass
        self.left_out: Counter[str] = Counter()  # what else the cache lacks, for a person -> how many of it
        self._advance = advance

    def cards(self, *, readable: bool = False) -> Iterator[Card]:
        """The cards as they may be passed on, one at a time; `readable`: as texts to be read (docs/policy.md).

        Without `with_text` they have no text; the preview stays.
        """
        self.count, self.withheld, self.left_out, advance = 0, Counter(), Counter(), self._advance
        self._advance = lambda _: None
        for card in self._stored():
            self.count += 1
            advance(self.count)
            if reason := withheld(card, readable=readable):
                self.withheld[reason] += 1
            yield passed_on(card, readable=readable)

    def _stored(self) -> Iterator[Card]:
        from crawler.cache.read import cards

        return cards.cards(self.cache, self.wanted, limit=self.limit, with_text=self.with_text)
