"""What an extraction gave is found again by its name, whole; but nothing that it did not give itself."""

from dataclasses import replace
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache.read.extractions import known_capture
from crawler.model import Capture, Metadata, PageFacts

URL, OTHER = "https://example.org/a", "https://example.org/b"
NAME = "an extraction"
FULL = Capture(
    media_type="text/html",
    charset="utf-8",
    text="the good text",
    coverage=0.75,
    page_type="article",
    page_starts=(0, 4),
    doubt="a doubt",
    metadata=Metadata(
        title="A title",
        authors=("A. Author", "B. Author"),
        published_date="2026-04-01",
        sitename="A site",
        description="What it is about",
        language="de",
        kind="paper",
        canonical_url="https://example.org/canonical",
        image_url="https://example.org/image.png",
        access_free=False,
        sources={"title": "og:title"},
    ),
    headings=("A title", "Another"),
    facts=PageFacts(title="A title | A site", password_form=True, identifiers=(("doi", "10.1/x y"),)),
    extractor="trafilatura",
    extractor_version="2.0+1",
    elapsed=0.25,
)
EMPTY = Capture(media_type="image/png", no_text="no text: image/png", extractor="none")


@pytest.fixture
def page(shelf: Shelf) -> int:
    """The id of a Page of URL; there is one of OTHER, too."""
    shelf.add(URL, OTHER)
    return shelf.item(URL).id


def known(shelf: Shelf, page_id: int, name: str = NAME) -> Capture | None:
    return known_capture(shelf.cache.db, name, page_id=page_id, status=200)


@pytest.mark.parametrize("capture", [FULL, EMPTY], ids=["text", "no text"])
def test_a_capture_is_found_by_its_extraction_as_it_was(shelf: Shelf, page: int, capture: Capture) -> None:
    """Preview and reservations are not the extraction's: the answer's headers decide them."""
    shelf.crawl(URL, "bytes", capture=replace(capture, preview="p", reservations=("tdm",)), extraction=NAME)
    assert known(shelf, page) == capture
    assert known(shelf, shelf.item(OTHER).id) == capture
    assert known(shelf, page, "another extraction") is None


def test_an_extraction_without_a_name_is_never_found(shelf: Shelf, page: int) -> None:
    shelf.crawl(URL, "bytes", capture=replace(FULL, cut_short=True), extraction=None)
    assert known(shelf, page) is None


CHANGES: list[dict[str, Any]] = [
    {"facts": PageFacts(title="Renamed")},
    {"headings": ("One",)},
    {"metadata": replace(FULL.metadata, title="Renamed", access_free=True)},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_what_the_judge_saw_of_a_body_with_a_known_text_comes_back(
    shelf: Shelf, page: int, change: dict[str, Any]
) -> None:
    """The Capture stays that of the first body; each extraction gives what it gave."""
    later = replace(FULL, **change)
    shelf.crawl(URL, "bytes", capture=FULL, extraction=NAME)
    shelf.crawl(URL, "other bytes", capture=later, extraction="the later one")
    assert shelf.one("SELECT count(*) FROM captures") == 1
    assert known(shelf, page) == FULL
    assert known(shelf, page, "the later one") == later


def test_another_page_gets_no_capture_that_another_extraction_made(shelf: Shelf, page: int) -> None:
    """An older extractor's, whose text is the same: its other fields may differ."""
    shelf.crawl(URL, "bytes", capture=replace(FULL, extractor_version="1.0+1", coverage=None), extraction="older")
    shelf.crawl(URL, "bytes", capture=FULL, extraction=NAME)
    assert known(shelf, page) is not None
    assert known(shelf, shelf.item(OTHER).id) is None


def test_a_capture_taken_over_is_stored_as_if_extracted(shelf: Shelf, page: int) -> None:
    """No new Capture, and the same of the check: also of what the judge saw."""
    shelf.crawl(URL, "bytes", capture=FULL, extraction="first")
    shelf.crawl(URL, "other bytes", capture=replace(FULL, headings=()), extraction=NAME)
    extracted = shelf.rows("SELECT capture_id, seen, good, changed, extraction FROM fetches ORDER BY id DESC LIMIT 1")
    shelf.crawl(URL, "other bytes", capture=known(shelf, page), extraction=NAME)
    assert shelf.rows("SELECT capture_id, seen, good, changed, extraction FROM fetches ORDER BY id DESC LIMIT 1") == (
        extracted
    )
    assert shelf.one("SELECT count(*) FROM captures") == 1
