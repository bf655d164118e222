"""What the cache answers: one card per Resource, in the contract's fields. Floor 0."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.model.fetch import Hop
from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedBy:
    """One Citation as a card shows it."""

    document: str  # the Document's path, or its name when it was never read itself
    title: str | None = None
    type: str | None = None
    quality: float | None = None
    line: int | None = None  # None: known from a record's `cited_by` only
    column: int | None = None
    label: str | None = None
    link_text: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedAs:
    """What records and bibliographies say of a Resource, apart from what its page says."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    doi: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCapture:
    """What the Capture that a card shows says of itself, apart from what was cited."""

    url: str  # that answered
    title: str | None = None
    authors: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    start: str = field(default="", repr=False)  # of its text, as long as a preview; "" where there is no text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A Resource as it is shown and exported: the contract's fields, in the contract's order."""

    id: str
    stable_id: str
    url: str
    title: str | None
    type: str | None
    importance: float | None
    tags: tuple[str, ...]
    summary: str | None
    key_points: tuple[str, ...]
    authors: tuple[str, ...]
    published_date: str | None
    cited_by: tuple[CitedBy, ...]
    verdict: Verdict
    http_status: int | None
    final_url: str | None
    redirects: tuple[Hop, ...]
    fetched_at: str | None  # UTC ISO 8601 with Z: the last Fetch
    content_type: str | None
    media_type: str | None
    text_bytes: int | None
    preview: str | None
    truncated: bool
    text: str | None = field(repr=False)
    language: str | None
    description: str | None
    sitename: str | None
    extractor: str | None
    extractor_version: str | None
    body_sha256: str | None
    last_good_at: str | None  # when the text shown was last seen to stand
    cited_by_count: int  # Documents, not places
    error: str | None  # of the last Fetch
    no_text: str | None
    doubt: str | None
    marked_at: str | None = None  # since when the verdict is a person's
    marked_note: str | None = None
    archived_url: str | None = None  # an archive's copy (URI-M of RFC 7089), where one was looked for and kept
    archived_at: str | None = None  # when the archive captured it
    memento_datetime: str | None = None  # of the text that is shown; None: it is our own Capture
    reservations: tuple[str, ...] = ()
    sources: Mapping[str, str]  # where each metadata field came from
    cited_as: CitedAs = CitedAs()
    found: ShownCapture | None = None  # None: there is no Capture to show
