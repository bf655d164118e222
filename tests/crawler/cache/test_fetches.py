"""Storing Fetches: append-only, and no failure replaces the last good Capture. The Page after it, and the writer."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache import bodies
from crawler.cache.read import cards, changes, full_text, replays
from crawler.cache.read.captures import good_captures
from crawler.cache.read.fetches import fetch_records
from crawler.cache.schedule import retry_after_seconds
from crawler.cache.write import marks
from crawler.cache.write import writer as writing
from crawler.cache.write.captures import extraction_difference, recapture
from crawler.cache.write.writer import Writer
from crawler.model import Capture, Fetch, Metadata, Outcome, PageFacts, Probe, Validators, Verdict, resource_id
from crawler.model.errors import CacheDamaged, CacheError

URL = "https://example.org/a"
DAY = timedelta(days=1)
GOOD = ("last_good_capture_id", "last_good_at")


@pytest.fixture
def good(shelf: Shelf) -> dict[str, Any]:
    """The Page once it has a good Capture."""
    shelf.add(URL)
    return shelf.crawl(URL, "the good text", headers=(("etag", '"1"'), ("last-modified", "yesterday")))


@pytest.mark.parametrize(
    "fields",
    [
        {"status": 404, "verdict": Verdict.MISSING},
        {"text": "Page not found, sorry", "verdict": Verdict.SOFT_404},
        {"text": "Just a moment", "status": 403, "verdict": Verdict.BLOCKED},
        {"text": "short", "verdict": Verdict.DEGRADED},
        {"outcome": Outcome.TIMEOUT, "verdict": Verdict.UNREACHABLE},
        {"outcome": Outcome.INTERNAL, "verdict": Verdict.FAILED},
        {"text": "This domain is for sale", "verdict": Verdict.USURPED},
        {"status": 451, "text": "withheld", "verdict": Verdict.LEGAL},
    ],
)
def test_no_failure_replaces_the_last_good_capture(shelf: Shelf, good: dict[str, Any], fields: dict[str, Any]) -> None:
    page = shelf.crawl(URL, **fields)
    assert [page[name] for name in GOOD] == [good[name] for name in GOOD]
    assert page["last_fetch_id"] != good["last_fetch_id"]
    assert shelf.one("SELECT text FROM captures WHERE id = ?", page["last_good_capture_id"]) == "the good text"


@pytest.mark.usefixtures("good")
def test_what_a_text_was_compared_with_is_replayed_as_it_was(shelf: Shelf) -> None:
    """And the next Fetch knows by its facts whose site the last good page was of."""
    compared: dict[str, Any] = {"home_likeness": 0.25, "host_chars": 1200, "likest": 0.5, "likest_status": 404}
    compared |= {"likest_url": "https://example.org/b", "twins": 2}
    compared["probe"] = Probe(url="https://example.org/0f", status=200, likeness=None, to_home=True)
    facts = PageFacts(site_names=("The Ferry",), menu=("Home", "Tides"), footer="© The Ferry", link_share=0.25)
    capture = Capture(media_type="text/html", text="a new text", facts=facts)
    shelf.crawl(URL, "a new text", capture=capture, **compared)
    (first, *_) = replays.replays(shelf.cache, resource_id(URL))
    assert {name: getattr(first.fetch, name) for name in compared} == compared
    (record, *_) = fetch_records(shelf.cache, resource_id(URL))
    assert {name: getattr(record, name) for name in compared} == compared
    shelf.crawl(URL, status=404, verdict=Verdict.MISSING)
    (last, *_) = replays.replays(shelf.cache, resource_id(URL))
    assert last.history.last_good is not None
    assert last.history.last_good.facts == facts


CHALLENGED = PageFacts(challenges=("cloudflare",))


@pytest.mark.parametrize(
    ("capture", "good"),
    [
        (Capture(media_type="text/html", no_text="no text: the page has none"), False),
        (Capture(media_type="application/xhtml+xml", no_text="extraction failed: x"), False),
        (Capture(media_type="text/html", no_text="no text", doubt="needs JavaScript: an app"), True),
        (Capture(media_type="text/html", no_text="no text", doubt="needs JavaScript: x", facts=CHALLENGED), False),
        (Capture(media_type="image/png", no_text="no text: image/png"), True),
    ],
)
def test_a_success_without_content_is_the_last_answer_but_not_the_last_good_text(
    shelf: Shelf, capture: Capture, good: bool
) -> None:
    shelf.add(URL)
    page = shelf.crawl(URL, "x", capture=capture)
    assert page["verdict"] == "alive"
    assert (page["last_good_capture_id"] is not None, page["last_good_at"] is not None) == (good, good)
    assert shelf.one("SELECT good FROM fetches") == good
    page = shelf.crawl(URL, outcome=Outcome.NOT_MODIFIED, status=304)
    assert (page["last_good_capture_id"] is not None) == good


def test_a_page_without_text_that_a_person_calls_good_is(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "x", capture=Capture(media_type="text/html", no_text="no text"))
    marks.mark(shelf.cache, resource_id(URL), Verdict.ALIVE, note="a picture", now=shelf.now)
    page = shelf.crawl(URL, "x", capture=Capture(media_type="text/html", no_text="no text"))
    assert page["last_good_capture_id"] is not None


def test_an_internal_failure_changes_no_verdict(shelf: Shelf, good: dict[str, Any]) -> None:
    page = shelf.crawl(URL, outcome=Outcome.INTERNAL, verdict=Verdict.FAILED)
    assert (page["verdict"], page["verdict_at"]) == ("alive", good["verdict_at"])
    shelf.add("https://example.org/b")
    assert shelf.crawl("https://example.org/b", outcome=Outcome.INTERNAL, verdict=Verdict.FAILED)["verdict"] == "failed"


def test_the_same_text_makes_no_new_capture(shelf: Shelf, good: dict[str, Any]) -> None:
    """Though its bytes differ: many pages carry a fresh token in every answer."""
    page = shelf.crawl(URL, "the good text", body=b"<!-- token 2 -->the good text")
    assert shelf.one("SELECT count(*) FROM captures") == 1
    assert page["last_good_capture_id"] == good["last_good_capture_id"]
    assert page["last_good_at"] > good["last_good_at"]
    assert shelf.one("SELECT capture_id FROM fetches WHERE id = ?", page["last_fetch_id"]) == 1


def test_a_changed_text_adds_a_capture_and_keeps_the_old_one(shelf: Shelf, good: dict[str, Any]) -> None:
    page = shelf.crawl(URL, "another text")
    assert page["last_good_capture_id"] != good["last_good_capture_id"]
    assert shelf.rows("SELECT text FROM captures ORDER BY id") == [("the good text",), ("another text",)]


def test_a_body_without_text_is_compared_by_its_bytes(shelf: Shelf) -> None:
    shelf.add(URL)
    image = Capture(media_type="image/png", no_text="no text: image/png", extractor="none")
    for body in (b"one", b"one", b"two"):
        shelf.crawl(URL, status=200, body=body, capture=image)
    assert shelf.one("SELECT count(*) FROM captures") == 2


def test_a_304_confirms_the_capture_that_was_asked_about(shelf: Shelf, good: dict[str, Any]) -> None:
    page = shelf.crawl(URL, status=304, outcome=Outcome.NOT_MODIFIED)
    assert page["last_good_capture_id"] == good["last_good_capture_id"]
    assert page["last_good_at"] > good["last_good_at"]
    assert shelf.one("SELECT count(*) FROM captures") == 1
    card = cards.card(shelf.cache, resource_id(URL))
    assert (card.http_status, card.verdict, card.text) == (200, Verdict.ALIVE, "the good text")


def test_the_validators_of_the_last_good_capture_go_with_the_page(shelf: Shelf, good: dict[str, Any]) -> None:
    validators = shelf.item(URL).validators
    assert (validators.etag, validators.last_modified) == ('"1"', "yesterday")
    assert validators.capture_id == good["last_good_capture_id"]


def test_a_page_that_was_never_good_is_compared_with_its_last_200_answer(shelf: Shelf) -> None:
    """A paywall's teaser: a 304 says that it stands, and so does its verdict."""
    shelf.add(URL)
    shelf.crawl(URL, "teaser", verdict=Verdict.RESTRICTED, headers=(("etag", '"t"'),))
    page = shelf.item(URL)
    assert (page.validators.etag, page.validators.verdict) == ('"t"', Verdict.RESTRICTED)


