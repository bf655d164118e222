"""TextVersion and TextChange: the good texts of a Page in time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVersion:
    """A good text of a Page, and when it was seen."""

    capture_id: int
    first_at: str
    last_at: str
    text_sha256: str | None
    body_sha256: str
    extractor: str  # name and version
    kept: bool = True  # False: the policy has dropped its text and body (CITECACHE_KEEP)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A Page with another good text now than at the moment asked for. It may differ by churn, or by the extractor."""

    page_id: int
    before: TextVersion
    now: TextVersion
