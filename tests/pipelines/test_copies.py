"""Archived copies, examined in worker processes of their own."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from crawler.memento.examiner import CopyExaminer, ExaminedCopy
from crawler.model import Fetch, LastGood, Outcome, Page, Verdict
from pipelines.copies import PooledExaminer
from pipelines.extract import Pool

AT = datetime(2026, 4, 9, 12, tzinfo=UTC)
PROSE = [
    f"On day {n} the harbour master wrote down the height of the water at every turn of the tide." for n in range(20)
]
TITLE = "The tide book"


def html(title: str, paragraphs: list[str]) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article>".encode()


GOOD = Fetch(
    page=Page(id=1, url="http://site.test/tides"),
    started_at=AT,
    elapsed=0.1,
    outcome=Outcome.RESPONSE,
    status=200,
    final_url="http://site.test/tides",
    headers=(("content-type", "text/html; charset=utf-8"),),
    body=html(TITLE, PROSE),
)


def examined(fetch: Fetch, good: LastGood | None = None, *, memory: int = 2 * 2**30) -> ExaminedCopy:
    async def run() -> ExaminedCopy:
        examiner: CopyExaminer = PooledExaminer(Pool(size=1, memory=memory))
        await examiner.start()
        try:
            return await examiner.examine(fetch, good)
        finally:
            await examiner.close()

    return asyncio.run(run())


def test_a_good_copy_comes_back_with_its_capture() -> None:
    copy = examined(GOOD)
    assert copy.verdict is Verdict.ALIVE
    assert not copy.unread
    assert copy.reason
    assert copy.fetch.capture is not None
    assert "On day 19" in (copy.fetch.capture.text or "")
    assert copy.fetch.capture.preview


def test_a_copy_of_an_error_page_is_one() -> None:
    copy = examined(replace(GOOD, status=404, body=html("404 Not Found", ["The page was not found."])))
    assert copy.verdict is Verdict.MISSING
    assert not copy.unread


def test_a_copy_is_compared_with_the_last_good_text() -> None:
    """A fifth of the last good text is degraded; without that text to compare with, it is a page like any other."""
    short = replace(GOOD, body=html(TITLE, PROSE[:4]))
    assert examined(short).verdict is Verdict.ALIVE
    last = LastGood(at=AT, text="\n\n".join([TITLE, *PROSE]), title=TITLE)
    assert examined(short, last).verdict is Verdict.DEGRADED


def test_a_copy_that_the_extractor_did_not_get_through_is_unread() -> None:
    """That says nothing of the copy: no worker starts in so little memory."""
    copy = examined(GOOD, memory=2**20)
    assert copy.unread
    assert copy.fetch.capture is not None
    assert copy.fetch.capture.text is None


def test_a_copy_without_a_body_needs_no_worker() -> None:
    copy = examined(replace(GOOD, body=None), memory=2**20)
    assert copy.fetch.capture is None
    assert not copy.verdict.good
