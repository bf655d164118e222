"""A quotation through the life of its page: pages as they are served, extracted, stored and fetched again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from citecache.usecases.quote_check import check_quote
from crawler.cache import CacheFile, bodies
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.captures import recapture
from crawler.cache.write.fetches import store_fetches
from crawler.cache.write.ingest import ingest
from crawler.model import Capture, Citation, Fetch, Outcome, ParsedSource, Selection, Verdict
from pipelines.complete import complete
from pipelines.extract import extract
from pipelines.quotes import QuoteCheck

PLAN, NEWS = "https://town.example/plan", "https://town.example/news"
DAY = timedelta(days=1)
QUOTE = "the council approved the plan by nine votes to two"
SAYS = "On Monday the council approved the plan by nine votes to two, after a long debate."
SAYS_OTHER = "On Monday the council approved the plan by eight votes to two, after a long debate."
SAYS_NOTHING = "On Monday the council met, and had a long debate about many things of the town."
FILLING = "The ferry leaves the old harbour at seven every day of the week, and comes back at noon. " * 4

Extractor = Callable[[bytes], Capture]


def page(*paragraphs: str) -> bytes:
    prose = "".join(f"<p>{one}</p>" for one in (FILLING, *paragraphs))
    return f"<html><title>The plan</title><body><article><h1>The plan</h1>{prose}</article></body></html>".encode()


def ours(body: bytes) -> Capture:
    capture = extract(body, url=PLAN, content_type="text/html; charset=utf-8")
    return complete(capture, (("content-type", "text/html; charset=utf-8"),), ())


def forgetful(body: bytes) -> Capture:
    """A later extractor that takes the paragraph with the votes for something else, and drops it."""
    capture = ours(body)
    kept = [block for block in (capture.text or "").split("\n\n") if "nine votes" not in block]
    return replace(capture, text="\n\n".join(kept), extractor_version="next")


@dataclass
class Town:
    """A cache of two pages of one site, and a clock."""

    cache: CacheFile
    now: datetime = field(default=datetime(2026, 3, 1, 12, tzinfo=UTC))

    def serve(self, body: bytes | None, url: str = PLAN, *, extractor: Extractor = ours) -> None:
        """The page is fetched, a day later than before; None: it is not found."""
        self.now += DAY
        run = runs.begin(self.cache, Selection(urls=(url,)), now=self.now)
        ((asked,),) = list(due_pages(self.cache, run.selection, cutoff=run.cutoff, now=self.now, batch=1))
        found = {"verdict": Verdict.MISSING, "status": 404} if body is None else {"status": 200, "body": body}
        fetch = Fetch(page=asked, started_at=self.now, elapsed=0.1, outcome=Outcome.RESPONSE, final_url=url, **found)  # type: ignore[arg-type]  # as they are named
        if body is not None:
            fetch = replace(fetch, capture=extractor(body), verdict=Verdict.ALIVE)
        store_fetches(self.cache, [replace(fetch, effective_verdict=fetch.verdict)], run_id=run.id)
        runs.finish(self.cache, run, now=self.now)

    def reextract(self, extractor: Extractor) -> None:
        """Another extractor reads what is stored."""
        sql = "SELECT c.id, c.body_sha256 FROM pages p JOIN captures c ON c.id = p.last_good_capture_id WHERE p.url = ?"
        id_, digest = self.cache.db.execute(sql, [PLAN]).fetchone()
        body = bodies.load(self.cache.db, digest)
        recapture(self.cache, id_, extractor(body))

    def drop_bodies(self) -> None:
        with self.cache.write() as db:
            db.execute("UPDATE bodies SET data = x''")

    def check(self, quote: str = QUOTE, url: str = PLAN) -> QuoteCheck:
        return check_quote(self.cache, url, quote).check

    def stands(self, found: QuoteCheck) -> bool:
        """Whether the offsets are those of the passage in that Capture's text."""
        (text,) = self.cache.db.execute("SELECT text FROM captures WHERE id = ?", [found.capture_id]).fetchone()
        return bool(found.matched_text) and text[found.start : found.end] == found.matched_text

    def day(self, number: int) -> str:
        return f"{datetime(2026, 3, 1 + number, 12, tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with CacheFile.open(tmp_path / "town.db", create=True) as cache:
        cited = tuple(Citation(url=url) for url in (PLAN, NEWS))
        ingest(cache, [ParsedSource(document=None, citations=cited)], now=datetime(2026, 3, 1, tzinfo=UTC))
        yield Town(cache)


def told(found: QuoteCheck) -> tuple[Any, ...]:
    return found.status, found.first_seen, found.last_seen


