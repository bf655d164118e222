"""Markdown for a comment on a pull request: a table of what is wrong; one line when nothing is.

Words of strangers stand in code spans, where they neither act as markup nor call people or issues by `@name` and `#1`.
"""

import re

from citecache.render.clean import one_line
from citecache.render.findings.report import Judged, Report, Severity, verdict_name
from citecache.render.findings.words import message, place, status
from citecache.render.markdown_text import link

MOST_CHARS = 60_000
"""GitHub takes comments of 65,536 characters at most ("body is too long"): space is left for a heading."""

_ENTITIES = re.compile(r"[^A-Za-z0-9 /=,;()'+-]")


def render(report: Report) -> str:
    """The comment. What does not fit is counted."""
    found = report.of(Severity.PROBLEM) + report.of(Severity.WARNING)
    if not found:
        return f"**citecache**: {report.total}\n"
    lines = [f"**citecache**: {report.total}", "", "| Place | Cited | Status | Finding |", "|---|---|---|---|"]
    left = MOST_CHARS - sum(map(len, lines))
    for number, one in enumerate(found):
        row = _row(one)
        left -= len(row) + 1
        if left < 0:
            lines += ["", f"And {len(found) - number:,} more: `citecache check` lists them all."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


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
