"""The judge against 660 recorded pages of the real web, if they are available."""

import gzip
import json
import random
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from judging import single_fetch

from crawler.model import NOTHING, Capture, Fetch, History, LastGood, Outcome, Page, Verdict
from crawler.text.languages import primary
from pipelines.extract import extract

WEB = Path(__file__).resolve().parents[3].parent / "shared" / "web-dev"

pytestmark = pytest.mark.skipif(not WEB.is_dir(), reason="the recorded web is not part of the repository")


@cache
def recorded() -> dict[str, Capture]:
    """Every page with status 200, extracted."""
    found = {}
    for line in (WEB / "index.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if entry["status"] == 200 and entry["file"]:
            body = gzip.decompress((WEB / entry["file"]).read_bytes())
            found[entry["url"]] = extract(body, url=entry["url"], content_type=entry["content_type"])
    return found


def verdict(url: str, history: History = NOTHING) -> Verdict:
    fetch = Fetch(
        page=Page(id=1, url=url),
        started_at=datetime.now(UTC),
        elapsed=0.1,
        outcome=Outcome.RESPONSE,
        status=200,
        final_url=url,
        body=b"x",
        capture=recorded()[url],
    )
    return single_fetch(fetch, history)[0]


def history_of(url: str) -> History:
    """A history with that page as the last good one."""
    capture = recorded()[url]
    return History(
        last_good=LastGood(
            at=datetime.now(UTC),
            text=capture.text,
            title=capture.metadata.title,
            page_title=capture.facts.title,
            language=capture.metadata.language,
            sitename=capture.metadata.sitename,
        )
    )


def test_at_least_99_of_100_article_pages_are_alive() -> None:
    """All of them are article pages with status 200; those that are not `alive` are teasers of paywalls."""
    found = {url: verdict(url) for url in recorded()}
    assert len(found) > 600
    wrong = {url: said for url, said in found.items() if said is not Verdict.ALIVE}
    assert len(wrong) <= len(found) * 0.01, wrong
    assert set(wrong.values()) <= {Verdict.RESTRICTED}, wrong


def test_an_unchanged_page_is_alive() -> None:
    """Compared with itself, no page is degraded or has changed ownership, and what once was the text is no teaser."""
    assert {verdict(url, history_of(url)) for url in recorded()} == {Verdict.ALIVE}


def test_a_different_subject_is_not_enough_for_usurped() -> None:
    """Each page in place of two others that declare the same language: different words, and no second signal."""
    tags: dict[str, list[str]] = {}
    for url, capture in recorded().items():
        if tag := primary(capture.metadata.language):
            tags.setdefault(tag, []).append(url)
    chance = random.Random(3)
    pairs = [(url, other) for urls in tags.values() for url in urls for other in chance.sample(urls, min(2, len(urls)))]
    found = Counter(verdict(url, history_of(other)) for url, other in pairs if url != other)
    assert found.total() > 900
    assert set(found) <= {Verdict.ALIVE, Verdict.DEGRADED, Verdict.RESTRICTED}, found
