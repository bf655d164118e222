"""Cards one at a time: of one moment, in nobody's way, and never a silent part of them."""

import gc
import sqlite3
from pathlib import Path

import pytest
from small_cache import GONE, GOOD

import citecache


def test_cards_are_of_the_moment_in_which_they_were_asked_for(tmp_path: Path) -> None:
    (tmp_path / "more.md").write_text("<https://example.org/another>\n")
    with citecache.Cache() as cache:
        before = cache.cards()
        cache.add("more.md")
        cache.mark(GONE, "alive")
        assert [(card.url, card.verdict.value) for card in before] == [(GONE, "missing"), (GOOD, "alive")]
        assert len(list(cache.cards())) == 3


def test_an_unfinished_iterator_keeps_no_later_read_in_the_past() -> None:
    with citecache.Cache() as cache, citecache.Cache() as colleague:
        unfinished = cache.cards()
        assert next(unfinished).url == GONE
        colleague.mark(GONE, "alive", note="by somebody else")
        assert cache.card(GONE).verdict is citecache.Verdict.ALIVE
        assert next(unfinished).url == GOOD


def test_an_unfinished_iterator_holds_no_lock() -> None:
    with citecache.Cache() as cache:
        unfinished = cache.cards()
        next(unfinished)
        cache.mark(GONE, "alive")
        assert cache.prune().dropped == ()
        assert cache.backup("copy.db") > 0


def test_cards_can_be_changed_while_they_are_read() -> None:
    with citecache.Cache() as cache:
        for card in cache.cards():
            cache.mark(card.id, "restricted")
        assert {card.verdict.value for card in cache.cards()} == {"restricted"}


def test_a_dropped_iterator_leaves_nothing_open() -> None:
    with citecache.Cache() as cache:
        next(cache.cards())
        gc.collect()
        with sqlite3.connect("citecache.db") as other:
            other.execute("PRAGMA busy_timeout = 0")
            busy, log, emptied = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # no reader is in the way
        other.close()
        assert (busy, log, emptied) == (0, 0, 0)


def test_an_iterator_ends_where_it_is_closed() -> None:
    with citecache.Cache() as cache:
        cards = cache.cards()
        next(cards)
        cards.close()
        cards.close()
        assert list(cards) == []


def test_an_iterator_whose_cache_is_closed_says_that_cards_are_missing() -> None:
    with citecache.Cache() as cache:
        cut_off, finished = cache.cards(), cache.cards()
        list(finished)
    with pytest.raises(citecache.CacheError, match="closed before all of its cards were read"):
        next(cut_off)
    assert list(finished) == []


def test_a_mistake_in_a_filter_is_told_at_once() -> None:
    with citecache.Cache() as cache:
        with pytest.raises(citecache.Error, match="no verdict 'fine'"):
            cache.cards(verdict=["fine"])
        with pytest.raises(citecache.Error, match="at least 0"):
            cache.cards(limit=-1)
        assert list(cache.cards(limit=0)) == []
        assert [card.url for card in cache.cards(limit=1)] == [GONE]


def test_cards_without_text_keep_their_preview() -> None:
    with citecache.Cache() as cache:
        (card,) = cache.cards(verdict="alive", with_text=False)
        assert card.text is None
        assert card.preview


def test_a_table_in_a_notebook_consumes_nothing() -> None:
    with citecache.Cache() as cache:
        cards = cache.cards()
        assert "2 cards" in cards._repr_html_() == cards._repr_html_()
        assert next(cards).url == GONE
        assert "1 card" in cards._repr_html_()
        assert [card.url for card in cards] == [GOOD]
        assert "0 cards" in cards._repr_html_()
