"""A Cache is used in the thread and the process that opened it, until it is closed."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from small_cache import DAY, GONE, GOOD

import citecache

USES: dict[str, Callable[[citecache.Cache], Any]] = {
    "add": lambda cache: cache.add("wiki"),
    "archive": lambda cache: cache.archive(),
    "backup": lambda cache: cache.backup("copy.db"),
    "card": lambda cache: cache.card(GOOD),
    "cards": lambda cache: cache.cards(),
    "cards_table": lambda cache: cache.cards_table(),
    "changes": lambda cache: cache.changes(DAY),
    "check": lambda cache: cache.check(),
    "check_quote": lambda cache: cache.check_quote(GOOD, "words"),
    "claims": lambda cache: cache.claims(),
    "quotes": lambda cache: cache.quotes(),
    "compact": lambda cache: cache.compact(),
    "crawl": lambda cache: cache.crawl(),
    "diff": lambda cache: cache.diff(GOOD),
    "export": lambda cache: cache.export("csv", "cards.csv"),
    "forget": lambda cache: cache.forget("wiki"),
    "history": lambda cache: cache.history(GOOD),
    "import_files": lambda cache: cache.import_files("page.html", url=GONE),
    "mark": lambda cache: cache.mark(GONE, "alive"),
    "marks": lambda cache: cache.marks(),
    "merge": lambda cache: cache.merge("other.db"),
    "prune": lambda cache: cache.prune(),
    "reextract": lambda cache: cache.reextract(),
    "refresh": lambda cache: cache.refresh(),
    "repair": lambda cache: cache.repair(),
    "save_to_archive": lambda cache: cache.save_to_archive(),
    "search": lambda cache: cache.search("leak"),
    "size": lambda cache: cache.size(),
    "status": lambda cache: cache.status(),
    "text": lambda cache: cache.text(GOOD),
    "todo": lambda cache: cache.todo(),
    "unmark": lambda cache: cache.unmark(GONE),
    "versions": lambda cache: cache.versions(GOOD),
    "write_marks": lambda cache: cache.write_marks(),
}


def test_every_method_is_tried_here() -> None:
    methods = {name for name in dir(citecache.Cache) if callable(getattr(citecache.Cache, name)) and name[0] != "_"}
    assert set(USES) == methods - {"close"}


@pytest.mark.parametrize("name", sorted(USES))
def test_a_closed_cache_says_so(name: str) -> None:
    cache = citecache.Cache()
    cache.close()
    cache.close()
    with pytest.raises(citecache.CacheError, match=r"citecache\.db is closed"):
        USES[name](cache)
    assert cache.closed


def test_a_closed_cache_is_not_entered_again() -> None:
    with citecache.Cache() as cache:
        pass
    with pytest.raises(citecache.CacheError, match="closed"), cache:
        pass


@pytest.mark.parametrize("name", sorted({*USES, "close"}))
def test_another_thread_is_refused(name: str) -> None:
    use = USES.get(name, citecache.Cache.close)
    with citecache.Cache() as cache, ThreadPoolExecutor(max_workers=1) as pool:
        with pytest.raises(citecache.CacheError, match="opened in another thread: open one here"):
            pool.submit(use, cache).result()
        assert cache.card(GOOD).title == "The leak"


def test_another_thread_reads_no_cards_of_an_iterator() -> None:
    with citecache.Cache() as cache, ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(list, cache.cards())
        with pytest.raises(citecache.CacheError, match="another thread"):
            reading.result()


def test_each_thread_may_open_a_cache_of_its_own() -> None:
    def title(url: str) -> str | None:
        with citecache.Cache() as cache:
            return cache.card(url).title

    with citecache.Cache() as cache, ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(title, [GOOD] * 8)) == ["The leak"] * 8
        assert cache.card(GOOD).title == "The leak"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_is_refused() -> None:
    with citecache.Cache() as cache:
        child = os.fork()
        if not child:  # nothing of pytest may run in it
            try:
                cache.card(GOOD)
            except citecache.CacheError as error:
                os._exit(0 if "opened in another process" in str(error) else 2)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
