"""What has happened to Pages, event by event."""

from datetime import timedelta

from cache_shelf import Shelf

from crawler.cache.read import changes, events
from crawler.cache.write import marks
from crawler.cache.write.captures import recapture
from crawler.model import Capture, ChangeEvent, Outcome, Verdict

A, B = "https://a.example/1", "https://b.example/1"
DAY = timedelta(days=1)
BEFORE = "The council met on Tuesday and spoke of the harbour at length."
AFTER = "The council met on Tuesday and voted for the harbour by nine to two."


def happened(shelf: Shelf) -> list[ChangeEvent]:
    return list(events.change_events(shelf.cache))


def test_the_first_fetch_and_an_outage_are_no_events(shelf: Shelf) -> None:
    shelf.add(A, B)
    shelf.crawl(A, BEFORE)
    shelf.crawl(A, BEFORE)
    shelf.crawl(B, status=404, verdict=Verdict.MISSING)
    assert happened(shelf) == []


def test_events_are_the_newest_first_each_with_what_it_changed(shelf: Shelf) -> None:
    shelf.add(A)
    shelf.crawl(A, BEFORE)
    shelf.now += DAY
    shelf.crawl(A, AFTER)
    shelf.now += DAY
    shelf.crawl(A, status=404, verdict=Verdict.MISSING)
    shelf.now += DAY
    marks.mark(shelf.cache, shelf.id(A), Verdict.ALIVE, note=None, now=shelf.now)
    mark, verdict, text = happened(shelf)
    assert (mark.kind, mark.after) == ("mark", Verdict.ALIVE)
    assert (verdict.kind, verdict.before, verdict.after) == ("verdict", Verdict.ALIVE, Verdict.MISSING)
    assert text.kind == "text"
    assert mark.at > verdict.at > text.at


def test_the_texts_of_an_event_are_those_before_and_after_it(shelf: Shelf) -> None:
    shelf.add(A)
    for text in (BEFORE, AFTER):
        shelf.crawl(A, text)
    shelf.crawl(A, status=404, verdict=Verdict.MISSING)
    shelf.crawl(A, BEFORE)
    back = next(event for event in happened(shelf) if event.kind == "text")
    found = events.compared_texts(shelf.cache, back)
    assert not isinstance(found, str)
    assert [changes.text(shelf.cache, capture) for capture in (found.before, found.after)] == [AFTER, BEFORE]


def test_churn_is_an_event_of_its_own_kind(shelf: Shelf) -> None:
    shelf.add(A)
    shelf.crawl(A, f"{BEFORE}\n\n3 hours ago")
    shelf.crawl(A, f"{BEFORE}\n\n5 days ago")
    (event,) = happened(shelf)
    assert event.kind == "churn"


def test_a_timeout_in_between_hides_no_change(shelf: Shelf) -> None:
    shelf.add(A)
    shelf.crawl(A, BEFORE)
    shelf.crawl(A, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE)
    shelf.crawl(A, status=404, verdict=Verdict.MISSING)
    kinds = [(event.before, event.after) for event in happened(shelf)]
    assert kinds[0][1] is Verdict.MISSING


def test_texts_that_are_no_longer_kept_or_were_read_otherwise_are_not_compared(shelf: Shelf) -> None:
    shelf.add(A)
    shelf.crawl(A, BEFORE)
    shelf.crawl(A, AFTER)
    (event,) = happened(shelf)
    assert event.capture_after is not None
    recapture(shelf.cache, event.capture_after, Capture(media_type="text/html", text=AFTER, extractor="another"))
    assert "different versions of the extractor" in str(events.compared_texts(shelf.cache, event))
    with shelf.cache.write() as db:
        db.execute("UPDATE captures SET dropped_at = ? WHERE id = ?", [event.at, event.capture_before])
    assert "no longer kept" in str(events.compared_texts(shelf.cache, event))
