"""The list of cards that was asked for: what is searched for within what the filters select, a part of it to show."""

from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from citecache.render.card import day
from citecache.render.html.list_views import (
    MARKS,
    ListedCard,
    ListedFacet,
    ListedValue,
    SearchView,
    SortChoice,
    snippet_parts,
)
from citecache.web.asked import RELEVANCE, AskedList
from citecache.web.remembered import Memory, Remembered, memory
from crawler.cache import CacheFile
from crawler.cache.read.capture_records import of_page
from crawler.cache.read.card_columns import selectors
from crawler.cache.read.card_index import FACETS, CardHit, CardIndex
from crawler.cache.read.cards import cards_of
from crawler.cache.read.excerpts import excerpt_of
from crawler.cache.read.full_text import snippet_of
from crawler.cache.read.hits import RANKED, TextHits, stored_words, text_hits
from crawler.model import CaptureRecord, Card, CardPlace, CardSlice, Verdict
from crawler.model.errors import QueryError

CARDS = "cards"
"""The name under which the index of all cards is remembered."""

SHOWN = 25
"""Cards of a part."""

SHOWN_FOUND = 20
"""Those with an excerpt: it takes a reading of each text."""

VALUES, ALL_VALUES = 8, 1_000
"""Values of a facet."""

VERDICTS = tuple(verdict.value for verdict in Verdict)

TITLES = {
    "verdict": "Verdict",
    "host": "Host",
    "document": "Cited by",
    "tag": "Tag",
    "type": "Type",
    "language": "Language",
    "doubt": "In doubt",
}
SORTS = {
    "cited": "Most cited",
    "importance": "Most important",
    "fetched": "Last fetched",
    "verdict": "Verdict",
    "host": "Host",
    "url": "Address",
}


@dataclass(frozen=True, slots=True)
class FoundList:
    """What a search and filters give."""

    index: CardIndex
    asked: AskedList
    scope: int  # the bitmap of what is found, whatever the filters are
    within: int  # of what is in the list
    hits: Sequence[CardHit] = ()  # in the list, the best first
    texts: TextHits | None = None
    problem: str = ""

    @classmethod
    def of(cls, cache: CacheFile, index: CardIndex, asked: AskedList, *, strict: bool = False) -> "FoundList":
        """Search and filter.

        Raises:
            QueryError: there is a mistake in what is searched for, if `strict`; else `problem` has it.
        """
        selected = index.selected(asked.wanted)
        if not asked.query:
            return cls(index, asked, index.everything, selected)
        try:
            texts = text_hits(cache, asked.query)
        except QueryError as error:
            if strict:
                raise
            return cls(index, asked, 0, 0, problem=str(error))
        found = index.found(texts.scores)
        scope = index.bitmap(one.number for one in found)
        within = selected & scope
        chosen = selectors(within, index.size)
        return cls(index, asked, scope, within, [one for one in found if chosen[one.number]], texts)

    def part(self, limit: int) -> CardSlice:
        """The Resources to show."""
        asked = self.asked
        if asked.order != RELEVANCE:
            return self.index.slice(self.within, asked.order, after=asked.after, limit=limit)
        start = self.position()
        shown = self.hits[start : start + limit]
        more = len(self.hits) > start + limit
        place = replace(self.index.place(shown[-1].number, "url"), key=shown[-1].score) if more else None
        return CardSlice(ids=tuple(self.index.id(one.number) for one in shown), next=place)

    def position(self) -> int:
        """How many come before those."""
        after = self.asked.after
        if self.asked.order != RELEVANCE:
            return self.index.position(self.within, self.asked.order, after)
        if after is None:
            return 0
        return next((n for n, one in enumerate(self.hits) if self._is_beyond(one, after)), len(self.hits))

    def _is_beyond(self, hit: CardHit, after: CardPlace) -> bool:
        place = self.index.place(hit.number, "url")
        return (hit.score, place.url, place.id) > (after.key or 0.0, after.url, after.id)

    def ids(self) -> Sequence[str]:
        """All of them, in order."""
        return self.part(max(1, self.index.size)).ids


def card_index(request: Request) -> Awaitable[Remembered[CardIndex]]:
    """All cards in memory, for every list of one application."""
    return memory(request).get(CARDS, CardIndex.of)


def read_cards(known: Memory) -> None:
    """Read all cards before anybody asks for them: of a large cache that takes seconds."""
    known.begin(CARDS, CardIndex.of, lasting=True)


