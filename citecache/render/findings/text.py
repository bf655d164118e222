"""Plain text: a line that an editor can jump to for each problem and warning, then the total."""

from citecache.render.clean import one_line
from citecache.render.findings.report import Report, Severity
from citecache.render.findings.words import message, place, status


def render(report: Report) -> str:
    """The findings, a Document's together, and the total line."""
    lines = [
        f"{place(one.finding)}  [{status(one.finding)}] {one_line(one.finding.url)}  {message(one.finding)}"
        for one in report.of(Severity.PROBLEM, Severity.WARNING)
    ]
    return "\n".join([*lines, report.total, ""])
