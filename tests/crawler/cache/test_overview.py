"""How a cache stands as a whole: what is gone, hosts in trouble, rot by year, ages, what is due."""

from datetime import timedelta

from cache_shelf import Shelf

from crawler.cache import utc
from crawler.cache.read import overview
from crawler.cache.write import marks
from crawler.model import Capture, Citation, CitedYear, Outcome, PageAge, ResourceRecord, Verdict

A, B, C, D = (f"https://{host}.example/1" for host in "abcd")
DAY = timedelta(days=1)


NOW = timedelta(0)
DOUBT = "the text holds 12% of what the page shows"


def gone(shelf: Shelf, url: str) -> None:
    shelf.crawl(url, status=404, verdict=Verdict.MISSING, after=NOW)


def broken(shelf: Shelf, limit: int = 10) -> list[str]:
    _, pages = overview.broken_since(shelf.cache, utc(shelf.now - 7 * DAY), limit=limit)
    return [page.url for page in pages]


def test_what_broke_is_in_the_order_of_citing_documents_then_of_importance(shelf: Shelf) -> None:
    importances = tuple(ResourceRecord(url=url, importance=n) for url, n in ((A, 10.0), (B, 90.0)))
    shelf.read("one.md", A, B, C, records=importances)
    shelf.read("two.md", C)
    for url in (A, B, C):
        shelf.crawl(url, "words", after=NOW)
    shelf.now += 10 * DAY
    for url in (A, B, C):
        gone(shelf, url)
    assert broken(shelf) == [C, B, A]
    count, pages = overview.broken_since(shelf.cache, utc(shelf.now - 7 * DAY), limit=1)
    assert count == 3
    (first,) = pages
    assert (first.before, first.verdict, first.cited_by_count) == (Verdict.ALIVE, Verdict.MISSING, 2)


def test_what_broke_earlier_or_came_back_is_not_listed_and_what_was_never_good_is(shelf: Shelf) -> None:
    shelf.read("one.md", A, B, C)
    gone(shelf, A)
    shelf.now += 10 * DAY
    gone(shelf, B)
    shelf.crawl(C, "words", after=NOW)
    gone(shelf, C)
    shelf.crawl(C, "words", after=NOW)
    assert broken(shelf) == [B]


def test_what_was_found_and_broke_in_the_same_week_has_been_what_it_was(shelf: Shelf) -> None:
    shelf.read("one.md", A, B)
    shelf.crawl(A, "words", after=NOW)
    gone(shelf, A)
    gone(shelf, B)
    _, pages = overview.broken_since(shelf.cache, utc(shelf.now - 7 * DAY), limit=2)
    assert {page.url: page.before for page in pages} == {A: Verdict.ALIVE, B: None}


def test_an_outage_or_a_wall_breaks_nothing(shelf: Shelf) -> None:
    shelf.read("one.md", A, B)
    shelf.crawl(A, "words", after=NOW)
    shelf.crawl(A, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE, after=NOW)
    shelf.crawl(B, status=403, verdict=Verdict.BLOCKED, after=NOW)
    assert broken(shelf) == []


def test_hosts_with_trouble_are_listed_by_how_much(shelf: Shelf) -> None:
    more = [f"https://b.example/{n}" for n in (2, 3)]
    shelf.read("one.md", A, B, C, *more)
    shelf.crawl(A, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE, after=NOW)
    gone(shelf, B)
    shelf.crawl(more[0], status=403, verdict=Verdict.BLOCKED, after=NOW)
    shelf.crawl(more[1], "words", after=NOW)
    shelf.crawl(C, "words", after=NOW)
    count, hosts = overview.hosts_in_trouble(shelf.cache, now=shelf.now, limit=1)
    assert count == 2
    (worst,) = hosts
    assert (worst.host, worst.pages) == ("b.example", 3)
    assert worst.troubled == {Verdict.MISSING: 1, Verdict.BLOCKED: 1}


def test_the_share_alive_is_counted_by_the_year_of_the_access_date(shelf: Shelf) -> None:
    """Without one, or with one that cannot be, by the year in which the citation was first read."""
    accessed = ("2019-05-01", "2019", "2019-12", "0019-01-01", "2999-01-01", None, "last week")
    cited = (A, B, C, A, A, A, A)
    citations = [
        Citation(url=url, line=line, accessed=when)
        for line, (url, when) in enumerate(zip(cited, accessed, strict=True), 1)
    ]
    shelf.read("one.md", *citations, D)
    shelf.crawl(A, "words", after=NOW)
    gone(shelf, B)
    shelf.crawl(C, status=403, verdict=Verdict.BLOCKED, after=NOW)
    years = overview.cited_years(shelf.cache, now=shelf.now)
    assert years == [
        CitedYear(year=2019, alive=1, gone=1, unknown=1),
        CitedYear(year=shelf.now.year, alive=4, gone=0, unknown=0),  # D was never fetched
    ]


def test_ages_count_every_page_once(shelf: Shelf) -> None:
    shelf.read("one.md", A, B, C)
    shelf.crawl(A, "words", after=NOW)
    shelf.now += 40 * DAY
    shelf.crawl(B, "words", after=NOW)
    ages = {age.age: age.pages for age in overview.page_ages(shelf.cache, now=shelf.now)}
    assert ages == {"under a day": 1, "under a week": 0, "under a month": 0, "under a year": 1, "older": 0, "never": 1}
    assert PageAge(age="older", pages=2) in overview.page_ages(shelf.cache, now=shelf.now + 400 * DAY)


def test_what_is_due_is_counted_by_when(shelf: Shelf) -> None:
    shelf.read("one.md", A, B)
    shelf.crawl(A, "words", after=NOW)
    due = overview.due_pages_by_time(shelf.cache, now=shelf.now)
    assert (due.now, due.day + due.week + due.month + due.later, due.never) == (1, 1, 0)
    assert due.next_at == shelf.page(A)["due_at"]


def test_a_capture_in_doubt_is_poor_unless_a_person_has_marked_it(shelf: Shelf) -> None:
    shelf.read("one.md", A, B)
    for url in (A, B):
        capture = Capture(media_type="text/html", text="words", extractor="plain", doubt=DOUBT)
        shelf.crawl(url, "words", capture=capture)
    marks.mark(shelf.cache, shelf.id(B), Verdict.ALIVE, note=None, now=shelf.now)
    why = overview.doubts(shelf.cache)
    (poor,) = overview.poor_captures(shelf.cache, why, limit=10)
    assert (poor.url, poor.why, poor.cited_by_count) == (A, DOUBT, 1)