def list_view(cache: CacheFile, known: Remembered[CardIndex], asked: AskedList) -> SearchView:
    """The list as it is shown."""
    found = FoundList.of(cache, known.value, asked)
    part = found.part(SHOWN_FOUND if asked.query else SHOWN)
    return SearchView(
        query=asked.query,
        hidden=[*asked.values],
        cards=list(_listed(cache, found, part.ids)),
        total=found.within.bit_count(),
        first=found.position() + 1,
        facets=[_facet(found, facet) for facet in FACETS],
        sorts=[
            SortChoice(value="", title="Best match" if asked.query else "Address", chosen=not asked.sort),
            *(
                SortChoice(value=value, title=title, chosen=value == asked.sort)
                for value, title in SORTS.items()
                if value != "url" or asked.query
            ),
        ],
        problem=found.problem,
        notes=list(_notes(found, known)),
        start=None if asked.after is None else replace(asked, after=None).address(),
        next=None if part.next is None else replace(asked, after=part.next).address(),
        clear=replace(asked, values=(), after=None, opened="").address() if asked.values else None,
        downloads=[(name.upper(), replace(asked, after=None).address(f"/search.{name}")) for name in ("csv", "json")],
    )


def _notes(found: FoundList, known: Remembered[CardIndex]) -> Iterator[str]:
    if found.texts is not None and found.texts.more:
        yield (
            f"More than {RANKED:,} texts have these words: these are the newest {RANKED:,}, those with the words in"
            " their titles first. One more word narrows it down."
        )
    if found.texts is not None and found.texts.beginnings and found.texts.scores:
        yield "Nothing has the last word as it stands: these have words that begin so."
    if not known.current:
        yield "The cache has just been written to; numbers and order follow in a moment."


def _facet(found: FoundList, facet: str) -> ListedFacet:
    """The values of a facet, each with the cards that would be listed if it were chosen; chosen ones first."""
    index, asked = found.index, found.asked
    chosen = asked.chosen(facet)
    within = index.selected(asked.wanted, but=facet) & found.scope if chosen else found.within
    is_open = facet in (asked.opened, "verdict")
    counted = index.counts(facet, within, limit=ALL_VALUES if is_open else VALUES)
    counts = {value: index.count(facet, value, within) for value in chosen}
    counts |= {one.value: one.count for one in counted.values}
    values = [
        ListedValue(value=value, count=count, chosen=value in chosen, address=asked.toggled(facet, value).address())
        for value, count in counts.items()
    ]
    if facet == "verdict":
        values.sort(key=lambda one: VERDICTS.index(one.value))
    hidden = counted.all > len(counted.values)
    return ListedFacet(
        name=facet,
        title=TITLES[facet],
        values=values,
        all=counted.all,
        opened=replace(asked, opened=facet, after=None).address() if hidden and not is_open else None,
    )


def _listed(cache: CacheFile, found: FoundList, ids: Sequence[str]) -> Iterator[ListedCard]:
    captures = {found.index.id(one.number): one.capture for one in found.hits}
    for card in cards_of(cache, ids, with_text=False):
        capture = captures.get(card.id)
        if capture is None or found.texts is None:
            yield ListedCard(card=card, snippet=(), copy="", withheld=False)
            continue
        stored = of_page(cache, card.id, capture)
        quiet = stored is not None and "nosnippet" in stored.reservations
        unread = stored is None or card.verdict is Verdict.LEGAL  # since the index was made
        marked = "" if quiet or unread else _excerpt(cache, capture, found.texts)
        yield ListedCard(card=card, snippet=snippet_parts(marked), copy=_copy(card, stored), withheld=quiet)


def _excerpt(cache: CacheFile, capture: int, texts: TextHits) -> str:
    by_segments = texts.is_by_segments(capture)
    if not by_segments:
        for text in stored_words(cache, capture):
            if (marked := excerpt_of(text, texts.query.terms, MARKS)) is not None:
                return marked
    return snippet_of(cache, capture, texts.query, by_segments, MARKS)


def _copy(card: Card, found: CaptureRecord | None) -> str:
    """Whose text was found."""
    if found is not None and found.source == "archived":
        return f"archived copy of {day(found.memento_datetime or found.captured_at)}"
    if found is not None and found.source == "imported":
        return f"imported copy of {day(card.imported_at or found.captured_at)}"
    return ""
