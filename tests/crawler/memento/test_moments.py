"""Which pages a copy is wanted of, and of which moment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.cache import CacheFile
from crawler.cache.read import cards, mementos, resources
from crawler.cache.write import marks
from crawler.cache.write.ingest import ingest
from crawler.cache.write.mementos import store_lookup
from crawler.model import (
    ArchivedCopy,
    Capture,
    Citation,
    Document,
    LookupResult,
    ParsedSource,
    ResourceRecord,
    Verdict,
    WantedCopy,
)
from crawler.model.archived_copy import NONE, REFUSED, UNAVAILABLE

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
URL = "http://e.example/a"
HERE, ELSEWHERE = "http://a.example/", "http://b.example/"


class Shelf:
    def __init__(self, cache: CacheFile) -> None:
        self.cache = cache
        self.read = 0

    def cite(self, url: str = URL, *, verdict: str = "dead", published: str | None = None, **fields: Any) -> None:
        self.read += 1
        document = Document(path=f"{self.read}.md", name="x", format="markdown", sha256=f"{self.read}")
        records = (ResourceRecord(url=url, published_date=published),) if published else ()
        reading = ParsedSource(document=document, citations=(Citation(url=url, **fields),), records=records)
        ingest(self.cache, [reading], now=NOW - timedelta(days=9))
        marks.mark(self.cache, resources.find(self.cache, url), Verdict(verdict), note=None, now=NOW)

    def wanted(self, archive: str = HERE, *, after: timedelta = timedelta(), **options: Any) -> list[WantedCopy]:
        return list(mementos.wanted(self.cache, archive=archive, now=NOW + after, **options))

    def noted(self, outcome: str, url: str = URL, *, at: datetime = NOW) -> None:
        """A lookup of a page with this result."""
        one = mementos.wanted_of_resource(self.cache, resources.find(self.cache, url), now=NOW)
        store_lookup(self.cache, one, [LookupResult(outcome=outcome, detail="")], None, archive=HERE, now=at)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with CacheFile.open(tmp_path / "cache.db", create=True) as cache:
        yield Shelf(cache)


def moment(shelf: Shelf) -> tuple[str, str]:
    (one,) = shelf.wanted()
    return one.moment.strftime("%Y-%m-%dT%H:%M:%S"), one.why


def test_the_earliest_day_of_access_counts_first(shelf: Shelf) -> None:
    shelf.cite(accessed="2021-05-06", published="2015")
    shelf.cite(accessed="2019-05-06")
    shelf.cite(accessed="one fine day")
    assert moment(shelf) == ("2019-05-06T23:59:59", "accessed")


def test_then_the_day_of_publication(shelf: Shelf) -> None:
    shelf.cite(accessed="one fine day", published="2015-03")
    assert moment(shelf) == ("2015-03-31T23:59:59", "published")


def test_then_the_last_time_it_was_good(shelf: Shelf) -> None:
    shelf.cite()
    shelf.cache.db.conn.execute("UPDATE pages SET last_good_at = '2025-01-02T03:04:05Z'")
    assert moment(shelf) == ("2025-01-02T03:04:05", "last good")


def test_then_the_time_it_was_first_cited(shelf: Shelf) -> None:
    shelf.cite()
    assert moment(shelf) == ("2026-03-23T12:00:00", "first cited")


@pytest.mark.parametrize(("accessed", "wanted"), [("2099-01-01", "2026-04-01"), ("0001-01-01", "1991-01-01")])
def test_no_datetime_is_in_the_future_or_before_the_web(shelf: Shelf, accessed: str, wanted: str) -> None:
    shelf.cite(accessed=accessed)
    assert moment(shelf)[0].startswith(wanted)


@pytest.mark.parametrize("verdict", [verdict.value for verdict in Verdict if verdict is not Verdict.UNCHECKED])
def test_copies_are_wanted_only_of_pages_that_are_gone(shelf: Shelf, verdict: str) -> None:
    shelf.cite(verdict=verdict)
    assert bool(shelf.wanted()) == (verdict in ("dead", "missing", "soft_404", "usurped"))


def test_the_most_cited_come_first(shelf: Shelf) -> None:
    for url in (URL, f"{URL}/2", f"{URL}/2"):
        shelf.cite(url)
    assert [one.page.url for one in shelf.wanted()] == [f"{URL}/2", URL]
    assert [one.page.url for one in shelf.wanted(limit=1)] == [f"{URL}/2"]


@pytest.mark.parametrize("outcome", [NONE, REFUSED])
def test_an_archive_without_a_good_copy_is_asked_again_after_thirty_days(shelf: Shelf, outcome: str) -> None:
    shelf.cite()
    shelf.noted(outcome)
    assert shelf.wanted(after=timedelta(days=29)) == []
    assert shelf.wanted(after=timedelta(days=30))
    assert shelf.wanted(again=True)
    assert shelf.wanted(ELSEWHERE)


def test_an_inconclusive_lookup_is_repeated_at_once(shelf: Shelf) -> None:
    shelf.cite()
    shelf.noted(UNAVAILABLE)
    assert shelf.wanted()


def test_a_lookup_dated_in_the_future_does_not_count(shelf: Shelf) -> None:
    """It was noted while the clock was wrong, and would else hold for years."""
    shelf.cite()
    shelf.noted(NONE, at=NOW + timedelta(days=3650))
    assert shelf.wanted()


def test_a_stored_copy_is_shown_if_there_is_no_text_of_our_own(shelf: Shelf) -> None:
    shelf.cite()
    (one,) = shelf.wanted()
    assert mementos.stored_copy(shelf.cache, one.page.id) is None
    copy = ArchivedCopy(
        url="http://a.example/20190101000000/http://e.example/a",
        memento_datetime=datetime(2019, 1, 1, tzinfo=UTC),
        fetched_at=NOW,
        status=200,
        content_type="text/html",
        body=b"<p>As it was.",
        capture=Capture(media_type="text/html", text="As it was.", preview="As it was."),
    )
    for _ in range(2):  # asked for by name once more, the archive gives the same
        store_lookup(shelf.cache, one, [LookupResult(outcome="kept", detail="")], copy, archive=HERE, now=NOW)
    assert shelf.wanted(again=True) == []
    kept = mementos.stored_copy(shelf.cache, one.page.id)
    assert kept is not None
    assert kept.url == copy.url
    assert shelf.cache.db.execute("SELECT count(*) FROM captures").fetchone() == (1,)
    card = cards.card(shelf.cache, resources.find(shelf.cache, URL))
    assert (card.text, card.archived_url, card.last_good_at) == ("As it was.", copy.url, None)
    assert [look.capture_id for look in mementos.lookups(shelf.cache, one.page.id)] == [kept.capture_id] * 2
