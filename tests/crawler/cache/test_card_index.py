"""The index of all cards in memory."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from crawler.cache.read.card_columns import IndexedCard
from crawler.cache.read.card_index import CardIndex

SIZE = 5_000


@pytest.fixture
def many_switches() -> Iterator[None]:
    """Threads take turns a thousand times as often."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1_000)
    yield
    sys.setswitchinterval(usual)


def indexed(number: int) -> IndexedCard:
    host = f"{number % 97}.example"
    url = f"https://{host}/{number}"
    found = (number, None, None)
    return IndexedCard(f"{number:016x}", url, host, "alive", None, (), None, None, None, doubt=False, captures=found)


@pytest.mark.usefixtures("many_switches")
def test_who_reads_it_at_the_same_time_reads_the_same() -> None:
    cards = [indexed(number) for number in range(SIZE)]
    for _ in range(12):
        index = CardIndex(cards, {})
        some = index.bitmap(range(0, SIZE, 50))
        with ThreadPoolExecutor(4) as pool:
            read = set(pool.map(lambda _, index=index, some=some: index.slice(some, "host", limit=50).ids, range(4)))
        assert len(read) == 1
