"""What has changed since a moment, and between which texts: as the cache has it."""

from datetime import timedelta
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache import utc
from crawler.cache.read import changes, histories
from crawler.cache.write import marks
from crawler.cache.write.captures import CaptureOrigin, append_capture, recapture
from crawler.model import Capture, CitedPage, Metadata, Outcome, Verdict, VerdictChange

URL, OTHER = "https://example.org/a", "https://example.org/b"
DAY = timedelta(days=1)


def texts(shelf: Shelf, url: str = URL) -> list[str]:
    return [changes.text(shelf.cache, one.capture_id) for one in changes.versions(shelf.cache, shelf.id(url))]


def extracted(text: str, version: str) -> Capture:
    return Capture(media_type="text/html", text=text, extractor="plain", extractor_version=version)


def crawl(shelf: Shelf, body: str, text: str, version: str) -> None:
    shelf.crawl(URL, status=200, body=body.encode(), capture=extracted(text, version))


# --- texts in time ----------------------------------------------------------------------------------


def test_the_good_texts_of_a_page_in_time_each_with_when_it_stood(shelf: Shelf) -> None:
    """One that came back stands twice; what was not good has no place."""
    shelf.add(URL)
    for text in ("one", "one", "two"):
        shelf.crawl(URL, text)
    shelf.crawl(URL, "Page not found", verdict=Verdict.SOFT_404)
    shelf.crawl(URL, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE)
    shelf.crawl(URL, "one")
    assert texts(shelf) == ["one", "two", "one"]
    first, *_ = changes.versions(shelf.cache, shelf.id(URL))
    started = [row[0] for row in shelf.rows("SELECT started_at FROM fetches ORDER BY id")]
    assert (first.first_at, first.last_at) == (started[0], started[1])


def test_a_page_that_was_never_good_has_no_texts(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, status=404, verdict=Verdict.MISSING)
    assert texts(shelf) == []


def test_the_newest_extraction_of_a_body_is_compared(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "menu the text")
    capture = shelf.page(URL)["last_good_capture_id"]
    recapture(shelf.cache, capture, extracted("the text", "2"))
    (version,) = changes.versions(shelf.cache, shelf.id(URL))
    assert version.extractor == "plain 2"
    made = changes.extractions(shelf.cache, version)
    assert [changes.text(shelf.cache, one.capture_id) for one in made] == ["menu the text", "the text"]


def test_an_archived_copy_is_no_text_of_the_page(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "one")
    row = next(shelf.cache.db.query("SELECT * FROM captures"))
    names = ("page_id", "captured_at", "status", "url", "body_sha256", "content_type")
    columns = {name: row[name] for name in names}
    origin = CaptureOrigin(fetch_id=None, memento_datetime="2020-01-01T00:00:00Z", **columns)
    with shelf.cache.write() as db:
        append_capture(db, origin, extracted("old", "1"))
    (version,) = changes.versions(shelf.cache, shelf.id(URL))
    assert texts(shelf) == ["one"]
    assert changes.extractions(shelf.cache, version) == [version]
    assert list(changes.texts_since(shelf.cache, utc(shelf.now))) == []


# --- since a moment ---------------------------------------------------------------------------------


def test_a_changed_text_is_found_with_the_time_of_its_change(shelf: Shelf) -> None:
    """By the last Fetch that saw a change, churn aside."""
    shelf.add(URL)
    shelf.crawl(URL, "The mayor spoke.")
    since = utc(shelf.now + DAY)
    shelf.crawl(URL, "The mayor wept.")
    at = utc(shelf.now)
    shelf.crawl(URL, "The mayor wept.\n\n3 hours ago")
    (found,) = changes.texts_since(shelf.cache, since)
    assert changes.text(shelf.cache, found.before.capture_id) == "The mayor spoke."
    assert changes.text(shelf.cache, found.now.capture_id) == "The mayor wept.\n\n3 hours ago"
    assert found.now.first_at == at


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), ("one",)),
        (("one",), ()),
        (("one",), ("one", "one")),
        (("one",), ("two", "one")),
        (("one", "two"), ("two",)),
    ],
    ids=["new page", "not fetched since", "stood", "came back", "changed before"],
)
def test_a_text_that_is_the_same_again_has_not_changed(shelf: Shelf, before: Any, after: Any) -> None:
    shelf.add(URL)
    for text in before:
        shelf.crawl(URL, text)
    since = utc(shelf.now + DAY)
    for text in after:
        shelf.crawl(URL, text)
    assert list(changes.texts_since(shelf.cache, since)) == []


