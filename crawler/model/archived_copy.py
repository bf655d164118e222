"""ArchivedCopy: a copy of a Page in a web archive (a Memento, RFC 7089), from wanted to stored."""

from dataclasses import dataclass, field
from datetime import datetime

from crawler.model.capture import Capture
from crawler.model.page import Page
from crawler.model.verdict import Verdict

KEPT, REFUSED, NONE, UNAVAILABLE = "kept", "refused", "none", "unavailable"
"""How a lookup, or one copy, ended: stored; no good copy; no copy at all; inconclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCopy:
    """A Page that a copy is wanted of."""

    page: Page
    verdict: Verdict
    moment: datetime  # UTC: the nearest copy before it is the best
    why: str  # where the moment comes from: "accessed", "published", "last good", "first cited"
    kept: int | None = None  # the Capture that is stored already


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupResult:
    """What came of one copy that was examined or, where `url` is None, of the lookup as a whole."""

    outcome: str  # KEPT, REFUSED, NONE or UNAVAILABLE
    detail: str  # one line for a person; "" where the outcome says all
    url: str | None = None  # URI-M
    memento_datetime: datetime | None = None
    verdict: Verdict | None = None  # the judge's


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCopy:
    """A good copy, to be stored."""

    url: str  # URI-M
    memento_datetime: datetime
    fetched_at: datetime
    status: int | None
    content_type: str | None
    body: bytes = field(repr=False)
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCopy:
    """The copy of a Page that the cache has."""

    capture_id: int
    url: str  # URI-M
    memento_datetime: str  # UTC, ISO 8601 with Z
