"""Converts trafilatura's result tree to text: blocks separated by an empty line, line breaks only where the page has
them.

Trafilatura's own text output ends every block with a single newline, so that paragraphs and list items look the same,
and keeps line breaks of the HTML source within paragraphs.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element
from trafilatura.xml import xmltotxt

LINED = frozenset(("list", "table", "code"))
"""Blocks whose line breaks are meant: items, rows, code."""

PROSE = 80
"""A line of at least this many characters within a block is a paragraph: some pages separate them by <br>."""

_SOURCE_BREAK = re.compile(r"\s*\n\s*")
_EDGE_PIPES = re.compile(r"^\|\s*|\s*\|$")
_RULE = re.compile(r"^[|\s-]*$")


def blocks(body: _Element) -> list[str]:
    """The blocks of trafilatura's `<body>`, none of them empty. Changes the tree's white space."""
    _join_source_lines(body)
    while len(body) > 1 and body[-1].tag == "head":
        body.remove(body[-1])  # a heading without content
    found: list[str] = []
    for element in body:
        text = xmltotxt(element, include_formatting=False)
        if element.tag == "table" or "|" in text[:2]:
            text = "\n".join(_rows(text))
        found.extend(_split(text) if element.tag not in LINED else filter(None, (text.strip(),)))
    return found


def _join_source_lines(body: _Element) -> None:
    """Line breaks in text nodes are white space (CSS Text 3, section 4.1.1), except in code."""
    for element in body.iter():
        inside_code = element.tag == "code"
        if element.text and "\n" in element.text and not inside_code:
            element.text = _SOURCE_BREAK.sub(" ", element.text)
        if element.tail and "\n" in element.tail:
            element.tail = _SOURCE_BREAK.sub(" ", element.tail)


def _rows(text: str) -> Iterator[str]:
    """The rows of a table: cells separated by ` | `, no outer bars, no empty rows."""
    for line in text.splitlines():
        if not _RULE.match(line):
            yield _EDGE_PIPES.sub("", line.strip()) if line.lstrip().startswith("|") else line


def _split(text: str) -> Iterator[str]:
    """Prose: a long line ends its paragraph, short ones (verse, addresses) stay together."""
    lines: list[str] = []
    for line in text.splitlines():
        if stripped := line.strip():
            if lines and (len(stripped) >= PROSE or len(lines[-1]) >= PROSE):
                yield "\n".join(lines)
                lines = []
            lines.append(stripped)
    if lines:
        yield "\n".join(lines)
