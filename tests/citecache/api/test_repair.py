"""`Cache.repair`: URLs replaced in the documents that cite them."""

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_cache import GONE, GOOD

import citecache
from citecache import ReplacementKind, Verdict
from crawler.cache import CacheFile

NEW = "https://example.org/models/llama"
LLAMA = Path("wiki/llama.md")


@pytest.fixture
def cache(filled: Path) -> Iterator[citecache.Cache]:
    """The good page has moved."""
    with CacheFile.open(filled) as file, file.write() as db:
        db.execute("UPDATE pages SET verdict = 'moved' WHERE url = ?", [GOOD])
        db.execute("UPDATE fetches SET final_url = ? WHERE final_url = ?", [NEW, GOOD])
    with citecache.Cache() as opened:
        yield opened


def test_what_would_be_replaced_is_proposed_with_reason_and_diff_and_nothing_is_changed(cache: citecache.Cache) -> None:
    before = LLAMA.read_text()
    found = cache.repair("wiki")
    (document,) = found.documents
    (repair,) = document.repairs
    assert (document.document, document.written, document.refused, document.left) == (str(LLAMA), False, None, {})
    assert (repair.line, repair.url, repair.new_url) == (1, GOOD, NEW)
    assert (repair.kind, repair.verdict, repair.reason) == (ReplacementKind.MOVED, Verdict.MOVED, "moved")
    assert LLAMA.read_text() == before
    subprocess.run(["git", "apply"], input=found.diff.encode(), check=True)
    assert LLAMA.read_text() == before.replace(GOOD, NEW)


def test_what_is_written_keeps_its_identity_and_is_found_by_both_urls(cache: citecache.Cache) -> None:
    before = cache.card(GOOD)
    assert [one.written for one in cache.repair(write=True).documents] == [True]
    assert LLAMA.read_text().count(NEW) == 1
    assert cache.card(NEW).stable_id == cache.card(GOOD).stable_id == before.stable_id
    assert cache.repair(write=True).documents == ()


def test_only_what_is_asked_for_is_replaced(cache: citecache.Cache) -> None:
    assert cache.repair(kinds="archived").documents == ()
    assert cache.repair(kinds=[ReplacementKind.TIDIED]).documents == ()
    assert cache.repair(urls=[GONE]).documents == ()
    assert [len(one.repairs) for one in cache.repair(Path("wiki"), urls=GOOD).documents] == [1]


def test_a_file_that_cannot_be_written_is_refused_and_stays(cache: citecache.Cache) -> None:
    """The disk is full: a file may be two megabytes long."""
    LLAMA.write_text(f"{LLAMA.read_text()}\n{'- ' * 1_500_000}\n")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        (document,) = cache.repair(write=True).documents
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not document.written
    assert str(document.refused).endswith(f"{LLAMA} cannot be written: File too large")
    assert GOOD in LLAMA.read_text()


def test_what_nobody_knows_is_an_error_of_ours(cache: citecache.Cache) -> None:
    with pytest.raises(citecache.NotFound, match=r"absent\.md"):
        cache.repair("absent.md")
    with pytest.raises(citecache.NotFound):
        cache.repair(urls=["https://example.org/absent"])
    with pytest.raises(citecache.Error, match="no kind of repair 'mooved'"):
        cache.repair(kinds=["mooved"])


def test_gone_pages_without_a_copy_are_counted(cache: citecache.Cache) -> None:
    cache.mark(GONE, "dead", note="so it is")
    assert cache.repair().without_copy == 1
