"""VerdictChange and CitedPage: what has changed since a moment, and how much it matters."""

from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """A Page with another verdict than before."""

    page_id: int
    url: str  # the Page's
    before: Verdict | None  # None: it had none yet
    after: Verdict
    at: str  # UTC, ISO 8601 with Z: since when
    marked: bool = False  # a person has set it


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPage:
    """A Page by its most cited Resource."""

    id: str  # the Resource's
    url: str
    title: str | None
    importance: float | None  # the highest of the Page's Resources
    cited_by_count: int  # Documents that cite any of them