def test_a_changed_verdict_is_found_with_the_time_of_its_change(shelf: Shelf) -> None:
    """Since the first of the Fetches in a row that say so; what says nothing of the page is none."""
    shelf.add(URL, OTHER)
    shelf.crawl(URL, "one")
    shelf.crawl(OTHER, "two")
    since = utc(shelf.now + DAY)
    shelf.crawl(URL, status=404, verdict=Verdict.MISSING)
    at = utc(shelf.now)
    shelf.crawl(URL, outcome=Outcome.INTERNAL, verdict=Verdict.FAILED)
    shelf.crawl(URL, status=404, verdict=Verdict.MISSING)
    shelf.crawl(OTHER, "two")
    (found,) = changes.verdicts_since(shelf.cache, since)
    page = shelf.page(URL)["id"]
    assert found == VerdictChange(page_id=page, url=URL, before=Verdict.ALIVE, after=Verdict.MISSING, at=at)


def test_a_verdict_that_is_the_same_again_has_not_changed(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "one")
    since = utc(shelf.now + DAY)
    shelf.crawl(URL, status=503, verdict=Verdict.UNREACHABLE)
    shelf.crawl(URL, "one")
    assert changes.verdicts_since(shelf.cache, since) == []


def test_a_page_that_is_new_had_no_verdict(shelf: Shelf) -> None:
    shelf.add(URL, OTHER)
    since = utc(shelf.now)
    shelf.crawl(URL, "one")
    (found,) = changes.verdicts_since(shelf.cache, since)
    assert (found.before, found.after) == (None, "alive")


def test_a_mark_is_a_change_when_it_was_set_and_none_later(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, status=403, verdict=Verdict.BLOCKED)
    since = utc(shelf.now + DAY)
    marked = shelf.now + 2 * DAY
    marks.mark(shelf.cache, shelf.id(URL), Verdict.ALIVE, note=None, now=marked)
    (found,) = changes.verdicts_since(shelf.cache, since)
    assert (found.before, found.after, found.at, found.marked) == ("blocked", "alive", utc(marked), True)
    shelf.crawl(URL, status=404, verdict=Verdict.MISSING)
    assert changes.verdicts_since(shelf.cache, utc(marked + DAY)) == []


def test_a_page_is_named_by_its_most_cited_resource_and_counts_every_document_once(shelf: Shelf) -> None:
    metadata = Metadata(title="The page")
    shelf.read("one.md", URL)
    shelf.read("two.md", f"{URL}#part", URL)
    shelf.read("three.md", f"{URL}#part")
    shelf.read("four.md", f"{URL}#part")
    shelf.crawl(URL, status=200, body=b"b", capture=Capture(media_type="text/html", text="t", metadata=metadata))
    page = shelf.page(URL)["id"]
    found = changes.cited(shelf.cache, [page, page])
    expected = {"id": shelf.id(f"{URL}#part"), "url": f"{URL}#part", "title": "The page", "importance": None}
    assert found == {page: CitedPage(**expected, cited_by_count=4)}


def test_pages_with_the_same_body_are_not_compared(shelf: Shelf) -> None:
    """Thousands of a host's pages may be one body ("enable JavaScript"): one costs no more for that."""

    def steps() -> int:
        """Of SQLite's virtual machine, in tens."""
        ticks: list[None] = []
        shelf.cache.db.conn.set_progress_handler(lambda: ticks.append(None), 10)
        histories.history(shelf.cache.db, 1)
        changes.versions(shelf.cache, shelf.id(URL))
        shelf.cache.db.conn.set_progress_handler(None, 10)
        return len(ticks)

    urls = [URL, *(f"{URL}/{number}" for number in range(100))]
    shelf.add(*urls)
    shelf.crawl(URL, "the same")
    alone = steps()
    run = shelf.begin(everything=True)
    shelf.record(run, *(shelf.fetch(url, "the same") for url in urls[1:]))
    shelf.finish(run)
    assert steps() < 2 * alone
