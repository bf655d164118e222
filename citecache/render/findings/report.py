"""Findings with what they mean, and the total: as they pass, or all at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from citecache.render.findings.counts import ReportCounts
from citecache.render.findings.severity import Judged, Key, Severity, judge
from crawler.model import Finding, Tally


class ReportStream:
    """Findings that are judged one by one, and counted as they pass. Read them once; the counts are whole then."""

    def __init__(self, judged: Iterable[Judged], *, strict: bool = False, tally: Tally | None = None) -> None:
        self.strict = strict
        self.counts = ReportCounts(tally)
        self._judged = judged
        self._watchers: list[Callable[[Judged], None]] = []

    def watch(self, watcher: Callable[[Judged], None]) -> None:
        """Let it see every finding that passes."""
        self._watchers.append(watcher)

    def __iter__(self) -> Iterator[Judged]:
        add = self.counts.add
        for one in self._judged:
            add(one)
            for watcher in self._watchers:
                watcher(one)
            yield one


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, in the order in which they were given."""

    judged: tuple[Judged, ...]
    strict: bool = False
    tally: Tally | None = None  # what the sources cite, counted as by every command

    def of(self, *severities: Severity) -> list[Judged]:
        """The findings of these severities."""
        return [one for one in self.judged if one.severity in severities]

    @property
    def failed(self) -> bool:
        return any(one.severity is Severity.PROBLEM for one in self.judged)

    @property
    def unchecked(self) -> int:
        """Citations of pages that were never fetched, and that a crawl would fetch."""
        return self._counts().unchecked

    @property
    def total(self) -> str:
        """One line: how many there are of everything, so that nothing is left out silently."""
        return self._counts().total

    def _counts(self) -> ReportCounts:
        counts = ReportCounts(self.tally)
        for one in self.judged:
            counts.add(one)
        return counts


def assess(
    findings: Iterable[Finding],
    *,
    strict: bool = False,
    known: frozenset[Key] = frozenset(),
    left_out: Callable[[Finding], tuple[str, str] | None] = lambda _: None,
    tally: Tally | None = None,
) -> ReportStream:
    """Judge each finding. `left_out` gives what excludes a finding, and by what kind of rule."""
    return ReportStream(judge(findings, strict=strict, known=known, left_out=left_out), strict=strict, tally=tally)
