r"""Text that stands in JSON strings, such as a notebook's cell: `JsonText` knows where each character is in the file.

An escape (`\n`, `\u00e9`, a pair of surrogates) is one character of the text and several of the file (RFC 8259,
section 7). A text may be one string or a list of them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_LINE_END = re.compile(r"\r\n|\r|\n")


class JsonText:
    r"""Strings of a JSON text, joined: `text` with `\n` line ends, and the offset in the JSON text of its places."""

    def __init__(self, json: str, strings: Iterable[tuple[int, int, str]]) -> None:
        """`strings`: where each begins (its quote) and ends in `json`, and its value."""
        self._at, self._file = [0], [0]  # the characters from `_at` on stand in the file from `_file` on
        values: list[str] = []
        size = 0
        for start, end, value in strings:
            self._begin(size, start + 1)
            at, after = size, start + 1
            for escape in _ESCAPE.finditer(json, start + 1, end - 1):
                at += escape.start() - after + 1
                after = escape.end()
                self._begin(at, after)
            values.append(value)
            size += len(value)
        joined = "".join(values)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(joined))]
        self.text = _LINE_END.sub("\n", joined)

    def _begin(self, at: int, file: int) -> None:
        self._at.append(at)
        self._file.append(file)

    def offset(self, line: int, column: int) -> int:
        """The offset in the JSON text of a line and column (from 1) of `text`."""
        at = self._starts[min(line, len(self._starts)) - 1] + column - 1
        piece = bisect_right(self._at, at) - 1
        return self._file[piece] + at - self._at[piece]
