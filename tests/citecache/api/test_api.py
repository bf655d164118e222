"""The Python API: what each method does, and what it refuses."""

import copy
import os
import pickle
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_cache import DAY, GONE, GOOD, TEXT

import citecache

ROOT = Path(__file__).resolve().parents[3]


def test_every_error_is_of_one_tree() -> None:
    names = ("SourceError", "CacheError", "CacheBusy", "CacheDamaged", "NotFound", "ExtractionError")
    assert all(issubclass(getattr(citecache, name), citecache.Error) for name in names)
    with pytest.raises(citecache.CacheError, match="there is no cache"):
        citecache.Cache("absent.db")
    with citecache.Cache() as cache:
        with pytest.raises(citecache.NotFound):
            cache.card("https://example.org/unknown")
        with pytest.raises(citecache.NotFound):
            cache.text(GONE)
        with pytest.raises(citecache.SourceError, match=r"absent\.md"):
            cache.add("absent.md")
        with pytest.raises(citecache.Error, match="no export format"):
            cache.export("pdf", "out")
        with pytest.raises(citecache.Error, match="no verdict"):
            list(cache.cards(verdict=["fine"]))
        with pytest.raises(citecache.Error, match="regular expression"):
            cache.check(exclude=["("])
    with pytest.raises(citecache.CacheError):
        cache.card(GOOD)  # it is closed


def test_a_text_as_of_a_moment_is_the_one_that_stood_then() -> None:
    with citecache.Cache() as cache:
        assert cache.text(GOOD) == cache.text(GOOD, at=DAY) == cache.text(GOOD, at=DAY.date()) == TEXT
        with pytest.raises(citecache.NotFound):
            cache.text(GOOD, at=DAY - timedelta(seconds=1))
        for early in (date(2026, 4, 8), date(999, 1, 1), date.min):
            with pytest.raises(citecache.NotFound):
                cache.text(GOOD, at=early)


def test_a_moment_may_be_written_as_cards_have_it() -> None:
    with citecache.Cache() as cache:
        fetched = cache.card(GOOD).fetched_at
        assert fetched
        assert cache.text(GOOD, at=fetched) == cache.text(GOOD, at=fetched[:10]) == TEXT
        assert cache.changes("2020-01-01") == cache.changes(date(2020, 1, 1))
        for wrong in ("", "yesterday", "2026-13-01", "30d", "2026-04-09T99:00Z"):
            with pytest.raises(citecache.Error, match="no date"):
                cache.text(GOOD, at=wrong)
            with pytest.raises(citecache.Error, match="no date"):
                cache.diff(GOOD, since=wrong)


def test_two_crawls_in_one_process_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of loopback are unsafe and are not fetched: a crawl without network."""
    monkeypatch.chdir(Path.cwd())
    with citecache.Cache("other.db", create=True) as cache:
        first = cache.crawl(urls=["http://127.0.0.1:9/a"])
        unfinished = cache.cards()
        assert next(unfinished).verdict is citecache.Verdict.UNSAFE
        second = cache.crawl(urls=["http://127.0.0.1:9/b"])
        assert list(unfinished) == []
        idle = cache.crawl()
        assert (first.fetched, second.fetched, idle.state) == (1, 1, "nothing due")
        assert first.verdicts == {citecache.Verdict.UNSAFE: 1}
        with pytest.raises(citecache.Error, match="NAME=VALUE"):
            cache.crawl(settings={"no name": "x"})


def test_results_can_be_copied_and_pickled() -> None:
    with citecache.Cache() as cache:
        results = (cache.add("wiki"), cache.card(GOOD), cache.history(GOOD), cache.search("model"), cache.check())
    for result in results:
        assert pickle.loads(pickle.dumps(result)) == copy.deepcopy(result) == result


def test_a_string_alone_is_one_value_not_its_letters() -> None:
    with citecache.Cache() as cache:
        assert [card.url for card in cache.cards(verdict="missing", host="example.org")] == [GONE]
        assert cache.check(exclude="nowhere-at-all").total == cache.check().total
        assert cache.crawl(hosts="nowhere.example").state == "nothing due"
        assert len(list(cache.cards())) == 2


def test_an_export_never_replaces_the_cache_or_another_database() -> None:
    with citecache.Cache() as cache:
        before = cache.path.read_bytes()
        with pytest.raises(citecache.Error, match="is the cache itself"):
            cache.export("jsonl", cache.path)
        for path in (".", "no/such/folder", "a\0b"):
            with pytest.raises(citecache.Error, match="cannot be written"):
                cache.export("jsonl", path)
    assert Path("citecache.db").read_bytes().startswith(before[:16])


def test_standard_input_and_output_are_left_to_the_command_line() -> None:
    with citecache.Cache("citecache.db") as cache:
        with pytest.raises(citecache.SourceError, match="standard input"):
            cache.add("-")
        with pytest.raises(citecache.Error, match="standard output"):
            cache.export("jsonl", "-")


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import citecache;"
        "print(sorted(name for name in set(sys.modules) - before if name.split('.')[0] != 'citecache'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(eval(done.stdout)) <= {"typing", "contextlib", "collections.abc", "re", "functools"} | _of_typing()
    assert os.environ.get("CITECACHE_DB") is None


def _of_typing() -> set[str]:
    code = "import sys, typing; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
