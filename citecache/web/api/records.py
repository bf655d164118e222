"""What the cache gives, as JSON objects: what `show --json` and the MCP server say, in the same words.

A program reads for others: text that a page reserves is not given, as by the MCP server (docs/policy.md); `withheld`
says why.
"""

from dataclasses import fields
from typing import Any

from citecache.exports.jsonl import card_json
from citecache.render.withheld import kept_back, passed_on
from citecache.results import QuoteStanding
from citecache.usecases.excerpt import Excerpt
from crawler.model import Card, Verdict
from crawler.model.capture import ARCHIVED, FETCHED

TEASER = "only a teaser was captured: the page is restricted"

_OF_VERDICT = (
    *("id", "stable_id", "title", "verdict", "http_status", "final_url", "fetched_at", "last_good_at"),
    *("archived_url", "archived_at", "doubt"),
)


def card_record(card: Card, *, with_text: bool) -> dict[str, Any]:
    """A card with the keys of `show --json`."""
    withheld = kept_back(card.verdict, card.reservations)
    record = card_json(passed_on(card), with_text=with_text)
    if withheld:
        record |= {"preview": None, "truncated": False} | ({"text": None} if with_text else {})
    return record | {"withheld": withheld}


def verdict_record(url: str, card: Card | None) -> dict[str, Any]:
    """What is held true of a URL that was asked about; nothing where nobody cites it."""
    if card is None:
        return {"url": url, "known": False, **dict.fromkeys(_OF_VERDICT)}
    values = {name: getattr(card, name) for name in _OF_VERDICT}
    return {"url": url, "known": True, **values, "verdict": card.verdict.value}


def content_record(found: Excerpt) -> dict[str, Any]:
    """The newest good Capture of a source: its whole text, and by what it can be verified.

    Where there never was one: what the last Fetch gave, no text, and why.
    """
    card, capture, text, missing = found.card, found.capture, found.text, found.missing
    if capture is not None and _is_teaser(card, capture.source):
        capture, text, missing = None, None, TEASER
    record: dict[str, Any] = {
        "url": card.url,
        "http_status": card.http_status,
        "fetched_at": card.fetched_at,
        **dict.fromkeys(("content_type", "page_title", "full_text", "content_length", "content_hash")),
        "id": card.id,
        "stable_id": card.stable_id,
        "verdict": card.verdict.value,
        "final_url": card.final_url,
        "last_good_at": card.last_good_at,
        **dict.fromkeys(("capture_id", "source", "media_type", "language", "body_sha256", "coverage", "doubt")),
        "missing": missing,
        "withheld": found.withheld,
    }
    if capture is None:
        return record
    names = ("content_type", "media_type", "language", "body_sha256", "coverage", "doubt")
    return (
        record
        | {name: getattr(capture, name) for name in names}
        | {
            "http_status": capture.status,
            "fetched_at": capture.memento_datetime or capture.captured_at,
            "page_title": capture.title,
            "full_text": text,
            "content_length": capture.text_bytes,
            "content_hash": capture.text_sha256,
            "final_url": capture.url,
            "capture_id": capture.id,
            "source": "archive" if capture.source == ARCHIVED else capture.source,
        }
    )


def _is_teaser(card: Card, source: str) -> bool:
    """Whether what the card shows is a paywall's teaser, which is no good Capture."""
    return card.verdict is Verdict.RESTRICTED and card.last_good_at is None and source == FETCHED


def quote_record(found: QuoteStanding) -> dict[str, Any]:
    """A quotation and its status."""
    record = {field.name: getattr(found, field.name) for field in fields(found)}
    return record | {"status": found.status.value, "differences": list(found.differences)}
