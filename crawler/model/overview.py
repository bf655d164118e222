"""What the overview of a cache is made of: broken Pages, hosts in trouble, rot by year, what is due."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPage:
    """A Page that is no longer what was cited, by its most cited Resource."""

    page_id: int
    id: str  # the Resource's
    url: str
    title: str | None
    verdict: Verdict
    before: Verdict | None  # at the moment that is compared with; None: it had none yet
    at: str  # since when (UTC, ISO 8601 with Z)
    marked: bool  # a person has said so
    cited_by_count: int  # Documents that cite any of its Resources
    importance: float | None
    archived: bool  # an archive's copy is at hand


@dataclass(frozen=True, slots=True, kw_only=True)
class PoorCapture:
    """A Resource whose text may not be what was cited, or not the whole of it."""

    id: str
    url: str
    title: str | None
    why: str
    cited_by_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HostTrouble:
    """A host with Pages that are gone or cannot be read."""

    host: str
    pages: int
    troubled: Mapping[Verdict, int]  # in the order of `Verdict`
    paused_until: str | None  # it asked for that (Retry-After)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedYear:
    """The Citations made in a year, by what their Pages are now. Those of Pages never fetched are not counted."""

    year: int
    alive: int  # or moved
    gone: int  # dead, missing, soft-404, usurped, degraded
    unknown: int  # inconclusive: restricted, blocked, unreachable, ...

    @property
    def total(self) -> int:
        return self.alive + self.gone + self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAge:
    """How many Pages were last fetched that long ago."""

    age: str  # "under a day", "under a week", "under a month", "under a year", "older", "never"
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePages:
    """How many Pages are due by when. Times are UTC, ISO 8601 with Z."""

    now: int
    day: int  # later than now, within a day
    week: int
    month: int
    later: int
    never: int  # not by themselves: what is unsafe, or has said that it is gone for good
    next_at: str | None  # when the next one is due that is not due yet


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """Something that happened to a Page, seen by a Fetch or said by a person."""

    at: str  # UTC, ISO 8601 with Z
    page_id: int
    kind: str  # "verdict", "text", "churn" (the text differs in dates, counters and the like only), "mark"
    fetch_id: int  # 0: a mark
    before: Verdict | None  # of a verdict
    after: Verdict  # at that time
    capture_before: int | None = None  # of a text: the Capture that was the last good one
    capture_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedTexts:
    """The Captures whose texts an event lies between."""

    before: int
    after: int
    text_bytes: int  # of both together
    quotable: bool  # no excerpt is unwanted (docs/policy.md)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run as it is listed. Times are UTC, ISO 8601 with Z."""

    id: int
    started_at: str
    finished_at: str | None
    state: str  # running, stopped (killed), finished, interrupted, offline
    selection: Mapping[str, object]  # what was asked for: the fields of `Selection`
    version: str
    fetched: int  # so far
    planned: int | None  # None: a run of an earlier version
    verdicts: Mapping[Verdict, int]  # the most frequent first; empty while it is running
    postponed: int
    unanswered: int
    changed_texts: int
    changed_verdicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedNow:
    """A Page that a run under way has just fetched."""

    url: str
    id: str | None  # of a Resource
    at: str
    verdict: Verdict
