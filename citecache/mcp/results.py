"""What each tool gives, as JSON objects. Each says which resource and which stored text it speaks of."""

from dataclasses import asdict
from typing import Any

from citecache.exports.jsonl import card_json
from citecache.render.evidence_record import capture_fields
from citecache.render.withheld import kept_back, passed_on
from citecache.usecases.excerpt import Excerpt
from citecache.usecases.explain import Explanation
from citecache.usecases.found_text import FoundText
from citecache.usecases.quote_check import CheckedQuote
from crawler.model import CaptureRecord, Card

MOST_CITED_BY = 50
"""Places that cite a resource, on one card."""

FEW_FETCHES = 1
"""Fetches in the evidence record of a quote check."""


def source(card: Card, capture: CaptureRecord | None, span: tuple[int, int] | None = None) -> dict[str, Any]:
    """The keys that every answer has: what is spoken of, and by what it can be verified (docs/evidence.md)."""
    return {
        "id": card.id,
        "stable_id": card.stable_id,
        "url": card.url,
        "title": card.title,
        "verdict": str(card.verdict),
        "http_status": card.http_status,
        "final_url": card.final_url,
        "fetched_at": card.fetched_at,
        "last_good_at": card.last_good_at,
        **capture_fields(capture, span),
    }


def hit(found: FoundText) -> dict[str, Any]:
    """A hit of a search; its offsets are those of the excerpt."""
    answer = source(found.card, found.capture, found.span)
    if found.span is None:
        answer |= {"start": None, "end": None}
    return answer | {
        "cited_by_count": found.card.cited_by_count,
        "archived_at": found.hit.archived_at,
        "snippet": None if found.withheld else found.hit.snippet,
        "withheld": found.withheld,
    }


def card(shown: Card, capture: CaptureRecord | None) -> dict[str, Any]:
    """A card without its text."""
    withheld = kept_back(shown.verdict, capture.reservations if capture else shown.reservations)
    values = card_json(passed_on(shown), with_text=False)
    if withheld:
        values |= {"preview": None, "truncated": False}
    places = len(shown.cited_by)
    values |= {"cited_by": values["cited_by"][:MOST_CITED_BY], "cited_by_places": places}
    return values | source(shown, capture) | {"withheld": withheld}


def text(found: Excerpt) -> dict[str, Any]:
    """A part of a text: how long the whole is, and where the rest begins."""
    span = None if found.start is None or found.end is None else (found.start, found.end)
    capture = found.capture
    answer = source(found.card, capture, span)
    if span is None:
        answer |= {"start": None, "end": None}
    return answer | {
        "text": found.text,
        "text_chars": capture.text_chars if capture else None,
        "text_bytes": capture.text_bytes if capture else None,
        "page": found.page,
        "page_count": len(capture.page_starts) or None if capture else None,
        "next_start": found.next_start,
        "rest": _rest(found),
        "doubt": capture.doubt if capture else None,
        "missing": found.missing,
        "withheld": found.withheld,
    }


def _rest(found: Excerpt) -> str:
    """How to get the rest, in words."""
    if found.text is None:
        return f"there is no text to give: {found.withheld or found.missing}"
    whole = found.capture.text_chars if found.capture else 0
    shown = f"characters {found.start} to {found.end} of {whole}"
    if found.next_start is None:
        return f"{shown}: to the end of the text"
    return f"{shown}: get_text with start={found.next_start} gives what follows"


def evidence(found: Explanation, most: int) -> dict[str, Any]:
    """The evidence record."""
    return found.record(most=most)


def quote(found: CheckedQuote) -> dict[str, Any]:
    """What became of a quotation, with the evidence record of the passage."""
    check = found.check
    span = None if check.start is None or check.end is None else (check.start, check.end)
    answer = source(found.source.card, found.capture, span)
    checked = asdict(check) | {"status": str(check.status), "differences": list(check.differences)}
    if span is None:
        answer |= dict.fromkeys(("start", "end", "capture_id", "captured_at", "body_sha256", "text_sha256"))
    return {
        **answer,
        **checked,
        "withheld": found.withheld,
        "evidence_record": found.source.record(found.capture, span=span, most=FEW_FETCHES),
    }
