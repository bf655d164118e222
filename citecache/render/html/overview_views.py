"""What the templates about a whole cache are given: the dashboard, the runs, the one under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.model import (
    BrokenPage,
    CitedYear,
    DuePages,
    FetchedNow,
    HostTrouble,
    LastRun,
    PageAge,
    PoorCapture,
    RunRecord,
    Tally,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPage:
    """A Page with another text than before, by its most cited Resource."""

    id: str
    url: str
    title: str | None
    at: str  # UTC, ISO 8601 with Z
    cited_by_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How a cache stands. Of each list, the first entries and how many there are."""

    tally: Tally
    verdicts: Mapping[Verdict, int]  # Pages, in the order of `Verdict`
    since: str  # a week ago (UTC, ISO 8601 with Z)
    broken_count: int
    broken: Sequence[BrokenPage]
    changed_count: int
    changed: Sequence[ChangedPage]
    churned: int  # Pages whose text differs in churn only
    poor_count: int
    poor: Sequence[PoorCapture]
    ungraded: int  # Captures that nobody has graded yet
    host_count: int
    hosts: Sequence[HostTrouble]
    years: Sequence[CitedYear]
    ages: Sequence[PageAge]
    due: DuePages

    @property
    def pages(self) -> int:
        return sum(self.verdicts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """run_progress.html: the run under way, and what it fetched last."""

    run: RunRecord | None  # None: no run is under way
    seconds_left: int | None  # an estimate; None: nothing can be said yet
    latest: Sequence[FetchedNow]
    last: LastRun | None  # where none is under way: the one before, if there ever was one


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardView:
    """dashboard.html."""

    overview: Overview
    progress: RunProgress
    counted_at: str  # UTC, ISO 8601 with Z
    current: bool  # nothing was stored since


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRun:
    """A run, and what it was asked for in words."""

    run: RunRecord
    asked: str
    seconds: int | None  # that it took; None: it has no end


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsView:
    """runs.html: runs, the newest first."""

    progress: RunProgress
    runs: Sequence[ListedRun]
    older: int | None  # the id of the last one shown, if there are older ones
    first: bool  # these are the newest
