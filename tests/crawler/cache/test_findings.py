"""Citations with the effective verdicts of their Pages: one row per place, with the counts and dates of a report."""

from datetime import timedelta

import pytest
from cache_shelf import Shelf

from crawler.cache.read.document_order import document_names
from crawler.cache.read.findings import BATCH, findings, findings_in, findings_named, findings_quoted
from crawler.cache.write import marks
from crawler.model import Citation, Evidence, Finding, Hop, Outcome, ResourceRecord, Verdict

GONE, GOOD = "https://example.org/gone", "https://example.org/good"


def counted(detail: str, verdict: Verdict = Verdict.MISSING) -> tuple[Evidence, ...]:
    return (
        Evidence(rule="gone-not-found", verdict=verdict, detail=detail),
        Evidence(rule="status-404", verdict=Verdict.MISSING, detail="HTTP 404"),
    )


def only(shelf: Shelf) -> Finding:
    (found,) = findings(shelf.cache)
    return found


def test_a_finding_has_the_location_and_the_effective_verdict(shelf: Shelf) -> None:
    """Line, column, label and link text are the citation's; verdict, status and counts the Page's."""
    shelf.read("docs/a.md", Citation(url=GONE, line=41, column=7, label="3", link_text="the leak"))
    shelf.crawl(GONE, "Good once. " * 40)
    shelf.crawl(GONE, status=404, verdict=Verdict.MISSING, evidence=counted("not found: 1 of 3 checks"))
    found = only(shelf)
    assert (found.document, found.file, found.line, found.column) == ("docs/a.md", "docs/a.md", 41, 7)
    assert (found.label, found.link_text, found.url, found.id) == ("3", "the leak", GONE, shelf.id(GONE))
    assert (found.verdict, found.http_status, found.counted) == (Verdict.MISSING, 404, "not found: 1 of 3 checks")
    assert (found.last_good_at, found.fetched_at) == ("2026-04-08T12:00:00Z", "2026-04-15T12:00:00Z")
    assert found.seen == "HTTP 404"


def test_a_page_never_fetched_is_unchecked(shelf: Shelf) -> None:
    shelf.read("a.md", GOOD)
    found = only(shelf)
    assert (found.verdict, found.http_status, found.fetched_at) == (Verdict.UNCHECKED, None, None)
    assert not found.undefined


def test_findings_are_sorted_by_document_line_and_column(shelf: Shelf) -> None:
    """And two places that cite one page are two findings."""
    shelf.read("b.md", Citation(url=GOOD, line=9, column=1), Citation(url=GOOD, line=2, column=5))
    shelf.read("a.md", Citation(url=GOOD, line=10, column=1), Citation(url=GONE, line=2, column=30))
    places = [(found.document, found.line, found.url) for found in findings(shelf.cache)]
    assert places == [("a.md", 2, GONE), ("a.md", 10, GOOD), ("b.md", 2, GOOD), ("b.md", 9, GOOD)]


def test_an_inconclusive_fetch_changes_no_status(shelf: Shelf) -> None:
    """After an outage of ours the page is missing with the 404 that said so, not with a time-out."""
    shelf.read("a.md", GONE)
    shelf.crawl(GONE, status=404, verdict=Verdict.MISSING, evidence=counted("not found: 2 of 3 checks"))
    shelf.crawl(GONE, verdict=Verdict.UNREACHABLE, effective_verdict=None, outcome=Outcome.TIMEOUT)
    found = only(shelf)
    assert (found.verdict, found.http_status, found.counted) == (Verdict.MISSING, 404, "not found: 2 of 3 checks")


def test_a_304_has_the_status_of_what_it_confirms(shelf: Shelf) -> None:
    shelf.read("a.md", GOOD)
    shelf.crawl(GOOD, "Good text. " * 40)
    shelf.crawl(GOOD, status=304, outcome=Outcome.NOT_MODIFIED)
    assert (only(shelf).http_status, only(shelf).verdict) == (200, Verdict.ALIVE)


def test_a_moved_page_has_its_hops_and_its_new_url(shelf: Shelf) -> None:
    shelf.read("a.md", GOOD)
    hops = (Hop(url=GOOD, status=301),)
    shelf.crawl(GOOD, "Text. " * 60, verdict=Verdict.MOVED, final_url="https://new.example/x", redirects=hops)
    assert (only(shelf).redirects, only(shelf).final_url) == (hops, "https://new.example/x")