def test_a_quotation_that_stays_is_seen_from_the_first_day_to_the_last(town: Town) -> None:
    for more in ("", "More of it.", "Still more of it."):
        town.serve(page(SAYS, more))
    found = town.check()
    assert told(found) == ("verbatim", town.day(1), town.day(3))
    assert town.stands(found)


def test_one_that_is_edited_has_vanished_and_what_stands_instead_is_said(town: Town) -> None:
    town.serve(page(SAYS))
    town.serve(page(SAYS_OTHER))
    found = town.check()
    assert told(found) == ("vanished", town.day(1), town.day(1))
    assert found.differences == ("number: “nine” in the quote, “eight” in the text",)
    assert town.stands(found)


def test_one_that_was_edited_before_it_was_seen_is_altered(town: Town) -> None:
    town.serve(page(SAYS_OTHER))
    town.serve(page(SAYS_OTHER, "More of it."))
    assert told(town.check()) == ("altered", town.day(1), town.day(2))


def test_one_that_is_taken_out_has_vanished_between_two_days(town: Town) -> None:
    town.serve(page(SAYS))
    town.serve(page(SAYS, "More of it."))
    town.serve(page(SAYS_NOTHING))
    found = town.check()
    assert told(found) == ("vanished", town.day(1), town.day(2))
    assert town.stands(found)


def test_one_that_returns_is_verbatim_again(town: Town) -> None:
    for body in (page(SAYS), page(SAYS_NOTHING), page(SAYS)):
        town.serve(body)
    assert told(town.check()) == ("verbatim", town.day(1), town.day(3))
    town.serve(page(SAYS, "With a note of the editor."))
    assert told(town.check()) == ("verbatim", town.day(1), town.day(4))


def test_one_that_never_stood_there_is_absent(town: Town) -> None:
    town.serve(page(SAYS_NOTHING))
    assert told(town.check("penguins are the finest of all the birds that swim")) == ("absent", None, None)


def test_one_that_moves_to_another_page_of_the_site_has_vanished_from_its_own(town: Town) -> None:
    town.serve(page(SAYS), PLAN)
    town.serve(page(SAYS_NOTHING), NEWS)
    town.serve(page(SAYS_NOTHING), PLAN)
    town.serve(page(SAYS), NEWS)
    assert town.check(url=PLAN).status == "vanished"
    assert town.check(url=NEWS).status == "verbatim"


def test_one_of_a_page_that_is_gone_still_stands_in_its_last_good_text(town: Town) -> None:
    town.serve(page(SAYS))
    town.serve(None)
    assert told(town.check()) == ("verbatim", town.day(1), town.day(1))


# --- the extractor changes, not the page ------------------------------------------------------------


def test_after_another_extractor_the_earlier_reading_of_the_same_body_counts(town: Town) -> None:
    town.serve(page(SAYS))
    before = town.check()
    town.reextract(forgetful)
    after = town.check()
    assert told(after) == told(before) == ("verbatim", town.day(1), town.day(1))
    assert after.capture_id == before.capture_id
    assert town.stands(after)


def test_the_earlier_reading_of_an_earlier_body_counts_as_well(town: Town) -> None:
    town.serve(page(SAYS))
    town.reextract(forgetful)
    town.serve(page(SAYS_NOTHING), extractor=forgetful)
    assert told(town.check()) == ("vanished", town.day(1), town.day(1))


def test_a_new_body_that_still_says_it_is_no_reason_to_say_that_it_vanished(town: Town) -> None:
    """The new extractor has read another body, in which the words stand, and has dropped them."""
    town.serve(page(SAYS))
    town.serve(page(SAYS, "More of it."), extractor=forgetful)
    found = town.check()
    assert told(found) == ("no_text", town.day(1), town.day(1))
    assert found.differences == ("it stands on the page, but not in the text that was extracted from it",)


def test_words_that_the_extraction_never_had_are_not_absent(town: Town) -> None:
    town.serve(page(SAYS), extractor=forgetful)
    found = town.check()
    assert found.status == "no_text"
    assert found.differences == ("it stands on the page, but not in the text that was extracted from it",)
    assert town.check("the council rejected the plan of the mayor by nine to two").status == "absent"


def test_where_the_body_is_not_kept_another_extractor_leaves_it_open(town: Town) -> None:
    town.serve(page(SAYS))
    town.serve(page(SAYS, "More of it."), extractor=forgetful)
    town.drop_bodies()
    found = town.check()
    assert found.status == "no_text"
    assert "made the text that has it" in found.differences[0]


def test_where_one_extractor_read_both_it_has_vanished_even_if_bodies_are_not_kept(town: Town) -> None:
    town.serve(page(SAYS))
    town.serve(page(SAYS_NOTHING))
    town.drop_bodies()
    assert town.check().status == "vanished"