def test_the_schedule_follows_what_happened(shelf: Shelf) -> None:
    """Unchanged: less often. Changed, also back to what it was once: more often."""
    shelf.add(URL)
    steps = [shelf.crawl(URL, text)["interval_s"] for text in ("one", "one", "one", "two", "two", "one")]
    first, once, twice, changed, stood, back = steps
    assert first == 7 * 86_400 < once < twice
    assert changed < twice
    assert changed < stood > back


def test_churn_is_no_change_to_the_schedule(shelf: Shelf) -> None:
    """A new Capture, for the text is another; but the page is asked less often, as one that stood."""
    shelf.add(URL)
    news = "The council met.\n\nUpdated: {} April 2026, 10:05\n\n{} comments"
    steps = [shelf.crawl(URL, news.format(day, day * 12))["interval_s"] for day in (1, 8, 15)]
    assert steps == sorted(set(steps))
    assert shelf.one("SELECT count(*) FROM captures") == 3
    assert shelf.rows("SELECT changed FROM fetches ORDER BY id") == [(None,), (0,), (0,)]


def test_a_new_extractor_version_is_not_a_change_of_the_page(shelf: Shelf) -> None:
    """The extractor may have made the difference: it is no observation for the schedule; earlier and later ones are."""
    shelf.add(URL)

    def crawl(text: str, version: str) -> None:
        capture = Capture(media_type="text/html", text=text, extractor="plain", extractor_version=version)
        shelf.crawl(URL, status=200, body=text.encode(), capture=capture)

    for text, version in (("one", "1"), ("one and more", "2"), ("one and more", "2"), ("two", "2")):
        crawl(text, version)
    assert [row[0] for row in shelf.rows("SELECT changed FROM fetches ORDER BY id")] == [None, None, 0, 1]


