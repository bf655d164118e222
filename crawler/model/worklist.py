"""What the worklist is made from: Pages in trouble, how much they matter, and citations of texts that have changed."""

from dataclasses import dataclass

from crawler.model.verdict import Verdict

NEUTRAL = 50.0
"""The quality of a Document, and the importance of a Resource, of which nobody has said anything: 0 to 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWeight:
    """A Page that Documents cite, and how much depends on it. None: nothing says so."""

    page_id: int
    verdict: Verdict
    resource_ids: tuple[str, ...]  # the most cited first
    documents: int  # that cite it
    quality: float | None  # the mean of those Documents, 0 to 100; one without any counts as neutral
    importance: float | None  # the highest of its Resources, 0 to 100
    archive_looked: bool  # an archive was asked, and had no good copy


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCitation:
    """A citation of a Page whose text has changed since: the texts then and now, by their Captures."""

    citation_id: int
    page_id: int
    claim: str | None
    quotes: tuple[str, ...]
    before: int
    now: int
    same_extractor: bool  # otherwise a difference may be the extractor's
