"""JUnit's XML, as CI services read it: a test suite per Document, a test case per citation.

There is no standard; elements and attributes are those that github.com/testmoapp/junitxml lists as common.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from xml.sax.saxutils import escape

from citecache.render.clean import one_line
from citecache.render.findings.report import ReportStream
from citecache.render.findings.severity import Judged, Severity, key, verdict_name
from citecache.render.findings.spool import Spool
from citecache.render.findings.words import message, place, status
from crawler.cache.scratch import Scratch

_SKIPPED = {
    Severity.UNKNOWN: "inconclusive",
    Severity.KNOWN: "known from the baseline",
    Severity.EXCLUDED: "excluded by",
}

_IN_ATTRIBUTES = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}


class _SuiteCounts:
    """What a suite, or the whole file, says of itself before its cases."""

    def __init__(self) -> None:
        self.tests = self.failures = self.skipped = 0

    def add(self, one: Judged) -> None:
        self.tests += 1
        self.failures += one.severity is Severity.PROBLEM
        self.skipped += one.severity in _SKIPPED

    def start(self, tag: str, name: str) -> str:
        """The element's start, without its end: it may be empty."""
        counts = {"tests": self.tests, "failures": self.failures, "errors": 0, "skipped": self.skipped}
        return _start(tag, {"name": name} | {name: str(count) for name, count in counts.items()})


def render(report: ReportStream) -> Iterator[str]:
    """The whole file. Problems are failures; what is inconclusive, known or excluded is skipped.

    Counts stand before what they count, so suites wait in a temporary file.
    """
    whole = _SuiteCounts()
    with Spool() as suites, Spool() as cases, Scratch() as scratch:
        for document, group in groupby(report, lambda one: one.finding.document):
            name = one_line(document) if document else "command line"
            counts = _SuiteCounts()
            scratch.forget_numbers()
            cases.clear()
            for one in group:
                whole.add(one)
                counts.add(one)
                cases.write(_case(one, name, scratch.next_number(key(one.finding)[1])))
            suites.write(f"  {counts.start('testsuite', name)}>\n")
            for piece in cases.read():
                suites.write(piece)
            suites.write("  </testsuite>\n")
        yield '<?xml version="1.0" encoding="UTF-8"?>\n' + whole.start("testsuites", "citecache")
        if whole.tests:
            yield ">\n"
            yield from suites.read()
            yield "</testsuites>\n"
        else:
            yield " />\n"


def _case(one: Judged, suite: str, occurrence: int) -> str:
    """A case is named by its URL, not by its line, so that a CI service knows it again."""
    finding = one.finding
    name = one_line(key(finding)[1]) + (f" ({occurrence})" if occurrence > 1 else "")
    at = {"file": finding.file, "line": None if finding.line is None else str(finding.line)}
    given = {name: one_line(value) for name, value in at.items() if value}
    start = _start("testcase", {"classname": suite, "name": name, **given})
    inner = "".join(f"      {element}\n" for element in _elements(one))
    return f"    {start}>\n{inner}    </testcase>\n" if inner else f"    {start} />\n"


def _elements(one: Judged) -> Iterable[str]:
    """What stands in a case: nothing where all is well."""
    if one.severity is Severity.FINE:
        return
    finding = one.finding
    text = f"[{status(finding)}] {message(finding)}"
    if one.severity is Severity.PROBLEM:
        start = _start("failure", {"type": verdict_name(finding), "message": text})
        yield f"{start}>{escape(f'{place(finding)}  {one_line(finding.url)}  {text}')}</failure>"
    elif one.severity is Severity.EXCLUDED:
        yield _start("skipped", {"message": f"{_SKIPPED[one.severity]} {one_line(one.left_out or '')}"}) + " />"
    elif one.severity in _SKIPPED:
        yield _start("skipped", {"message": f"{_SKIPPED[one.severity]}: {text}"}) + " />"
    else:
        yield f"<system-out>{escape(f'warning: {text}')}</system-out>"


def _start(tag: str, attributes: Mapping[str, str]) -> str:
    return f"<{tag}" + "".join(f' {name}="{escape(value, _IN_ATTRIBUTES)}"' for name, value in attributes.items())
