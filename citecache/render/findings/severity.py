"""What a finding means: problem, warning, inconclusive, or fine. Pure.

An inconclusive finding (blocked, restricted, unreachable, ...) is neither good nor bad.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawler.model import Finding, LinkState, Verdict


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


def judge(
    findings: Iterable[Finding],
    *,
    strict: bool = False,
    known: frozenset[Key] = frozenset(),
    left_out: Callable[[Finding], tuple[str, str] | None] = lambda _: None,
) -> Iterator[Judged]:
    """Judge each finding. `left_out` gives what excludes a finding, and by what kind of rule."""
    for finding in findings:
        if reason := left_out(finding):
            yield Judged(finding, Severity.EXCLUDED, *reason)
            continue
        found = _severity_of(finding, strict=strict)
        if found is Severity.PROBLEM and key(finding) in known:
            found = Severity.KNOWN
        yield Judged(finding, found)


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
