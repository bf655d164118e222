"""Markdown for a comment on a pull request: a table of what is wrong; one line when nothing is.

Words of strangers stand in code spans, where they neither act as markup nor call people or issues by `@name` and `#1`.
"""

import re
from collections.abc import Iterator

from citecache.render.clean import one_line
from citecache.render.findings.report import ReportStream
from citecache.render.findings.severity import Judged, Severity, verdict_name
from citecache.render.findings.words import message, place, status
from citecache.render.markdown_text import link

MOST_CHARS = 60_000
"""GitHub takes comments of 65,536 characters at most ("body is too long"): space is left for a heading."""

_ENTITIES = re.compile(r"[^A-Za-z0-9 /=,;()'+-]")


def render(report: ReportStream) -> Iterator[str]:
    """The comment, the problems first. What does not fit is counted."""
    rows: dict[Severity, list[str]] = {Severity.PROBLEM: [], Severity.WARNING: []}
    room = dict.fromkeys(rows, MOST_CHARS)
    for one in report:
        if room.get(one.severity, 0) > 0:
            rows[one.severity].append(_row(one))
            room[one.severity] -= len(rows[one.severity][-1])
    yield from (f"{line}\n" for line in _lines(report, [row for some in rows.values() for row in some]))


def _lines(report: ReportStream, rows: list[str]) -> Iterator[str]:
    """The comment in lines: so many of the rows as there is space for. `rows` may lack some for which there is none."""
    head = f"**citecache**: {report.counts.total}"
    found = report.counts.of(Severity.PROBLEM) + report.counts.of(Severity.WARNING)
    yield head
    if not found:
        return
    table = ["", "| Place | Cited | Status | Finding |", "|---|---|---|---|"]
    yield from table
    left = MOST_CHARS - len(head) - sum(map(len, table))
    for number, row in enumerate(rows):
        left -= len(row) + 1
        if left < 0:
            yield from ("", f"And {found - number:,} more: `citecache check` lists them all.")
            return
        yield row


def _row(one: Judged) -> str:
    finding, name = one.finding, verdict_name(one.finding)
    head = f"**{name}**" if one.severity is Severity.PROBLEM else name
    text = message(finding, link=_link, excerpt=code)
    found = head + text.removeprefix(name) if text.startswith(name) else f"{head}: {text}"
    return f"| {code(place(finding))} | {_link(finding.url)} | {status(finding)} | {found} |"


def _link(url: str) -> str:
    """A link that can be followed, or what else was cited."""
    clean = one_line(url)
    return link(clean) if clean.lower().startswith(("http://", "https://")) else code(clean)


def code(text: str) -> str:
    r"""A stranger's words in code, also within a table, where a pipe parts cells even in a code span.

    >>> code("docs/a.md:1:2"), code("a|`b`")
    ('`docs/a.md:1:2`', '<code>a&#124;&#96;b&#96;</code>')
    """
    clean = one_line(text)
    if not re.search(r"[`|\\]", clean):
        return f"`{clean}`" if clean else ""
    return f"<code>{_ENTITIES.sub(lambda match: f'&#{ord(match[0])};', clean)}</code>"
