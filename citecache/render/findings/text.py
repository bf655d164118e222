"""Plain text: a line that an editor can jump to for each problem and warning, then the total."""

from collections.abc import Iterator

from citecache.render.clean import one_line
from citecache.render.findings.report import ReportStream
from citecache.render.findings.severity import Severity
from citecache.render.findings.words import message, place, status

_SHOWN = (Severity.PROBLEM, Severity.WARNING)


def render(report: ReportStream) -> Iterator[str]:
    """The findings, a Document's together, and the total line."""
    for one in report:
        if one.severity in _SHOWN:
            found = one.finding
            yield f"{place(found)}  [{status(found)}] {one_line(found.url)}  {message(found)}\n"
    yield f"{report.counts.total}\n"
