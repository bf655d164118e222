"""Run: one crawl, what it selects and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which Pages a run fetches. With nothing set: those that are due."""

    everything: bool = False
    older_than: int | None = None  # seconds since the last Fetch
    urls: tuple[str, ...] = ()  # of Pages; they are fetched whether due or not
    hosts: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()  # of Pages; they are fetched whether due or not
    within: tuple[str, ...] | None = None  # only these Pages, by their URLs; None: all
    max_age: int | None = None  # seconds since the last Fetch that said something of the Page: older ones are fetched
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run that has begun."""

    id: int
    selection: Selection
    cutoff: int  # a Page whose last Fetch belongs to this run or a later one is done
    started_at: str
    resumed: int = 0  # Pages that the killed run had fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What came of a run."""

    fetched: int
    verdicts: Mapping[Verdict, int]  # most frequent first
    new_captures: int
    not_modified: int
    postponed: int  # their hosts asked to wait; counted under no verdict
    unanswered: int  # inconclusive network failures; counted under no verdict either
