"""MementoLookup: what was looked up in a web archive, as it is stored."""

from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MementoLookup:
    """A lookup of a Page as a whole, or one copy that was examined. Times are UTC, ISO 8601 with Z."""

    id: int
    page_id: int
    looked_at: str
    archive: str  # the endpoint
    wanted: str | None  # the moment that a copy was wanted of
    url: str | None  # of the copy (URI-M); None: the lookup as a whole
    memento_datetime: str | None
    outcome: str  # kept, refused, none, unavailable
    verdict: Verdict | None  # the judge's, of that copy
    detail: str | None
    capture_id: int | None
