"""Copies of pages from files: shown with their own dates, and no evidence of the page today."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cache_shelf import DAY, Shelf

from crawler.cache import CacheFile, bodies, utc
from crawler.cache.policy import KeepPolicy
from crawler.cache.read import cards, full_text, health
from crawler.cache.read.imports import imported_copies, pages_of
from crawler.cache.read.uncited import uncited_resources
from crawler.cache.write.imports import KNOWN, NEW, SAME_TEXT, store_import
from crawler.cache.write.keeping import apply_policy
from crawler.cache.write.merging.merge import merge
from crawler.cache.write.pruning import prune_resources
from crawler.model import Capture, CardFilter, ImportedCopy, Verdict
from crawler.model.errors import NotFound
from pipelines.identity import Grade, grade

URL = "https://e.org/walled"


@pytest.fixture(autouse=True)
def _cited(shelf: Shelf) -> None:
    shelf.read("a.md", URL)


def copy(shelf: Shelf, text: str, at: datetime, **fields: Any) -> ImportedCopy:
    page = pages_of(shelf.cache, [URL])[URL]
    body = fields.pop("body", text.encode())
    known: dict[str, Any] = {"format": "html", "file": "saved.html", "url": URL, "verdict": Verdict.ALIVE}
    return ImportedCopy(
        page_id=page.id,
        captured_at=at,
        body=body,
        body_sha256=bodies.sha256(body or b""),
        capture=Capture(media_type="text/html", text=text, preview=text[:100]),
        detail="as the test has it",
        **known | fields,
    )


def store(shelf: Shelf, text: str, at: datetime, **fields: Any) -> str:
    with shelf.cache.write() as db:
        return store_import(db, copy(shelf, text, at, **fields), now=utc(shelf.now))


def test_a_copy_of_a_page_behind_a_wall_is_shown_with_its_own_date(shelf: Shelf) -> None:
    shelf.crawl(URL, "a teaser", verdict=Verdict.RESTRICTED, status=200)
    before = shelf.page(URL)
    at = shelf.now - 100 * DAY
    assert store(shelf, "the whole zeppelin story", at) == NEW
    card = cards.card(shelf.cache, shelf.id(URL))
    assert (card.text, card.source, card.captured_at) == ("the whole zeppelin story", "imported", utc(at))
    assert card.imported_at == utc(at)
    (hit,) = full_text.search(shelf.cache, "zeppelin", limit=5)
    assert (hit.imported_at, hit.archived_at) == (utc(at), None)
    assert grade(card).grade is not Grade.TEASER
    after = shelf.page(URL)
    assert {name for name in after if after[name] != before[name]} == {"imported_capture_id", "imported_copy_at"}
    assert (card.verdict, card.last_good_at) == (Verdict.RESTRICTED, None)


def test_a_copy_older_than_the_last_good_text_does_not_replace_it(shelf: Shelf) -> None:
    shelf.crawl(URL, "as it is now")
    store(shelf, "as it was once", shelf.now - DAY)
    card = cards.card(shelf.cache, shelf.id(URL))
    assert (card.text, card.source, card.imported_at) == ("as it is now", "fetched", utc(shelf.now - DAY))
    assert full_text.search(shelf.cache, "once", limit=5) != []


def test_a_later_copy_is_shown_until_the_page_is_fetched_again(shelf: Shelf) -> None:
    shelf.crawl(URL, "of the first fetch")
    store(shelf, "of a later copy", shelf.now + DAY)
    assert cards.card(shelf.cache, shelf.id(URL)).text == "of a later copy"
    shelf.crawl(URL, "of the second fetch")
    assert cards.card(shelf.cache, shelf.id(URL)).text == "of the second fetch"


def test_an_imported_copy_is_never_what_a_fetch_found_unchanged(shelf: Shelf) -> None:
    """Nor what a conditional request or a verdict rests on."""
    store(shelf, "the same text", shelf.now - DAY, status=200)
    assert shelf.item(URL).validators.capture_id is None
    row = shelf.crawl(URL, "the same text")
    sources = dict(shelf.rows("SELECT id, source FROM captures"))
    assert sorted(sources.values()) == ["fetched", "imported"]
    assert sources[row["last_good_capture_id"]] == "fetched"


def test_the_same_copy_twice_changes_nothing(shelf: Shelf) -> None:
    assert store(shelf, "a text", shelf.now) == NEW
    before = list(shelf.cache.db.conn.iterdump())
    assert store(shelf, "a text", shelf.now) == KNOWN
    assert list(shelf.cache.db.conn.iterdump()) == before


def test_a_fetch_of_ours_comes_back_as_itself(shelf: Shelf) -> None:
    shelf.crawl(URL, "a text")
    assert store(shelf, "a text", shelf.now) == KNOWN


def test_the_same_text_at_another_date_is_a_date_and_no_capture(shelf: Shelf) -> None:
    assert store(shelf, "a text", shelf.now) == NEW
    assert store(shelf, "a text", shelf.now - DAY, body=b"other bytes") == SAME_TEXT
    assert store(shelf, "a text", shelf.now + DAY, body=b"bytes") == SAME_TEXT
    assert shelf.one("SELECT count(*) FROM captures") == 1
    (page,) = pages_of(shelf.cache, [URL]).values()
    found = imported_copies(shelf.cache, page.id)
    assert [one.captured_at for one in found] == [utc(shelf.now + days * DAY) for days in (1, 0, -1)]
    assert cards.card(shelf.cache, shelf.id(URL)).imported_at == utc(shelf.now + DAY)


def test_a_body_known_by_name_only_is_whole_once_it_is_fetched(shelf: Shelf) -> None:
    with shelf.cache.write() as db:
        bodies.note(db, bodies.sha256(b"a text"))
    with pytest.raises(NotFound, match="only its text was imported"):
        bodies.load(shelf.cache.db, bodies.sha256(b"a text"))
    shelf.crawl(URL, "a text")
    assert bodies.load(shelf.cache.db, bodies.sha256(b"a text")) == b"a text"


def test_no_policy_drops_a_copy(shelf: Shelf) -> None:
    store(shelf, "an old copy", shelf.now - 1000 * DAY)
    for text in ("one", "two", "three"):
        shelf.crawl(URL, text)
    assert apply_policy(shelf.cache, KeepPolicy(versions=1), now=shelf.now) == 1
    assert shelf.one("SELECT text FROM captures WHERE source = 'imported'") == "an old copy"


def test_what_is_pruned_takes_its_copies_along(shelf: Shelf) -> None:
    store(shelf, "a text", shelf.now)
    shelf.read("a.md")
    prune_resources(shelf.cache, uncited_resources(shelf.cache))
    assert shelf.rows("SELECT (SELECT count(*) FROM imports), (SELECT count(*) FROM captures)") == [(0, 0)]
    assert {check.state for check in health.examine(shelf.cache)} <= {"ok", "ready", "missing"}


def test_copies_come_along_in_a_merge_once(shelf: Shelf, tmp_path: Path) -> None:
    store(shelf, "a text", shelf.now - DAY)
    store(shelf, "a text", shelf.now - 2 * DAY, body=b"other bytes")
    with CacheFile.open(tmp_path / "ours.db", create=True) as ours:
        for new in (2, 0):
            report = merge(ours, shelf.cache, judge=lambda *_: pytest.fail("nothing is judged"), now=shelf.now)
            assert report.new["imports"] == new
        (card,) = cards.cards(ours, CardFilter())
        assert (card.text, card.source, card.imported_at) == ("a text", "imported", utc(shelf.now - DAY))
        assert {check.state for check in health.examine(ours)} <= {"ok", "ready", "missing"}


def test_credentials_in_the_address_of_a_copy_are_not_stored(shelf: Shelf) -> None:
    store(shelf, "a text", shelf.now - timedelta(hours=1), url="https://user:secret@e.org/walled")
    assert not any("secret" in line for line in shelf.cache.db.conn.iterdump())
