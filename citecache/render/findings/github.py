"""GitHub's annotations: workflow commands that show a finding beside the line it is about.

`::error file=...,line=...,col=...,title=...::message`. Escapes as in actions/toolkit, packages/core/src/command.ts,
and as actions/runner, ActionCommand.cs, takes them back.
"""

from collections.abc import Iterator

from citecache.render.clean import one_line
from citecache.render.findings.report import ReportStream
from citecache.render.findings.severity import Severity, verdict_name
from citecache.render.findings.words import message, place, status
from crawler.model import Finding

_COMMANDS = {Severity.PROBLEM: "error", Severity.WARNING: "warning"}


def render(report: ReportStream) -> Iterator[str]:
    """One command a line. The message names the place, too: GitHub shows the first ten errors and the first ten
    warnings of a step beside their lines (actions/toolkit, docs/problem-matchers.md), the rest in the log only.
    """
    for one in report:
        if command := _COMMANDS.get(one.severity):
            yield f"::{command} {_properties(one.finding)}::{_data(_message(one.finding))}\n"


def _message(finding: Finding) -> str:
    return f"{place(finding)}  [{status(finding)}] {one_line(finding.url)}  {message(finding)}"


def _properties(finding: Finding) -> str:
    """What has no value is left out; a line without its file means nothing."""
    values = {"file": finding.file or "", "title": f"citecache: {verdict_name(finding)}"}
    if finding.file and finding.line is not None:
        values |= {"line": str(finding.line), "col": "" if finding.column is None else str(finding.column)}
    order = ("file", "line", "col", "title")
    return ",".join(f"{name}={_property(values[name])}" for name in order if values.get(name))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    r"""A property's value.

    >>> _property("docs/100%: a, b.md")
    'docs/100%25%3A a%2C b.md'
    """
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
