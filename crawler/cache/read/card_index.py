"""All cards of a cache in memory, as columns and bitmaps: which a filter selects, how many there are of each value, and
their places in every order, in milliseconds for 100,000 cards.

Card number n is the n-th by URL. A bitmap is an int whose bit n stands for card n: `&` and `bit_count` take
microseconds.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import compress, islice
from typing import Any, NamedTuple

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.card_columns import (
    Codes,
    IndexedCard,
    bitmap_of,
    cited_documents,
    document_names,
    indexed_cards,
    selectors,
)
from crawler.model import CardFilter, CardPlace, CardSlice

FACETS = ("verdict", "host", "document", "tag", "type", "language", "doubt")
"""What cards are counted by."""

FEW = 2_000
"""So many cards are sorted; more are picked out of the order of all."""

DOUBTFUL = "yes"
"""The only value of the facet "doubt"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """A value, and how many cards have it among those that all other filters select."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCounts:
    """Some values of a facet, and how many there are in all."""

    values: tuple[FacetCount, ...]
    all: int


class CardHit(NamedTuple):
    """A card that a search has found: the score of its Capture, the less the better; its number; that Capture."""

    score: float
    number: int
    capture: int


class CardIndex:
    """The cards as they were when it was made. It may be read on several threads at once."""

    def __init__(
        self,
        cards: Sequence[IndexedCard],
        documents: Mapping[str, Sequence[str]],
        called: Mapping[str, str] | None = None,
    ) -> None:
        self._cards = cards
        self.size = len(cards)
        self.everything = (1 << self.size) - 1
        self._columns = {
            "verdict": Codes.of([one.verdict] for one in cards),
            "host": Codes.of([one.host] for one in cards),
            "document": Codes.of(documents.get(one.id, ()) for one in cards),
            "tag": Codes.of(one.tags for one in cards),
            "type": Codes.of([one.type] if one.type else () for one in cards),
            "language": Codes.of([one.language] if one.language else () for one in cards),
            "doubt": Codes.of([DOUBTFUL] if one.doubt else () for one in cards),
        }
        self._cited = [len(documents.get(one.id, ())) for one in cards]
        self._called = called or {}
        self._orders: dict[str, array[int]] = {}
        self._rank: dict[str, array[int]] = {}

    @classmethod
    def of(cls, cache: CacheFile) -> "CardIndex":
        """Read all cards."""
        places = DocumentPlaces.of(cache)
        return cls(indexed_cards(cache), cited_documents(cache, places), document_names(cache, places))

    def document(self, name: str) -> str:
        """What a Document is called here, by that, its path as it is stored, or its name; another name as it is."""
        return name if name in self._columns["document"].values else self._called.get(name, name)

    # --- what is selected --------------------------------------------------------------------------------------

    def selected(self, wanted: CardFilter, *, but: str | None = None) -> int:
        """The bitmap of what a filter selects; `but`: without what it says of that facet."""
        found = self.everything
        for facet, values in chosen(wanted).items():
            if values and facet != but:
                found &= self._columns[facet].bitmap(values)
        return found

    def bitmap(self, numbers: Iterable[int]) -> int:
        """The bitmap of these cards."""
        return bitmap_of(numbers, self.size)

    def found(self, scores: Mapping[int, float]) -> list[CardHit]:
        """The cards that are found in these Captures, the lowest score first; of several, the page's own counts."""
        numbers = {number for capture in scores for number in self._by_capture.get(capture, ())}
        hits = []
        for number in numbers:
            capture = next(one for one in self._cards[number].captures if one in scores)
            assert capture is not None
            hits.append(CardHit(scores[capture], number, capture))
        return sorted(hits)

    @cached_property
    def _by_capture(self) -> dict[int, list[int]]:
        found = defaultdict(list)
        for number, one in enumerate(self._cards):
            if one.verdict != "legal":
                for capture in dict.fromkeys(filter(None, one.captures)):
                    found[capture].append(number)
        return found

    def counts(self, facet: str, within: int, *, limit: int) -> FacetCounts:
        """How many of those cards have each value: the most frequent ones, and how many there are."""
        column = self._columns[facet]
        others = self.everything & ~within
        if within.bit_count() <= others.bit_count():
            found = column.counted(within)
        else:
            found = column.totals - column.counted(others)  # without those of which there are none
        best = nsmallest(limit, found.items(), key=lambda one: (-one[1], column.values[one[0]]))
        return FacetCounts(
            values=tuple(FacetCount(value=column.values[code], count=count) for code, count in best), all=len(found)
        )

    def count(self, facet: str, value: str, within: int) -> int:
        """How many of those cards have that value."""
        return (self._columns[facet].bitmap((value,)) & within).bit_count()

    # --- in order ----------------------------------------------------------------------------------------------

    def slice(self, within: int, sort: str, *, after: CardPlace | None = None, limit: int) -> CardSlice:
        """What `keyset.card_slice` gives, of these cards."""
        order = self._order(sort)
        start = 0 if after is None else self._beyond(order, sort, after)
        found = list(islice(self._numbers(within, order, start, sort), limit + 1))
        ids = tuple(self._cards[number].id for number in found[:limit])
        return CardSlice(ids=ids, next=self.place(found[limit - 1], sort) if len(found) > limit else None)

    def _numbers(self, within: int, order: Sequence[int], start: int, sort: str) -> Iterator[int]:
        """The cards of a bitmap, in order, from a place on."""
        chosen = selectors(within, self.size)
        if within.bit_count() > FEW:
            rest = order[start:]
            return compress(rest, map(chosen.__getitem__, rest))
        ranks = self._ranks(sort)
        return iter(sorted((n for n in compress(range(self.size), chosen) if ranks[n] >= start), key=ranks.__getitem__))

    def position(self, within: int, sort: str, after: CardPlace | None) -> int:
        """How many of these cards come up to that place."""
        if after is None:
            return 0
        order = self._order(sort)
        chosen = selectors(within, self.size)
        return sum(map(chosen.__getitem__, order[: self._beyond(order, sort, after)]))

    def _ranks(self, sort: str) -> Sequence[int]:
        """Card number -> its place in an order."""
        if sort == "url":
            return range(self.size)
        if sort not in self._rank:
            ranks = array("I", bytes(4 * self.size))
            for place, number in enumerate(self._order(sort)):
                ranks[number] = place
            self._rank[sort] = ranks  # whole: others may read it meanwhile
        return self._rank[sort]

    def place(self, number: int, sort: str) -> CardPlace:
        """Where a card stands."""
        one = self._cards[number]
        return CardPlace(id=one.id, url=one.url, key=self._key(number, sort))

    def id(self, number: int) -> str:
        """Its Resource ID."""
        return self._cards[number].id

    def _key(self, number: int, sort: str) -> Any:  # noqa: ANN401 - what a card is sorted by
        one = self._cards[number]
        match sort:
            case "cited":
                return self._cited[number]
            case "importance":
                return one.importance
            case "fetched":
                return one.fetched_at
            case "host":
                return one.host
            case "verdict":
                return one.verdict
            case _:
                return None

    def _order(self, sort: str) -> Sequence[int]:
        if sort == "url":
            return range(self.size)
        if sort not in self._orders:
            self._orders[sort] = array("I", self._sorted(sort))
        return self._orders[sort]

    def _sorted(self, sort: str) -> Iterable[int]:
        """As `card_filters.order_of` has it: unknown values last; equal ones by URL, which is by number."""
        numbers = range(self.size)
        keys = [self._key(number, sort) for number in numbers]
        known = sorted((n for n in numbers if keys[n] is not None), key=keys.__getitem__, reverse=sort in DESCENDING)
        return [*known, *(n for n in numbers if keys[n] is None)]

    def _beyond(self, order: Sequence[int], sort: str, after: CardPlace) -> int:
        """Where in an order what comes after a place begins."""
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if self._is_beyond(order[middle], sort, after):
                high = middle
            else:
                low = middle + 1
        return low

    def _is_beyond(self, number: int, sort: str, after: CardPlace) -> bool:
        one, key = self._cards[number], self._key(number, sort)
        if key == after.key:
            return (one.url, one.id) > (after.url, after.id)
        if key is None or after.key is None:
            return key is None
        return bool(key < after.key if sort in DESCENDING else key > after.key)


DESCENDING = frozenset(("cited", "importance", "fetched"))


def chosen(wanted: CardFilter) -> dict[str, tuple[str, ...]]:
    """What a filter says of each facet."""
    return {
        "verdict": wanted.verdicts,
        "host": wanted.hosts,
        "document": () if wanted.document is None else (wanted.document,),
        "tag": wanted.tags,
        "type": wanted.types,
        "language": wanted.languages,
        "doubt": (DOUBTFUL,) if wanted.doubtful else (),
    }