@pytest.mark.usefixtures("good")
def test_an_internal_failure_does_not_reset_the_schedule(shelf: Shelf) -> None:
    """Nor does it count as trouble of the page's."""
    steps = [shelf.crawl(URL, "the good text", after=20 * DAY)["interval_s"] for _ in range(3)]
    shelf.crawl(URL, outcome=Outcome.INTERNAL, verdict=Verdict.FAILED)
    assert shelf.crawl(URL, "the good text")["interval_s"] > max(steps)


@pytest.mark.parametrize(("claim", "days"), [("max-age=864000", 10), ("max-age=99999999", 30), ("no-store", 7)])
def test_a_freshness_lifetime_is_trusted_within_bounds(shelf: Shelf, claim: str, days: int) -> None:
    shelf.add(URL)
    assert shelf.crawl(URL, "text", headers=(("cache-control", claim),))["interval_s"] == days * 86_400


def test_a_repeated_failure_backs_off(shelf: Shelf) -> None:
    shelf.add(URL)
    fields = {"status": 403, "verdict": Verdict.BLOCKED}
    assert [shelf.crawl(URL, **fields)["interval_s"] / 86_400 for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    page = shelf.crawl(URL, "text")
    assert (page["interval_s"], page["streak"]) == (7 * 86_400, 0)


def test_retry_after_is_followed(shelf: Shelf) -> None:
    shelf.add(URL)
    now = shelf.now + 7 * DAY
    page = shelf.crawl(URL, status=429, verdict=Verdict.BLOCKED, headers=(("retry-after", "86400"),))
    assert page["due_at"] >= (now + DAY).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_retry_after_is_seconds_or_a_date(shelf: Shelf) -> None:
    later = format_datetime(shelf.now + timedelta(seconds=90), usegmt=True)
    values = {"120": 120, " 5 ": 5, later: 90, "Thu, 01 Jan 1970 00:00:00 GMT": 0, "soon": None, "-1": None, "": None}
    values |= {"9" * 400: 999_999_999, "²": None, "Fri, 31 Dec 99999999999 23:59:59 GMT": None, None: None}
    values |= {"Wed, 01 Apr 2026 12:01:00": 60}  # without a zone: GMT, RFC 9110 knows no other
    assert {value: retry_after_seconds(value, now=shelf.now) for value in values} == values


def test_a_batch_is_stored_whole_or_not_at_all(shelf: Shelf) -> None:
    shelf.add(URL)
    run = shelf.begin()
    fetch = shelf.fetch(URL, "text")
    broken = replace(fetch, page=replace(fetch.page, id=999))
    with pytest.raises(CacheError, match="FOREIGN KEY"):
        shelf.record(run, fetch, broken)
    assert shelf.one("SELECT count(*) FROM fetches") == 0


def test_text_with_a_lone_surrogate_is_stored(shelf: Shelf) -> None:
    """A page may hold what UTF-8 cannot; that character becomes a question mark, the page is kept."""
    shelf.add(URL)
    fields = {"error": "\udc80", "headers": (("x", "\udc80"),)}
    shelf.crawl(URL, "lone \ud800 surrogate", **fields)
    shelf.crawl(URL, "lone \ud800 surrogate", **fields)
    assert shelf.rows("SELECT text, text_bytes FROM captures") == [("lone ? surrogate", 16)]
    assert cards.card(shelf.cache, resource_id(URL)).text == "lone ? surrogate"


@pytest.mark.usefixtures("good")
def test_a_capture_is_found_by_its_title_and_text(shelf: Shelf) -> None:
    capture = Capture(media_type="text/html", text="zeppelin", metadata=Metadata(title="Quokka"), extractor="plain")
    shelf.crawl(URL, status=200, body=b"x", capture=capture)
    assert [hit.url for hit in full_text.search(shelf.cache, "zeppelin", limit=5)] == [URL]
    assert [hit.url for hit in full_text.search(shelf.cache, "quokka", limit=5)] == [URL]
    assert full_text.search(shelf.cache, "good", limit=5) == []  # no longer what the page says


def test_a_body_is_stored_once_and_verified_on_every_read(shelf: Shelf) -> None:
    with shelf.cache.write() as db:
        digest = bodies.store(db, b"x" * 10_000)
        assert bodies.store(db, b"x" * 10_000) == digest
    assert shelf.one("SELECT count(*) FROM bodies") == 1
    assert shelf.one("SELECT length(data) FROM bodies") < 100
    assert bodies.load(shelf.cache.db, digest) == b"x" * 10_000


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("DELETE FROM bodies", "is missing"),
        ("UPDATE bodies SET data = x'00'", "cannot be unpacked"),
        ("UPDATE bodies SET data = substr(data, 1, length(data) - 2)", "body"),
        ("UPDATE bodies SET sha256 = replace(sha256, '2', '3')", "does not match"),
        ("UPDATE bodies SET size = 1", "bod"),
    ],
)
def test_a_damaged_body_is_never_returned(shelf: Shelf, damage: Any, change: str, complaint: str) -> None:
    with shelf.cache.write() as db:
        digest = bodies.store(db, b"some body of a page" * 10)
    damage(change)
    found = shelf.rows("SELECT sha256 FROM bodies")
    with pytest.raises(CacheDamaged, match=complaint):
        bodies.load(shelf.cache.db, found[0][0] if found else digest)


