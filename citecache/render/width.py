"""Lines no wider than a terminal. Wide (CJK) characters take two columns, combining ones none (UAX 11)."""

import re

from rich.cells import cell_len

LEAST_COLUMNS = 20
_CUT = "..."
_PIECE = re.compile(
    r"\s+|[!-~]+"  # a word of a Latin text
    "|.[\u0300-\u036f\u200d\ufe0f\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\uff09\u300d\u300f]*"  # with what ends it
)
"""What a line is broken between: words, and characters of scripts without spaces."""


def clip(line: str, columns: int) -> str:
    """One line, cut with three dots where it is too wide.

    >>> clip("the weights of the model", 20), clip("模型的权重已经泄露了", 20), clip("模型的权重已经泄露了。", 20)
    ('the weights of th...', '模型的权重已经泄露了', '模型的权重已经泄...')
    """
    if cell_len(line) <= columns:
        return line
    return _head(line, max(columns, LEAST_COLUMNS) - len(_CUT)) + _CUT


def fit(text: str, columns: int) -> str:
    """Lines of which those that are too wide go on in the next one, with their indent; a long word is broken."""
    columns = max(columns, LEAST_COLUMNS)
    return "\n".join(line if cell_len(line) <= columns else _broken(line, columns) for line in text.split("\n"))


def _broken(line: str, columns: int) -> str:
    indent = re.match(" *", line)[0][: columns // 2]  # type: ignore[index]  # it always matches
    lines, left = [indent], columns - len(indent)
    for piece in _PIECE.findall(line[len(indent) :]):
        while cell_len(piece) > left and not piece.isspace():
            if lines[-1].strip() and (left < 2 or cell_len(piece) <= columns - len(indent)):
                lines.append(indent)
            else:
                head = _head(piece, left)
                lines[-1] += head
                piece = piece[len(head) :]  # noqa: PLW2901 - the rest of the same piece
                lines.append(indent)
            left = columns - len(indent)
        if not piece.isspace() or (lines[-1].strip() and cell_len(piece) < left):
            lines[-1] += piece
            left -= cell_len(piece)
    return "\n".join(one.rstrip() for one in lines if one.strip())


def _head(text: str, columns: int) -> str:
    """The beginning that fits, at least one character."""
    width = 0
    for place, character in enumerate(text):
        width += cell_len(character)
        if width > columns and place:
            return text[:place]
    return text
