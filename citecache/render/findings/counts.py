"""How many findings there are of everything, so that nothing is left out silently: counted as they pass."""

from collections import Counter, defaultdict

from citecache.render.clean import one_line
from citecache.render.findings.severity import Judged, Severity, verdict_name
from crawler.model import Tally, Verdict

_UNDECIDED = (Severity.UNKNOWN, Severity.PROBLEM, Severity.KNOWN)


class ReportCounts:
    """The numbers of a report. `tally`: what the sources cite, counted as by every command."""

    def __init__(self, tally: Tally | None = None) -> None:
        self.tally = tally
        self.judged = 0
        self.unchecked = 0  # citations of pages that were never fetched, and that a crawl would fetch
        self.undefined = 0  # citations of a Resource ID that no record defines
        self._local = 0
        self._quotes = 0
        self._verdicts: defaultdict[Severity, Counter[str]] = defaultdict(Counter)
        self._left_out: Counter[str] = Counter()
        self._documents: set[str] = set()  # without a tally

    def add(self, one: Judged) -> None:
        """Count one finding."""
        finding, meaning = one.finding, one.severity
        self.judged += 1
        self._verdicts[meaning][verdict_name(finding)] += 1
        if finding.is_local:
            self._local += 1
        elif finding.quote is not None:
            self._quotes += 1
        elif finding.verdict is Verdict.UNCHECKED and not finding.undefined and meaning in _UNDECIDED:
            self.unchecked += 1
        if finding.undefined and meaning in (Severity.UNKNOWN, Severity.PROBLEM):
            self.undefined += 1
        if meaning is Severity.EXCLUDED:
            self._left_out[one_line(one.by or "")] += 1
        if self.tally is None and finding.document is not None:
            self._documents.add(finding.document)

    def of(self, severity: Severity) -> int:
        """How many have that severity."""
        return self._verdicts[severity].total()

    @property
    def verdicts(self) -> dict[str, int]:
        """Verdict -> how many have it, by name."""
        return dict(sorted(sum(self._verdicts.values(), Counter[str]()).items()))

    @property
    def failed(self) -> bool:
        return self.of(Severity.PROBLEM) > 0

    @property
    def total(self) -> str:
        """One line: how many there are of everything."""
        parts = [self._part(Severity.PROBLEM, "problem"), self._part(Severity.WARNING, "warning")]
        parts += [self._counted(Severity.FINE), self._counted(Severity.UNKNOWN, "{} inconclusive")]
        parts.append(self._counted(Severity.KNOWN, "{} known from the baseline"))
        if self._left_out:
            parts.append(f"{self._left_out.total():,} excluded ({_listed(self._left_out)})")
        return f"{self._counts()}: {', '.join(part for part in parts if part)}"

    def _counts(self) -> str:
        """What was judged: places in documents, and what only records or the user name."""
        beside = ((self._local, "local link"), (self._quotes, "quotation"))
        also = [_many(count, noun) for count, noun in beside if count]
        if self.tally is None:
            where = f" in {_many(len(self._documents), 'document')}" if self._documents else ""
            return _together([_many(self.judged - self._local - self._quotes, "citation"), *also]) + where
        counted = self.tally
        resources = _many(counted.resources, "resource")
        if not counted.documents and not counted.citations:
            return resources
        judged = _together([_many(counted.citations, "citation"), *also])
        head = f"{judged} in {_many(counted.documents, 'document')}, {resources}"
        more = f", {_many(counted.named_citations, 'more citation')} that only records name"
        return head + (more if counted.named_citations else "")

    def _part(self, severity: Severity, noun: str) -> str:
        counts = self._verdicts[severity]
        return f"{_many(counts.total(), noun)} ({_listed(counts)})" if counts else f"no {noun}s"

    def _counted(self, severity: Severity, words: str = "") -> str:
        counts = self._verdicts[severity]
        if not words or not counts:
            return _listed(counts)
        return f"{words.format(f'{counts.total():,}')} ({_listed(counts)})"


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