def test_reextraction_adds_a_capture_and_keeps_the_old_one(shelf: Shelf, good: dict[str, Any]) -> None:
    (row,) = good_captures(shelf.cache)
    better = Capture(media_type="text/html", text="better text", extractor="plain", extractor_version="2")
    new = recapture(shelf.cache, row.id, better)
    assert shelf.page(URL)["last_good_capture_id"] == new != good["last_good_capture_id"]
    assert shelf.rows("SELECT text, fetch_id FROM captures ORDER BY id") == [("the good text", 1), ("better text", 1)]


# --- the writer -------------------------------------------------------------------------------------


def test_the_writer_stores_every_fetch_that_it_acknowledges(shelf: Shelf) -> None:
    urls = [f"https://example.org/{n}" for n in range(150)]
    shelf.add(*urls)
    run = shelf.begin()
    fetches = [shelf.fetch(url, f"text {url}") for url in urls]

    async def write() -> None:
        writer = Writer(shelf.path, run.id)
        await asyncio.gather(*(writer.record(fetch) for fetch in fetches))
        await writer.close()

    asyncio.run(write())
    assert shelf.one("SELECT count(*) FROM fetches") == 150


def test_the_writer_groups_what_arrives_in_quick_succession(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first Fetch at once, those that follow together; many, or a large body, do not wait."""
    groups: list[int] = []

    def store(_: object, fetches: list[Fetch], *, run_id: int) -> None:
        assert run_id == 1
        groups.append(len(fetches))

    monkeypatch.setattr(writing, "store_fetches", store)
    monkeypatch.setattr(writing, "INTERVAL", 60.0)
    monkeypatch.setattr(writing, "FULL_GROUP", 3)
    monkeypatch.setattr(writing, "MAX_GROUP", 5)
    shelf.add(URL)
    fetch = shelf.fetch(URL, "text")
    large = replace(fetch, body=b" " * writing.LARGE_GROUP)

    async def write() -> None:
        writer = Writer(shelf.path, 1)
        await writer.record(fetch)
        await asyncio.gather(*(writer.record(fetch) for _ in range(7)), writer.record(large), writer.record(large))
        await asyncio.gather(*(writer.record(fetch) for _ in range(3)))
        await writer.close()

    asyncio.run(asyncio.wait_for(write(), 30))
    assert groups == [1, 5, 3, 1, 3]


def test_a_fetch_that_cannot_be_stored_does_not_affect_others(shelf: Shelf) -> None:
    """They were in one transaction with it by chance."""
    urls = [f"https://example.org/{n}" for n in range(5)]
    shelf.add(*urls)
    run = shelf.begin()
    fetches = [shelf.fetch(url, "text") for url in urls]
    fetches[2] = replace(fetches[2], flags=(object(),))

    async def write() -> list[BaseException | None]:
        writer = Writer(shelf.path, run.id)
        results = await asyncio.gather(*(writer.record(fetch) for fetch in fetches), return_exceptions=True)
        await writer.close()
        return results

    results = asyncio.run(write())
    assert [error is None for error in results] == [True, True, False, True, True]
    assert shelf.one("SELECT count(*) FROM fetches") == 4


def test_a_cache_that_cannot_be_written_fails_every_waiting_call(shelf: Shelf) -> None:
    shelf.add(URL)
    run, fetch = shelf.begin(), shelf.fetch(URL, "text")

    async def write() -> list[BaseException | None]:
        writer = Writer(shelf.path.parent / "no.db", run.id)
        results = await asyncio.gather(writer.record(fetch), writer.record(fetch), return_exceptions=True)
        await writer.close()
        return results

    assert all(isinstance(error, CacheError) for error in asyncio.run(write()))


def test_a_304_confirms_the_newest_answer_with_that_text(shelf: Shelf) -> None:
    """Not the first one: the page may keep its text and be judged otherwise, have another ETag, and another address."""
    shelf.add(URL)
    shelf.crawl(URL, "the text", verdict=Verdict.SOFT_404, headers=(("etag", '"1"'),))
    page = shelf.crawl(URL, "the text", final_url="https://example.org/b", headers=(("etag", '"2"'),))
    asked = shelf.item(URL).validators
    assert asked == Validators(
        url="https://example.org/b", etag='"2"', capture_id=page["last_good_capture_id"], verdict=Verdict.ALIVE
    )
    shelf.crawl(URL, status=304, outcome=Outcome.NOT_MODIFIED)
    shelf.crawl(URL, "the text", verdict=Verdict.RESTRICTED)
    assert shelf.item(URL).validators.verdict is Verdict.RESTRICTED
    verdicts = [one.fetch.page.validators.verdict for one in replays.replays(shelf.cache, resource_id(URL))]
    assert verdicts[1] is Verdict.ALIVE


def test_the_context_of_a_reextracted_text_stays_available(shelf: Shelf, good: dict[str, Any]) -> None:
    new = recapture(shelf.cache, good["last_good_capture_id"], Capture(media_type="text/html", text="the good"))
    asked = shelf.item(URL).validators
    assert (asked.capture_id, asked.etag, asked.verdict) == (new, '"1"', Verdict.ALIVE)


MEASURED = Capture(
    media_type="application/pdf",
    text="the good text",
    coverage=0.4,
    page_type="article",
    page_starts=(0, 4, 9),
    doubt="little of the page",
)


def measures(shelf: Shelf) -> tuple[Any, ...]:
    """What the last good Capture says of its text."""
    ((coverage, page_type, page_starts, doubt),) = shelf.rows(
        "SELECT c.coverage, c.page_type, c.page_starts, c.doubt FROM pages p"
        " JOIN captures c ON c.id = p.last_good_capture_id"
    )
    return coverage, page_type, page_starts, doubt


def test_how_much_of_a_page_its_text_holds_is_stored_and_shown(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "bytes", capture=MEASURED)
    assert measures(shelf) == (0.4, "article", "[0, 4, 9]", "little of the page")
    card = cards.card(shelf.cache, resource_id(URL))
    assert (card.coverage, card.page_type, card.doubt) == (0.4, "article", "little of the page")


def shown(shelf: Shelf) -> tuple[Any, ...]:
    """What the card says of the text."""
    card = cards.card(shelf.cache, resource_id(URL))
    return card.coverage, card.page_type, card.doubt


@pytest.mark.usefixtures("good")
def test_the_card_shows_the_measures_of_the_newest_answer_with_its_text(shelf: Shelf) -> None:
    """Captures are append-only, so the Fetch keeps what its answer says otherwise; that is no change of the page."""
    before = shelf.rows("SELECT * FROM captures")
    assert shown(shelf) == (None, None, None)
    shelf.crawl(URL, "other bytes", capture=MEASURED)
    assert shown(shelf) == (0.4, "article", "little of the page")
    assert shelf.rows("SELECT * FROM captures") == before
    assert [bool(changed) for (changed,) in shelf.rows("SELECT changed FROM fetches")] == [False, False]
    assert len(changes.versions(shelf.cache, resource_id(URL))) == 1
    assert [(record.seen or {}).get("page_starts") for record in fetch_records(shelf.cache, resource_id(URL))] == [
        "[0, 4, 9]",
        None,
    ]


@pytest.mark.usefixtures("good")
def test_a_304_confirms_the_measures_and_an_answer_without_doubt_takes_the_doubt_away(shelf: Shelf) -> None:
    shelf.crawl(URL, "other bytes", capture=MEASURED)
    shelf.crawl(URL, status=304, outcome=Outcome.NOT_MODIFIED)
    assert shown(shelf) == (0.4, "article", "little of the page")
    shelf.crawl(URL, status=500, verdict=Verdict.UNREACHABLE)
    assert shown(shelf) == (0.4, "article", "little of the page")
    shelf.crawl(URL, "bytes", capture=replace(MEASURED, doubt=None, coverage=None))
    assert shown(shelf) == (None, "article", None)
    shelf.crawl(URL, "another text")
    assert shown(shelf) == (None, None, None)


def test_a_doubt_that_an_answer_with_the_same_text_no_longer_has_is_none(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "bytes", capture=MEASURED)
    shelf.crawl(URL, "the good text")
    assert shown(shelf) == (None, None, None)
    doubts = [one.fetch.capture and one.fetch.capture.doubt for one in replays.replays(shelf.cache, resource_id(URL))]
    assert doubts == [None, "little of the page"]


@pytest.mark.parametrize("name", ["coverage", "page_type", "page_starts", "doubt"])
def test_reextraction_gives_an_old_capture_its_measures(shelf: Shelf, good: dict[str, Any], name: str) -> None:
    """Each of them alone is a difference. The old Capture stays as it was; the same again is none."""
    old = good["last_good_capture_id"]
    assert measures(shelf) == (None, None, "[]", None)
    plain = Capture(media_type="text/html", text="the good text", preview="the good text", extractor="plain")
    assert extraction_difference(shelf.cache, old, plain) == "same"
    better = replace(plain, **{name: getattr(MEASURED, name)})
    assert extraction_difference(shelf.cache, old, better) == "metadata"
    new = recapture(shelf.cache, old, better)
    assert shelf.page(URL)["last_good_capture_id"] == new
    assert extraction_difference(shelf.cache, new, better) == "same"
    assert extraction_difference(shelf.cache, old, plain) == "same"


@pytest.mark.usefixtures("good")
def test_reextraction_of_the_first_answer_takes_the_place_of_later_measures(shelf: Shelf) -> None:
    """It is the newest extraction of that text, until the next answer comes."""
    old = shelf.crawl(URL, "other bytes", capture=MEASURED)["last_good_capture_id"]
    recapture(shelf.cache, old, replace(MEASURED, coverage=0.9, doubt=None))
    assert shown(shelf) == (0.9, "article", None)
    shelf.crawl(URL, "other bytes", capture=MEASURED)
    assert shown(shelf) == (0.4, "article", "little of the page")


def test_an_answer_that_could_not_be_read_leaves_the_last_good_text(shelf: Shelf, good: dict[str, Any]) -> None:
    """The extractor was killed: that is no reason to show a page without its text. Another type of content is."""
    lost = Capture(media_type="text/html", no_text="extraction took over 10 s", extractor="none")
    page = shelf.crawl(URL, status=200, body=b"<p>", capture=lost)
    assert page["verdict"] == "alive"
    assert [page[name] for name in GOOD] == [good[name] for name in GOOD]
    image = Capture(media_type="image/png", no_text="no text: image/png", extractor="none")
    page = shelf.crawl(URL, status=200, body=b"png", capture=image)
    assert page["last_good_capture_id"] != good["last_good_capture_id"]


def test_a_mark_makes_good_what_a_304_confirmed(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "a teaser", verdict=Verdict.RESTRICTED, headers=(("etag", '"1"'),))
    shelf.crawl(URL, status=304, outcome=Outcome.NOT_MODIFIED, verdict=Verdict.RESTRICTED)
    marks.mark(shelf.cache, resource_id(URL), Verdict.ALIVE, note=None, now=shelf.now)
    assert cards.card(shelf.cache, resource_id(URL)).text == "a teaser"
    page = shelf.crawl(URL, status=304, outcome=Outcome.NOT_MODIFIED, verdict=Verdict.RESTRICTED)
    assert page["last_good_at"] == shelf.now.strftime("%Y-%m-%dT%H:%M:%SZ")
