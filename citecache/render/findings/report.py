"""Findings judged: problem, warning, inconclusive, or fine. Pure.

An inconclusive finding (blocked, restricted, unreachable, ...) is neither good nor bad.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from citecache.render.clean import one_line
from crawler.model import Finding, LinkState, Tally, Verdict


class Severity(StrEnum):
    """What a finding means for the build that asks."""

    PROBLEM = "problem"  # fails it
    KNOWN = "known"  # a problem that the baseline lists
    WARNING = "warning"  # reported, but fails nothing
    UNKNOWN = "unknown"  # inconclusive
    FINE = "fine"
    EXCLUDED = "excluded"  # left out on request, whatever its verdict


PROBLEMS = frozenset({Verdict.DEAD, Verdict.MISSING, Verdict.SOFT_404, Verdict.USURPED})
WARNINGS = frozenset({Verdict.MOVED, Verdict.DEGRADED})

BROKEN = frozenset({LinkState.MISSING_FILE, LinkState.MISSING_ANCHOR})
"""Links within the project, or to a place in a page, that lead nowhere: problems."""

Key = tuple[str, str]
"""How a baseline identifies a problem: Document and URL, of a quotation with its words. Not the line, which moves, nor
the verdict, which may grow from `missing` to `dead`."""


def severity(verdict: Verdict, *, strict: bool = False) -> Severity:
    """What a verdict means. `strict`: an inconclusive one is a problem.

    >>> [severity(Verdict(name)).value for name in ("dead", "moved", "alive", "blocked")]
    ['problem', 'warning', 'fine', 'unknown']
    """
    if verdict in PROBLEMS:
        return Severity.PROBLEM
    if verdict in WARNINGS:
        return Severity.WARNING
    if verdict is Verdict.ALIVE:
        return Severity.FINE
    return Severity.PROBLEM if strict else Severity.UNKNOWN


def key(finding: Finding) -> Key:
    """The key of a finding in a baseline; a URL without a Document has the Document ""."""
    url = finding.url if finding.quote is None else f"{finding.url} “{finding.quote}”"
    return finding.document or "", url


def is_of_quote(entry: Key) -> bool:
    """Whether a key is that of a quotation."""
    return " “" in entry[1] and entry[1].endswith("”")


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and what it means."""

    finding: Finding
    severity: Severity
    left_out: str | None = None  # by what it was excluded: "--exclude example", "lychee.toml: exclude ..."
    by: str | None = None  # the same without the pattern, to be counted by


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
        return sum(
            one.finding.verdict is Verdict.UNCHECKED
            and not (one.finding.undefined or one.finding.is_local or one.finding.quote)
            for one in self.of(Severity.UNKNOWN, Severity.PROBLEM, Severity.KNOWN)
        )

    @property
    def total(self) -> str:
        """One line: how many there are of everything, so that nothing is left out silently."""
        parts = [self._part(Severity.PROBLEM, "problem"), self._part(Severity.WARNING, "warning")]
        parts += [self._counted(Severity.FINE), self._counted(Severity.UNKNOWN, "{} inconclusive")]
        parts.append(self._counted(Severity.KNOWN, "{} known from the baseline"))
        if left_out := Counter(one_line(one.by or "") for one in self.of(Severity.EXCLUDED)):
            parts.append(f"{left_out.total():,} excluded ({_listed(left_out)})")
        return f"{self._counts()}: {', '.join(part for part in parts if part)}"

    def _counts(self) -> str:
        """What was judged: places in documents, and what only records or the user name."""
        local = sum(1 for one in self.judged if one.finding.is_local)
        quotes = sum(one.finding.quote is not None for one in self.judged)
        beside = [_many(count, noun) for count, noun in ((local, "local link"), (quotes, "quotation")) if count]
        if self.tally is None:
            documents = len({one.finding.document for one in self.judged} - {None})
            where = f" in {_many(documents, 'document')}" if documents else ""
            return _together([_many(len(self.judged) - local - quotes, "citation"), *beside]) + where
        counted = self.tally
        resources = _many(counted.resources, "resource")
        if not counted.documents and not counted.citations:
            return resources
        judged = _together([_many(counted.citations, "citation"), *beside])
        head = f"{judged} in {_many(counted.documents, 'document')}, {resources}"
        more = f", {_many(counted.named_citations, 'more citation')} that only records name"
        return head + (more if counted.named_citations else "")

    def _part(self, severity: Severity, noun: str) -> str:
        counts = self._verdicts(severity)
        return f"{_many(counts.total(), noun)} ({_listed(counts)})" if counts else f"no {noun}s"

    def _counted(self, severity: Severity, words: str = "") -> str:
        counts = self._verdicts(severity)
        if not words or not counts:
            return _listed(counts)
        return f"{words.format(f'{counts.total():,}')} ({_listed(counts)})"

    def _verdicts(self, severity: Severity) -> Counter[str]:
        return Counter(verdict_name(one.finding) for one in self.of(severity))


def assess(
    findings: Iterable[Finding],
    *,
    strict: bool = False,
    known: frozenset[Key] = frozenset(),
    left_out: Callable[[Finding], tuple[str, str] | None] = lambda _: None,
    tally: Tally | None = None,
) -> Report:
    """Judge each finding. `left_out` gives what excludes a finding, and by what kind of rule."""
    judged = []
    for finding in findings:
        if reason := left_out(finding):
            judged.append(Judged(finding, Severity.EXCLUDED, *reason))
            continue
        found = _severity_of(finding, strict=strict)
        if found is Severity.PROBLEM and key(finding) in known:
            found = Severity.KNOWN
        judged.append(Judged(finding, found))
    return Report(tuple(judged), strict, tally)


def _severity_of(finding: Finding, *, strict: bool) -> Severity:
    if finding.quote_status is not None:
        return _of_quote(finding, strict=strict)
    if finding.link in BROKEN:
        return Severity.PROBLEM
    return Severity.FINE if finding.link else severity(finding.verdict, strict=strict)


def _of_quote(finding: Finding, *, strict: bool) -> Severity:
    """Absent words are a problem only where the text is surely the whole page's."""
    if finding.quote_status == "verbatim":
        return Severity.FINE
    if finding.quote_status == "no_text":
        return Severity.PROBLEM if strict else Severity.UNKNOWN
    return Severity.PROBLEM if finding.quote_failed else Severity.WARNING


def state_name(finding: Finding) -> str:
    """The verdict, or what is missing: as JSON has it; `quote_altered` where it is about a quotation."""
    if finding.quote_status is not None:
        return f"quote_{finding.quote_status}"
    return finding.link.value if finding.link else finding.verdict.value


def verdict_name(finding: Finding) -> str:
    """The same for a person: `soft-404`, and `undefined` for an id that no record defines."""
    return "undefined" if finding.undefined else state_name(finding).replace("_", "-")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def _together(parts: list[str]) -> str:
    """`3 citations, 1 local link and 2 quotations`."""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def _listed(counts: Counter[str]) -> str:
    """`3 dead, 1 missing`: the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count:,} {name}" for name, count in ordered)
