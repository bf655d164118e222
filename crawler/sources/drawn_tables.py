"""Tables that are drawn with characters, as in reStructuredText, and whether they hold a text of another length.

A grid table has its cells between `|`, below a border such as `+----+----+`. A simple table has its columns where its
borders have their `=`; only text in the last one may be of any length, and a blank line follows the last border
(reStructuredText Markup Specification, "Grid Tables" and "Simple Tables"). Pandoc's Markdown has grid tables, too.
"""

import re

_GRID_BORDER = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_GRID_ROW = re.compile(r"\s*[|+].*[|+]\s*")
_SIMPLE_BORDER = re.compile(r"\s*=+(?: +=+)+\s*")

MOST_ROWS = 2_000
"""Lines above a place in which a table's border is looked for. A heuristic, not measured."""


def breaks_table(text: str, start: int, before: str, after: str) -> bool:
    r"""Whether `before`, which stands at `start`, is in a table that breaks with `after` in its place.

    >>> table = "+-----+---+\n| abc | d |\n+-----+---+"
    >>> breaks_table(table, 14, "abc", "abcd"), breaks_table(table, 14, "abc", "xyz")
    (True, False)
    """
    if len(before) == len(after):
        return False
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start:].split("\n", 1)[0]
    above = text[:line_start].split("\n")[-2 : -MOST_ROWS - 2 : -1]  # from the next line upwards
    if _GRID_ROW.fullmatch(line):
        border = next((one for one in above if _GRID_BORDER.fullmatch(one) or not _GRID_ROW.fullmatch(one)), "")
        return _GRID_BORDER.fullmatch(border) is not None
    below = line
    for one in above:
        if _SIMPLE_BORDER.fullmatch(one):
            return bool(below.strip()) and start - line_start < one.rstrip().rfind(" ") + 1
        below = one
    return False
