"""TextVersion, TextChange, WordCounts and KeptCounts: the good texts of a Page in time."""

from dataclasses import dataclass
from typing import Literal

ChangeCause = Literal["page", "extractor"]


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
class WordCounts:
    """How much two texts of a Page differ, churn aside: what is kept of a comparison."""

    cause: ChangeCause | None  # None: no difference
    words_added: int
    words_removed: int
    coarse: bool  # passages were replaced as a whole: fewer words may have changed


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCounts:
    """What is kept of a comparison. Another `stamp` than that of a comparison made now: it is out of date."""

    stamp: str
    counts: WordCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A Page with another good text now than at the moment asked for. It may differ by churn, or by the extractor."""

    page_id: int
    before: TextVersion
    now: TextVersion
    kept: KeptCounts | None = None  # of a comparison of the two; None: it is not kept
