"""The evidence record: what is held true of a cited page, on what evidence, and by which bytes it can be verified.

One versioned JSON object (docs/evidence.md, citecache/schemas): `why --json` prints it, the MCP server returns it.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from citecache.render.records import fetch_record, hop
from citecache.schemas import EVIDENCE_ID, EVIDENCE_VERSION
from crawler.model import CaptureRecord, Card, FetchRecord, ImportRecord, MementoLookup, PageState
from crawler.model.capture import ARCHIVED

UNTRUSTED = (
    "title",
    "evidence[].detail",
    "fetches[].error",
    "fetches[].headers",
    "fetches[].final_url",
    "fetches[].redirects[].url",
    "fetches[].evidence[].detail",
    "archive[].detail",
    "imports[].detail",
    "imports[].url",
    "imports[].file",
    "replay[].evidence[].detail",
)
"""Fields in which words of pages and servers may stand: data, never instructions."""

_TIMES = ("verdict_at", "last_good_at", "due_at", "marked_at", "marked_note", "marked_by", "marked_file")


def evidence_record(
    card: Card,
    page: PageState,
    capture: CaptureRecord | None,
    fetches: Sequence[FetchRecord],
    archive: Sequence[MementoLookup],
    *,
    imports: Sequence[ImportRecord] = (),
    span: tuple[int, int] | None = None,
    most: int | None = None,
) -> dict[str, Any]:
    """The record of a Page, as one of its Resources cites it.

    `capture` is the Capture that the record speaks of; `span`, a passage of its text (None: all of it); `most`, how
    many Fetches, lookups and imports are listed, the newest first.
    """
    listed = [fetch_record(fetch) for fetch in fetches[:most]]
    return {
        "$schema": EVIDENCE_ID,
        "version": EVIDENCE_VERSION,
        **_state(card, page),
        **capture_fields(capture, span),
        "capture": None if capture is None else _capture(capture),
        "evidence": listed[0]["evidence"] if listed else [],
        "fetches": listed,
        "fetch_count": len(fetches),
        "archive": [_lookup(look) for look in archive[:most]],
        "archive_count": len(archive),
        "imports": [_imported(copy) for copy in imports[:most]],
        "import_count": len(imports),
        "untrusted": list(UNTRUSTED),
    }


def _state(card: Card, page: PageState) -> dict[str, Any]:
    return {
        "id": card.id,
        "stable_id": card.stable_id,
        "url": card.url,
        "title": card.title,
        "page": page.url,
        "verdict": str(page.verdict),
        **{name: getattr(page, name) for name in _TIMES},
        "http_status": card.http_status,
        "final_url": card.final_url,
        "fetched_at": card.fetched_at,
    }


def capture_fields(capture: CaptureRecord | None, span: tuple[int, int] | None = None) -> dict[str, Any]:
    """Which stored text is spoken of, and which part of it: offsets count code points; all null without a Capture."""
    if capture is None:
        return dict.fromkeys(("capture_id", "captured_at", "body_sha256", "text_sha256", "start", "end"))
    whole = (0, capture.text_chars) if capture.text_chars is not None else (None, None)
    start, end = span or whole
    return {
        "capture_id": capture.id,
        "captured_at": capture.memento_datetime or capture.captured_at,
        "body_sha256": capture.body_sha256,
        "text_sha256": capture.text_sha256,
        "start": start,
        "end": end,
    }


def _capture(capture: CaptureRecord) -> dict[str, Any]:
    return {
        "source": "archive" if capture.source == ARCHIVED else capture.source,
        "url": capture.url,
        "http_status": capture.status,
        "stored_at": capture.captured_at,
        "memento_datetime": capture.memento_datetime,
        "content_type": capture.content_type,
        "media_type": capture.media_type,
        "charset": capture.charset,
        "language": capture.language,
        "text_bytes": capture.text_bytes,
        "text_chars": capture.text_chars,
        "no_text": capture.no_text,
        "doubt": capture.doubt,
        "coverage": capture.coverage,
        "page_count": len(capture.page_starts) or None,
        "reservations": list(capture.reservations),
        "extractor": capture.extractor,
        "extractor_version": capture.extractor_version,
        "kept": capture.kept,
    }


def _imported(copy: ImportRecord) -> dict[str, Any]:
    return asdict(copy) | {"redirects": [hop(one) for one in copy.redirects], "verdict": str(copy.verdict)}


def _lookup(look: MementoLookup) -> dict[str, Any]:
    return asdict(look) | {"verdict": None if look.verdict is None else str(look.verdict)}
