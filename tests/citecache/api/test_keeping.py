"""What is forgotten, dropped, joined in, marked and copied."""

from pathlib import Path

import pytest
from small_cache import GONE, GOOD

import citecache


def test_a_forgotten_document_cites_no_more_and_its_pages_can_be_dropped() -> None:
    with citecache.Cache() as cache:
        assert cache.forget("wiki/llama.md", dry_run=True).citations == 2
        assert cache.card(GOOD).cited_by
        forgotten = cache.forget(Path("wiki"))
        assert ([one.path for one in forgotten.documents], forgotten.uncited) == (["wiki/llama.md"], 2)
        assert cache.card(GOOD).cited_by == ()
        assert [one.url for one in cache.prune(dry_run=True).dropped] == [GONE, GOOD]
        pruned = cache.prune()
        assert pruned.size
        assert (pruned.size.resources, list(cache.cards())) == (2, [])


def test_only_documents_whose_files_are_gone_are_forgotten_if_asked_for() -> None:
    with citecache.Cache() as cache:
        assert cache.forget(missing=True).documents == ()
        Path("wiki/llama.md").unlink()
        assert [one.path for one in cache.forget(missing=True).documents] == ["wiki/llama.md"]
        with pytest.raises(citecache.NotFound):
            cache.forget("absent.md")
        with pytest.raises(citecache.Error, match="name a document"):
            cache.forget()


def test_earlier_texts_are_dropped_by_a_policy() -> None:
    with citecache.Cache() as cache:
        assert cache.prune(keep="none").texts == 0
        with pytest.raises(citecache.Error, match="sometimes"):
            cache.prune(keep="sometimes")


def test_another_cache_is_joined_in_and_joining_it_twice_changes_nothing() -> None:
    Path("more.md").write_text("<https://example.org/another>\n")
    with citecache.Cache("colleague.db", create=True) as colleague:
        colleague.add("more.md", "wiki")
        colleague.mark("https://example.org/another", "blocked")
    with citecache.Cache() as cache:
        first, second = cache.merge("colleague.db"), cache.merge(Path("colleague.db"))
        assert first.new["resources"] == 1
        assert first.marks
        assert (second.new, second.marks) == ({}, ())
        assert len(list(cache.cards())) == 3
        with pytest.raises(citecache.CacheError):
            cache.merge(cache.path)


def test_a_mark_stands_beside_the_evidence_and_is_lifted_again() -> None:
    with citecache.Cache() as cache:
        marked = cache.mark(GONE, citecache.Verdict.ALIVE, note="it is there", by="jo")
        assert (marked.before, marked.verdict) == (citecache.Verdict.MISSING, citecache.Verdict.ALIVE)
        (stored,) = cache.marks()
        assert (stored.mark.reason, stored.mark.by, stored.evidence.value) == ("it is there", "jo", "missing")
        assert cache.write_marks() == 1
        assert "it is there" in Path("marks.toml").read_text()
        assert cache.todo().items == ()
        assert cache.unmark(GONE).verdict is citecache.Verdict.MISSING
        for wrong in ("unchecked", "fine"):
            with pytest.raises(citecache.Error, match="no verdict"):
                cache.mark(GONE, wrong)


def test_a_file_of_marks_is_read_by_check_and_marks() -> None:
    Path("marks.toml").write_text(f'[[mark]]\nurl = "{GONE}"\nverdict = "alive"\n')
    with citecache.Cache() as cache:
        assert not cache.check().failed
        assert [(one.mark.verdict.value, one.file) for one in cache.marks()] == [("alive", "marks.toml")]


def test_a_backup_opens_and_replaces_nothing_unasked() -> None:
    with citecache.Cache() as cache:
        size = cache.backup("copy.db")
        assert Path("copy.db").stat().st_size == size
        with pytest.raises(citecache.Error, match="exists"):
            cache.backup("copy.db")
        assert cache.backup("copy.db", replace=True) > 0
        with pytest.raises(citecache.Error):
            cache.backup(cache.path, replace=True)
    with citecache.Cache("copy.db") as copy:
        assert copy.card(GOOD).title == "The leak"
