"""Tables of reStructuredText ("Grid Tables" and "Simple Tables" of its specification): cells with their places."""

import re

TableCell = list[tuple[int, int, int]]
"""The lines of a cell: which line, from which column to which."""

GRID = re.compile(r"\+(?:[-=]+\+)+\s*$")
SIMPLE = re.compile(r"={2,}(?: +={2,})+\s*$")
_NO_TEXT = re.compile(r"[-+=|\s]*$")


def grid_rows(rows: list[str], first: int, indent: int) -> tuple[list[list[TableCell]], int]:
    """The rows of the grid table whose upper border is line `first`, and the line behind the table."""
    borders = [at for at, char in enumerate(rows[first]) if char == "+"]
    found: list[list[TableCell]] = []
    cells: dict[int, TableCell] = {}
    line = first
    while line < len(rows) and rows[line].startswith(("+", "|"), indent):
        row = rows[line]
        if GRID.match(row, indent):
            found.append([*cells.values()])
            cells = {}
        else:
            start = borders[0] + 1
            for border in borders[1:]:
                last = border == borders[-1]
                if last or row[border : border + 1] in ("|", "+"):
                    _add(cells, row, line, start, row.rfind("|") if last else border)
                    start = border + 1
        line += 1
    return [row for row in [*found, [*cells.values()]] if row], line


def simple_rows(rows: list[str], first: int, indent: int) -> tuple[list[list[TableCell]], int] | None:
    """The rows of the simple table whose upper border is line `first`; None if it has no lower border."""
    last = first + 1
    while last < len(rows) and not (
        SIMPLE.match(rows[last], indent) and not "".join(rows[last + 1 : last + 2]).strip()
    ):
        last += 1
    if last >= len(rows):
        return None
    columns = [match.span() for match in re.finditer(r"=+", rows[first])]
    found: list[dict[int, TableCell]] = []
    for line in range(first + 1, last):
        row = rows[line]
        if _NO_TEXT.match(row):
            continue
        if row[columns[0][0] : columns[0][1]].strip() or not found:
            found.append({})
        crossed = any(row[end : end + 1].strip() for _, end in columns[:-1])
        for start, end in [(columns[0][0], len(row))] if crossed else [*columns[:-1], (columns[-1][0], len(row))]:
            _add(found[-1], row, line, start, end)
    return [[*cells.values()] for cells in found], last + 1


def _add(cells: dict[int, TableCell], row: str, line: int, start: int, end: int) -> None:
    text = row[start:end]
    if not _NO_TEXT.match(text):
        left = start + len(text) - len(text.lstrip())
        cells.setdefault(start, []).append((line, left, start + len(text.rstrip())))
