"""Offsets -> lines and columns. markdown-it gives only an inline block's lines; `BlockPositions` finds the columns.

A line of a block's content is its source line without the prefix of its containers (quotes, lists, footnotes); a
table's cells follow each other in their row. Both are exact: no position is a guess.
"""

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate


class LineIndex:
    r"""The lines of a text with `\n` line ends; columns count from 1, and lines from the number of the `first`."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.text, self.first = text, first
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        row = bisect_right(self.starts, offset) - 1
        return row + self.first, offset - self.starts[row] + 1

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - self.first] + column - 1


class BlockPositions:
    """One inline block: `content` as markdown-it gives it, whose first line is the source's `first` (from 0)."""

    def __init__(self, lines: LineIndex, content: str, first: int) -> None:
        self.lines = lines
        self.first = first
        self.content = content
        self.found: tuple[int, int, int] = (-1, 0, 0)  # the last row, its line and column

    @cached_property
    def content_lines(self) -> list[str]:
        return self.content.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.content_lines)]

    def place(self, pos: int) -> tuple[int, int]:
        """Line and column of an offset in the content."""
        row = min(bisect_right(self.starts, pos) - 1, len(self.content_lines) - 1)
        if row != self.found[0]:
            number = min(self.first + row, len(self.lines.lines) - 1)
            self.found = (row, number + 1, _column(self.lines.lines[number], self.content_lines[row]))
        _, line, base = self.found
        return line, base + pos - self.starts[row] + 1


def _column(source: str, written: str) -> int:
    """Where a content line begins in its source line; negative where part of a tab was replaced by spaces."""
    bare, end = written.rstrip(), source.rstrip()
    if end.endswith(bare):
        return len(end) - len(bare)
    lead = len(bare) - len(bare.lstrip())
    at = source.find(bare.lstrip())
    return max(at, 0) - lead


class CellPositions:
    """One table cell, searched in its row from `after`, the end of the previous cell (an offset in the row)."""

    def __init__(self, lines: LineIndex, content: str, row: int, after: int) -> None:
        self.content, self.row = content, row
        source = lines.lines[row]
        written = content.replace("|", "\\|")
        at = source.find(written, after)
        self.escaped = at >= 0
        if at < 0:
            at = source.find(content, after)
        self.start = max(at, after)
        self.end = self.start + len(written if self.escaped else content) if content else after

    def place(self, pos: int) -> tuple[int, int]:
        """Line and column of an offset in the cell's content."""
        extra = self.content.count("|", 0, pos) if self.escaped else 0
        return self.row + 1, self.start + pos + extra + 1
