"""JUnit's XML, as CI services read it: a test suite per Document, a test case per citation.

There is no standard; elements and attributes are those that github.com/testmoapp/junitxml lists as common.
"""

from collections import Counter
from itertools import groupby
from xml.etree import ElementTree as ET

from citecache.render.clean import one_line
from citecache.render.findings.report import Judged, Report, Severity, key, verdict_name
from citecache.render.findings.words import message, place, status

_SKIPPED = {
    Severity.UNKNOWN: "inconclusive",
    Severity.KNOWN: "known from the baseline",
    Severity.EXCLUDED: "excluded by",
}


def render(report: Report) -> str:
    """The whole file. Problems are failures; what is inconclusive, known or excluded is skipped."""
    root = ET.Element("testsuites", {"name": "citecache", **_counts(report.judged)})
    for document, group in groupby(report.judged, lambda one: one.finding.document):
        found = tuple(group)
        name = one_line(document) if document else "command line"
        suite = ET.SubElement(root, "testsuite", {"name": name, **_counts(found)})
        seen: Counter[str] = Counter()
        for one in found:
            name = key(one.finding)[1]
            seen[name] += 1
            _case(suite, one, seen[name])
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _counts(judged: tuple[Judged, ...]) -> dict[str, str]:
    failures = sum(one.severity is Severity.PROBLEM for one in judged)
    skipped = sum(one.severity in _SKIPPED for one in judged)
    return {"tests": str(len(judged)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}


def _case(suite: ET.Element, one: Judged, occurrence: int) -> None:
    """A case is named by its URL, not by its line, so that a CI service knows it again."""
    finding = one.finding
    name = one_line(key(finding)[1]) + (f" ({occurrence})" if occurrence > 1 else "")
    at = {"file": finding.file, "line": None if finding.line is None else str(finding.line)}
    given = {name: one_line(value) for name, value in at.items() if value}
    case = ET.SubElement(suite, "testcase", {"classname": suite.get("name", ""), "name": name, **given})
    text = f"[{status(finding)}] {message(finding)}"
    if one.severity is Severity.PROBLEM:
        failure = ET.SubElement(case, "failure", {"type": verdict_name(finding), "message": text})
        failure.text = f"{place(finding)}  {one_line(finding.url)}  {text}"
    elif one.severity is Severity.EXCLUDED:
        ET.SubElement(case, "skipped", {"message": f"{_SKIPPED[one.severity]} {one_line(one.left_out or '')}"})
    elif one.severity in _SKIPPED:
        ET.SubElement(case, "skipped", {"message": f"{_SKIPPED[one.severity]}: {text}"})
    elif one.severity is Severity.WARNING:
        ET.SubElement(case, "system-out").text = f"warning: {text}"
