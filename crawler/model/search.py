"""SearchHit: what a full-text search finds."""

from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A Resource whose last good text, archived or imported copy matches a search. Times are UTC, ISO 8601 with Z."""

    id: str
    url: str
    title: str | None
    verdict: Verdict
    fetched_at: str | None
    last_good_at: str | None
    cited_by_count: int
    archived_at: str | None  # when the archived copy was captured in which it was found; None: in the page's own text
    imported_at: str | None  # likewise, when the imported copy was made
    snippet: str | None  # `[` and `]` around the words found; None: the page asks for no excerpts
