"""Recording: a stored Fetch with what is kept of its content, as an archive file needs it."""

from dataclasses import dataclass, field

from crawler.model.fetch import Hop
from crawler.model.fetch_record import FetchRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCapture:
    """A Capture without what only cards and the judge need. Times are UTC, ISO 8601 with Z."""

    captured_at: str
    source: str  # fetched, archived, imported
    memento_datetime: str | None  # when an archive captured it; None: it is not from an archive
    status: int | None
    url: str  # that answered
    body_sha256: str
    content_type: str | None
    media_type: str
    title: str | None
    text: str | None = field(repr=False)
    text_sha256: str | None
    reservations: tuple[str, ...]
    extractor: str
    extractor_version: str
    dropped_at: str | None  # text and body were dropped by the policy of what to keep
    redirects: tuple[Hop, ...] = ()  # of an imported copy: from the Page's URL to its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A Fetch and its content: what it gave, or what it confirmed."""

    fetch: FetchRecord
    capture: RecordedCapture | None  # by the newest extraction
    made_capture: bool  # it is the first Fetch with this text: the others have the same text, if not the same bytes
    body_sha256: str | None  # of its own bytes; None: there were none, or they are not known
    body_kept: bool  # the cache still has these bytes
    confirms: int | None  # of a 304: the Fetch whose answer still stands


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResource:
    """A Resource of a Page: its identity."""

    id: str
    stable_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPage:
    """A Page, and the Resources that it is fetched for."""

    id: int
    url: str
    resources: tuple[PageResource, ...]
