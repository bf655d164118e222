"""Lists of cards in parts: each card once, in the order of the whole list, whatever happens between two parts."""

from dataclasses import replace

import pytest
from cache_shelf import Shelf

from crawler.cache.read import cards
from crawler.cache.read.card_index import CardIndex, FacetCount
from crawler.cache.read.keyset import card_slice
from crawler.model import Capture, CardFilter, CardPlace, CardSlice, Metadata, ResourceRecord, Verdict, resource_id
from crawler.model.card_filter import SORTS

URLS = [f"https://{host}.example/{page}" for host in "cab" for page in range(4)]


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    """Twelve cards: ties in every order, values that are unknown, a page under two URLs."""
    records = tuple(
        ResourceRecord(id=resource_id(url), url=url, importance=importance)
        for url, importance in zip(URLS[:6], (50, 50.5, 0, 50, 100, None), strict=True)
    )
    shelf.read("a.md", *URLS, f"{URLS[0]}#part", records=records)
    shelf.read("b.md", *URLS[3:7])
    for number, url in enumerate(URLS[2:9]):
        shelf.crawl(url, f"text {number}", verdict=(Verdict.ALIVE, Verdict.DEAD)[number % 2])
    return shelf


def in_parts(shelf: Shelf, wanted: CardFilter, limit: int) -> list[str]:
    found, after = list[str](), None
    while True:
        part = card_slice(shelf.cache, wanted, after=after, limit=limit)
        found += part.ids
        if part.next is None:
            return found
        assert len(part.ids) == limit
        after = part.next


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 2, 5, 13, 100])
def test_the_parts_are_the_whole_list_in_its_order(stocked: Shelf, sort: str, limit: int) -> None:
    wanted = CardFilter(sort=sort)
    whole = [card.id for card in cards.cards(stocked.cache, wanted)]
    assert in_parts(stocked, wanted, limit) == whole
    assert len(set(whole)) == 13


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("wanted", [CardFilter(), CardFilter(hosts=("a.example",)), CardFilter(document="b.md")])
def test_the_first_ones_are_the_beginning_of_the_whole_list(stocked: Shelf, sort: str, wanted: CardFilter) -> None:
    wanted = replace(wanted, sort=sort)
    whole = [card.id for card in cards.cards(stocked.cache, wanted)]
    for limit in range(15):
        assert [card.id for card in cards.cards(stocked.cache, wanted, limit=limit)] == whole[:limit]


@pytest.mark.parametrize("sort", SORTS)
def test_filters_hold_in_every_part(stocked: Shelf, sort: str) -> None:
    wanted = CardFilter(sort=sort, verdicts=("alive", "unchecked"), document="a.md", hosts=("a.example", "c.example"))
    whole = [card.id for card in cards.cards(stocked.cache, wanted)]
    assert in_parts(stocked, wanted, 2) == whole
    assert 2 < len(whole) < 13


@pytest.mark.parametrize("sort", SORTS)
def test_a_card_that_comes_or_goes_hides_and_repeats_no_other(stocked: Shelf, sort: str) -> None:
    wanted = CardFilter(sort=sort)
    whole = [card.id for card in cards.cards(stocked.cache, wanted)]
    first = card_slice(stocked.cache, wanted, limit=6)
    stocked.add("https://a.example/00", "https://zz.example/")
    rest, after = list[str](), first.next
    while after is not None:
        part = card_slice(stocked.cache, wanted, after=after, limit=2)
        rest, after = [*rest, *part.ids], part.next
    assert [id_ for id_ in (*first.ids, *rest) if id_ in whole] == whole
    assert len(set(rest)) == len(rest)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "wanted",
    [
        CardFilter(),
        CardFilter(verdicts=("dead", "unchecked")),
        CardFilter(hosts=("a.example",), verdicts=("alive",)),
        CardFilter(document="b.md"),
        CardFilter(tags=("x",)),
    ],
)
def test_the_index_in_memory_selects_and_orders_as_the_file_does(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch, sort: str, wanted: CardFilter
) -> None:
    monkeypatch.chdir(stocked.path.parent)
    index = CardIndex.of(stocked.cache)
    within = index.selected(wanted)
    wanted = replace(wanted, sort=sort)
    assert within.bit_count() == cards.count(stocked.cache, wanted)
    after = None
    for done in range(0, 20, 3):
        part = index.slice(within, sort, after=after, limit=3)
        assert part == card_slice(stocked.cache, wanted, after=after, limit=3)
        assert index.position(within, sort, after) == done
        if (after := part.next) is None:
            break
    assert index.slice(within, sort, after=CardPlace(id="", url=URLS[5], key=None), limit=2) == card_slice(
        stocked.cache, wanted, after=CardPlace(id="", url=URLS[5], key=None), limit=2
    )


def test_each_facet_is_counted_within_what_is_selected(stocked: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(stocked.path.parent)
    index = CardIndex.of(stocked.cache)
    for wanted in (CardFilter(), CardFilter(verdicts=("alive",)), CardFilter(document="b.md"), CardFilter(tags=("x",))):
        within = index.selected(wanted)
        hosts = index.counts("host", within, limit=10)
        assert {one.value: one.count for one in hosts.values} == {
            host: number
            for host in ("a.example", "b.example", "c.example")
            if (number := cards.count(stocked.cache, replace(wanted, hosts=(host,))))
        }
        verdicts = index.counts("verdict", within, limit=10)
        assert {one.value: one.count for one in verdicts.values} == {
            verdict.value: count for verdict, count in cards.count_by_verdict(stocked.cache, wanted).items()
        }
        assert index.counts("host", within, limit=1).all == hosts.all == len(hosts.values)
        assert sorted(hosts.values, key=lambda one: (-one.count, one.value)) == [*hosts.values]
    assert index.counts("document", index.everything, limit=1).values == (FacetCount(value="a.md", count=13),)


def test_a_place_need_not_be_that_of_a_card(stocked: Shelf) -> None:
    place = CardPlace(id="x", url="https://b.example/1x")
    part = card_slice(stocked.cache, CardFilter(), after=place, limit=2)
    assert part.ids == tuple(map(resource_id, ("https://b.example/2", "https://b.example/3")))
    beyond = replace(place, url="\U0010ffff")
    assert card_slice(stocked.cache, CardFilter(), after=beyond, limit=2) == CardSlice(ids=(), next=None)
    surrogate = replace(place, url="https://b.example/2\ud800")
    assert card_slice(stocked.cache, CardFilter(), after=surrogate, limit=1).ids == (
        resource_id("https://b.example/3"),
    )


def test_only_cards_with_a_doubt_or_of_a_language(stocked: Shelf) -> None:
    for url, language, doubt in ((URLS[0], "de", None), (URLS[1], "en", "half of it is missing"), (URLS[2], "fr", "x")):
        found = Capture(media_type="text/html", text=url, metadata=Metadata(language=language), doubt=doubt)
        stocked.crawl(url, status=200, body=url.encode(), capture=found)
    stocked.crawl(URLS[2], "the same URL without any doubt")
    two = (resource_id(URLS[0]), resource_id(f"{URLS[0]}#part"))
    assert set(in_parts(stocked, CardFilter(languages=("de", "fr")), 1)) == {*two}
    assert in_parts(stocked, CardFilter(doubtful=True), 1) == [resource_id(URLS[1])]
    assert in_parts(stocked, CardFilter(doubtful=True, languages=("de", "\ud800")), 1) == []
