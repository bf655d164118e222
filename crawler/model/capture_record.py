"""CaptureRecord: a Capture as it is stored, without its text and body."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """One row of `captures`: where a text comes from, and by which digests it can be verified. Times are UTC."""

    id: int
    page_id: int
    source: str  # fetched, archived, imported
    captured_at: str  # when we stored it, ISO 8601 with Z; if it was imported, when the copy was made
    memento_datetime: str | None  # when an archive captured it; None: our own
    url: str  # that answered
    status: int | None
    body_sha256: str
    content_type: str | None
    media_type: str
    charset: str | None
    title: str | None
    language: str | None
    text_sha256: str | None
    text_bytes: int | None
    text_chars: int | None  # what offsets count: code points
    no_text: str | None
    doubt: str | None
    coverage: float | None
    page_starts: tuple[int, ...]  # of a document with pages: the offset at which each begins
    reservations: tuple[str, ...]
    extractor: str
    extractor_version: str
    kept: bool  # False: text and body were dropped by the policy of what is kept
