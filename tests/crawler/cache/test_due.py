"""The Pages of a run: which ones, hosts in turns, looked up as the crawl goes on."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cache_shelf import DAY, NOW, Shelf

from crawler.cache import utc
from crawler.cache.read.due import count_due, due_pages, due_urls
from crawler.cache.read.growth import cache_size
from crawler.cache.read.index_size import leaf_count
from crawler.model import Selection, Verdict


def url(host: int, number: int) -> str:
    return f"https://h{host:03}.example/{number}"


def host_of(address: str) -> str:
    return address.split("/")[2]


def due(shelf: Shelf, *, batch: int = 3, cutoff: int = 10**9, **selection: object) -> list[str]:
    wanted = Selection(**selection)  # type: ignore[arg-type]  # as the tests name them
    batches = list(due_pages(shelf.cache, wanted, cutoff=cutoff, now=shelf.now, batch=batch))
    assert {len(one) for one in batches[:-1]} <= {batch}
    found = [page.url for one in batches for page in one]
    assert len(found) == count_due(shelf.cache, wanted, cutoff=cutoff, now=shelf.now)
    return found


@pytest.fixture
def many(shelf: Shelf) -> Shelf:
    """Forty hosts with one to seven pages, some of which have been fetched and are due at other times."""
    shelf.read("a.md", *(url(host, number) for host in range(40) for number in range(1 + host % 7)))
    run = shelf.begin()
    for host in range(0, 40, 3):
        shelf.record(run, shelf.fetch(url(host, 0), "text", verdict=(Verdict.ALIVE, Verdict.BLOCKED)[host % 2]))
    shelf.finish(run)
    shelf.now += 3 * DAY
    return shelf


@pytest.mark.parametrize(
    ("selection", "where"),
    [
        ({}, "due_at <= :now"),
        ({"everything": True}, "1"),
        ({"older_than": 86_400}, "fetched_at IS NULL OR fetched_at <= :day"),
        ({"max_age": 7 * 86_400}, "fetched_at IS NULL OR due_at <= :now AND verdict <> 'alive'"),
        ({"hosts": ("h003.example", "h006.example")}, "due_at <= :now AND host IN ('h003.example', 'h006.example')"),
        ({"verdicts": (Verdict.BLOCKED,)}, "verdict = 'blocked'"),
        ({"within": (url(6, 0), url(4, 1), url(5, 1))}, f"due_at <= :now AND url IN ('{url(4, 1)}', '{url(5, 1)}')"),
    ],
)
@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_each_page_is_there_once_and_hosts_take_turns(
    many: Shelf, selection: dict[str, object], where: str, batch: int
) -> None:
    values = {"now": utc(many.now), "day": utc(many.now - DAY)}
    order = "ORDER BY host, due_at, id"
    wanted = [row[0] for row in many.cache.db.execute(f"SELECT url FROM pages WHERE {where} {order}", values)]
    found = due(many, batch=batch, **selection)
    assert sorted(found, key=host_of) == wanted  # as sorted() is stable: of one host, in the order of their dates
    turns: Counter[str] = Counter()
    numbers = [turns.update([host_of(one)]) or turns[host_of(one)] for one in found]
    assert numbers == sorted(numbers)
    assert list(due_urls(many.cache, Selection(**selection), cutoff=10**9, now=many.now)) == due(  # type: ignore[arg-type]
        many, batch=100, **selection
    )


def test_a_host_that_is_fetched_from_meanwhile_is_taken_once_a_turn(many: Shelf) -> None:
    everything = due(many)
    found = []
    run = many.begin()
    for batch in due_pages(many.cache, Selection(), cutoff=run.cutoff, now=many.now, batch=4):
        found += [page.url for page in batch]
        many.record(run, *(many.fetch(page.url, "text") for page in batch))
    assert sorted(found) == sorted(everything)


def test_a_resumed_run_leaves_out_what_was_done(many: Shelf) -> None:
    before = due(many)
    run = many.begin()
    done = before[:5]
    many.record(run, *(many.fetch(one, verdict=Verdict.FAILED) for one in done))
    many.rows("UPDATE pages SET due_at = ? WHERE last_fetch_id IS NOT NULL", utc(many.now))
    assert not set(done) & set(due(many, cutoff=run.id))


def test_what_is_due_later_than_any_step_is_due(many: Shelf) -> None:
    """It was set while the clock was wrong."""
    many.rows("UPDATE pages SET due_at = ?", utc(many.now + DAY))
    many.rows("UPDATE pages SET due_at = ? WHERE url = ?", utc(many.now + 4000 * DAY), url(6, 2))
    assert due(many) == [url(6, 2)]


def test_memory_does_not_grow_with_the_pages_that_are_due(shelf: Shelf) -> None:
    peaks = []
    for pages in (2_000, 40_000):
        with shelf.cache.write() as db:
            db.execute("DELETE FROM pages")
            rows = ((url(n % 50, n), host_of(url(n % 50, n)), utc(NOW), utc(NOW)) for n in range(pages))
            db.conn.executemany("INSERT INTO pages (url, host, due_at, added_at) VALUES (?, ?, ?, ?)", rows)
        peaks.append(_peak(due_pages(shelf.cache, Selection(), cutoff=1, now=NOW + timedelta(seconds=1)), pages))
    assert peaks[1] < peaks[0] + 100_000  # bytes; the ids alone of the others would be 300,000


def _peak(batches: Iterator[list[object]], pages: int) -> int:
    """Bytes that Python had allocated at most on the way."""
    tracemalloc.start()
    try:
        assert sum(map(len, batches)) == pages
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_size_of_the_search_index_is_that_of_its_blocks(many: Shelf) -> None:
    blocks = many.one("SELECT sum(length(block)) FROM captures_fts_data")
    assert cache_size(many.cache).index == blocks + many.one("SELECT sum(length(block)) FROM segments_fts_data")
    structure = many.one("SELECT block FROM captures_fts_data WHERE id = 10")
    leaves = many.one("SELECT count(*) FROM captures_fts_data WHERE id > 10 AND (id >> 31) & 63 = 0")
    assert leaf_count(structure) == leaves
