"""What the methods of `Cache` return, where it is no type of the model."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model import Skipped, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What `Cache.add` read, and what of it is new."""

    documents: int
    new_documents: int
    unchanged_documents: int
    citations: int
    new_citations: int
    removed_citations: int
    records: int
    resources: int
    new_resources: int
    new_pages: int
    skipped: tuple[Skipped, ...]  # each with its place and the reason
    passed: Mapping[str, int]  # kind of thing that is not a citation -> how many


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How a crawl ended. `state`: finished, interrupted, offline, or "nothing due"."""

    run: int | None  # None: nothing was due
    state: str
    fetched: int
    verdicts: Mapping[Verdict, int]
    new_captures: int
    not_modified: int
    postponed: int  # their hosts asked for patience
    unanswered: int  # inconclusive: perhaps an outage on our side