def test_a_persons_mark_is_there_with_its_note(shelf: Shelf) -> None:
    shelf.read("a.md", GOOD)
    shelf.crawl(GOOD, "Text. " * 60)
    marks.mark(shelf.cache, shelf.id(GOOD), Verdict.DEAD, note="sold", now=shelf.now + timedelta(days=1))
    found = only(shelf)
    assert (found.verdict, found.marked_note, found.marked_at) == (Verdict.DEAD, "sold", "2026-04-09T12:00:00Z")


def test_an_archived_copy_is_named(shelf: Shelf) -> None:
    shelf.read("a.md", GONE)
    shelf.crawl(GONE, "Text. " * 60)
    with shelf.cache.write() as db:
        db.execute("UPDATE captures SET url = 'https://archive.example/1/x', memento_datetime = '2025-01-01T00:00:00Z'")
        db.execute("UPDATE pages SET archived_capture_id = last_good_capture_id")
    found = only(shelf)
    assert (found.archived_url, found.archived_at) == ("https://archive.example/1/x", "2025-01-01T00:00:00Z")


def test_a_document_that_a_record_names_is_listed_once_and_without_a_line(shelf: Shelf) -> None:
    """It opens where it is said, in the record's file; one that cites the same itself is listed by its places."""
    shelf.read("docs/wiki.md", Citation(url=GONE, line=3, column=1))
    record = ResourceRecord(url=GONE, cited_by=("wiki", "unread page"))
    shelf.read("data/links.yaml", records=(record,), format="records")
    places = [(found.document, found.file, found.line) for found in findings(shelf.cache)]
    assert places == [("docs/wiki.md", "docs/wiki.md", 3), ("unread page", "data/links.yaml", None)]


def test_an_id_that_no_record_defines_is_listed_as_undefined(shelf: Shelf) -> None:
    shelf.read("a.md", Citation(resource_id="abcdef0123456789", line=4))
    found = only(shelf)
    assert (found.undefined, found.id, found.url) == (True, "abcdef0123456789", "abcdef0123456789")
    assert found.verdict is Verdict.UNCHECKED


def test_findings_can_be_limited_to_documents(shelf: Shelf) -> None:
    """Of those files, of those that they tell of, and then of the URLs named beside them."""
    for name in ("a.md", "b.md"):
        shelf.read(name, GONE)
    added = shelf.add(GOOD)
    assert [found.document for found in findings_in(shelf.cache, ["b.md"])] == ["b.md"]
    found = [*findings_in(shelf.cache, ["a.md"]), *findings_named(shelf.cache, added.named)]
    assert [(one.document, one.url) for one in found] == [("a.md", GONE), (None, GOOD)]
    assert list(findings_in(shelf.cache, [])) == []


def test_ingest_returns_the_documents_read_and_the_urls_named(shelf: Shelf) -> None:
    assert shelf.read("a.md", GONE).paths == ["a.md"]
    assert shelf.add(GOOD).named == [shelf.id(GOOD)]
    assert list(document_names(shelf.cache)) == ["a.md"]


def test_what_nothing_cites_any_more_is_no_finding(shelf: Shelf) -> None:
    """A Resource outlives its citation, and needs no repair."""
    shelf.read("a.md", GONE)
    shelf.read("a.md", GOOD)
    assert [found.url for found in findings(shelf.cache)] == [GOOD]


def test_documents_are_in_the_order_in_which_they_are_shown(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a folder, what is in it comes after what is beside it: `../a.md`, `b.md`."""
    for name in ("sub/b.md", "a.md", "sub/a.md"):
        shelf.read(name, GOOD)
    assert [found.document for found in findings(shelf.cache)] == ["a.md", "sub/a.md", "sub/b.md"]
    (shelf.path.parent / ".git").mkdir()
    monkeypatch.chdir(shelf.path.parent / "sub")
    assert [found.document for found in findings(shelf.cache)] == ["../a.md", "a.md", "b.md"]


def test_many_citations_are_read_in_parts_and_in_order(shelf: Shelf) -> None:
    shelf.read("a.md", *(f"{GOOD}/{number}" for number in range(2 * BATCH + 1)))
    assert [found.line for found in findings(shelf.cache)] == list(range(1, 2 * BATCH + 2))


def test_a_quotation_is_told_with_the_last_place_of_its_source_in_the_document(shelf: Shelf) -> None:
    shelf.read("a.md", Citation(url=GOOD, line=9, link_text="last"), Citation(url=GOOD, line=2, link_text="first"))
    shelf.read("b.md", Citation(url=GOOD, line=20, link_text="of another document"))
    shelf.read("c.md", *(Citation(resource_id="abcdef0123456789", line=line, link_text=str(line)) for line in (5, 4)))
    assert [found.link_text for found in findings_quoted(shelf.cache, [1, 2, 3, 5, 2])] == [
        *("last", "last", "of another document", "5", "last"),
    ]
