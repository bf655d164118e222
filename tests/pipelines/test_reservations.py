"""Reservations are found in headers and meta tags, and honoured in output and exports."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from given_cards import write

from citecache.exports.jsonl import card_json
from citecache.render.card import render
from crawler.model import Capture, Card, Fetch, Outcome, Page, Verdict
from pipelines import reservations
from pipelines.extract import extract

CARD = Card(
    id="0" * 16, stable_id="sid_0000000000", url="https://example.org/", title="T", type=None, importance=None, tags=(),
    summary=None, key_points=(), authors=(), published_date=None, cited_by=(), verdict=Verdict.ALIVE, http_status=200,
    final_url="https://example.org/", redirects=(), fetched_at="2026-11-23T00:00:00Z", content_type="text/html",
    media_type="text/html", text_bytes=9, preview="The words", truncated=False, text="The words", language=None,
    description=None, sitename=None, extractor=None, extractor_version=None, body_sha256=None, coverage=None,
    doubt=None, page_type=None, last_good_at=None, cited_by_count=0, error=None, no_text=None, reservations=(),
    sources={},
)  # fmt: skip


def fetched(html: str, *headers: tuple[str, str]) -> Fetch:
    """A Fetch of a page, extracted as in a crawl."""
    body = html.encode()
    capture: Capture = extract(body, url="https://example.org/", content_type="text/html; charset=utf-8")
    return Fetch(
        page=Page(id=1, url="https://example.org/"), started_at=datetime.now(UTC), elapsed=0.1, status=200,
        outcome=Outcome.RESPONSE, headers=headers, body=body, capture=capture,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("html", "headers", "expected"),
    [
        ('<meta name="robots" content="noarchive">', [], ("noarchive",)),
        ('<meta name="ROBOTS" content="max-snippet:0, noindex">', [], ("nosnippet",)),
        ('<meta name="robots" content="max-snippet:-1">', [], ()),
        ('<meta name="robots" content="none">', [], ("noarchive", "nosnippet")),
        ('<meta name="googlebot" content="noarchive">', [], ()),
        ('<meta name="citecache" content="noarchive">', [], ("noarchive",)),
        ('<meta name="tdm-reservation" content="1">', [], ("tdm",)),
        ('<meta name="tdm-reservation" content="0">', [], ()),
        ("", [("x-robots-tag", "noarchive")], ("noarchive",)),
        ("", [("x-robots-tag", "googlebot: noarchive, nosnippet")], ()),
        ("", [("x-robots-tag", "googlebot: nosnippet, citecache: noarchive")], ("noarchive",)),
        ("", [("x-robots-tag", "noindex"), ("x-robots-tag", "max-snippet: 0")], ("nosnippet",)),
        ("", [("tdm-reservation", "1")], ("tdm",)),
        ("", [("tdm-reservation", "2")], ()),
        ('<meta name="tdm-reservation" content="0">', [("tdm-reservation", "1")], ()),
        ('<meta name="tdm-reservation" content="1">', [("tdm-reservation", "0")], ("tdm",)),
        ("<p>noarchive, nosnippet: an article about robots</p>", [], ()),
    ],
)
def test_a_reservation_is_found_in_headers_and_meta_tags(
    html: str, headers: list[tuple[str, str]], expected: tuple[str, ...]
) -> None:
    """Not those for other agents, nor the same words in the text."""
    page = f"<html><head>{html if html.startswith('<meta') else ''}</head><body><p>Words.</p>{html}</body></html>"
    fetch = fetched(page, *headers)
    assert fetch.capture is not None
    assert reservations.find(fetch.headers, fetch.capture.facts) == expected


@pytest.mark.parametrize(
    ("reserved", "shown", "jsonl", "csv", "markdown"),
    [
        ((), True, True, True, True),
        (("noarchive",), True, True, True, False),
        (("nosnippet",), True, True, True, True),
        (("tdm",), True, False, False, False),
    ],
)
def test_a_reservation_is_honoured(
    reserved: tuple[str, ...], shown: bool, jsonl: bool, csv: bool, markdown: bool
) -> None:
    """The owner of the cache sees the text; exports follow the policy."""
    card = replace(CARD, reservations=reserved)
    assert (card_json(card)["text"] is not None) == shown
    for format, expected in (("jsonl", jsonl), ("csv", csv), ("markdown", markdown)):
        out = BytesIO()
        write(format, [card], out)
        assert (b"The words" in out.getvalue()) == expected


def test_a_page_without_excerpts_has_no_preview() -> None:
    """With `nosnippet` JSON has no preview, and the card states the reason."""
    card = replace(CARD, reservations=("nosnippet",))
    assert card_json(card)["preview"] is None
    assert "asks for no excerpts" in render(card)
