r"""JSON -> values that know where they stand: `JsonTree`.

The standard library's decoder parses. Strings are the only tokens that are counted: an object knows the number of each
of its keys, a list that of each of its items, and the n-th string of the text begins at a known offset. So the place of
any key and any text is exact, also in a file of one line, and in a text with escapes such as `https:\/\/`.

A text that breaks off or has a fault is read up to there.
"""

import json
import re
from bisect import bisect_right
from typing import Any

from crawler.sources.parsing.positions import LineIndex
from crawler.text.digits import json_decoder

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""A string, or one that is not closed: it ends with the text, else each quote in it would be tried as a start."""
_TOKEN = re.compile(rf"{_STRING.pattern}|[{{}}\[\],]", re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r]*+")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)


class JsonObject(dict[str, Any]):
    """An object; `numbers` has the number of each key's string."""

    __slots__ = ("numbers",)

    def __init__(self, values: dict[str, Any], numbers: dict[str, int]) -> None:
        super().__init__(values)
        self.numbers = numbers


class JsonArray(list[Any]):
    """A list; `numbers` has the number of the first string of each item, or of the next one when it has none."""

    __slots__ = ("numbers",)

    def __init__(self, values: list[Any], numbers: list[int]) -> None:
        super().__init__(values)
        self.numbers = numbers


class _Pairs(list[tuple[str, Any]]):
    """An object as the decoder found it, in the order of the text."""


_DECODER = json_decoder(object_pairs_hook=_Pairs)


class JsonTree:
    """A JSON text, of one value or of several in a row: its `roots`, and where what stands in them stands.

    `fault` has the reason and the offset from which on nothing could be read; None for good JSON.
    """

    def __init__(self, text: str, lines_before: int = 0) -> None:
        self.text, self.lines_before = text, lines_before
        self.roots: list[Any] = []
        self.numbers: list[int] = []  # of the first string of each root
        self.fault: tuple[str, int] | None = None
        self.index = LineIndex(text)
        self._escapes = _Escapes(-1, "", 0)  # of the string that was asked for last
        parsed = self._parsed()
        self._starts = [match.start() for match in _STRING.finditer(text)]
        self._starts.append(self._starts[-1] if self._starts else 0)  # where a long number (`Digits`) is the last value
        number = 0
        for value in parsed:
            self.numbers.append(number)
            try:
                placed, number = _numbered(value, number)
            except RecursionError:
                self.fault = ("nested too deeply", 0)
                return
            self.roots.append(placed)

    def _parsed(self) -> list[Any]:
        found: list[Any] = []
        at = _end_of_space(self.text, 0)
        while at < len(self.text):
            try:
                value, end = _DECODER.raw_decode(self.text, at)
            except RecursionError:
                self.fault = ("nested too deeply", at)
                return found
            except json.JSONDecodeError as error:
                self.fault = (error.msg, error.pos)
                return [*found, *_salvaged(self.text, at, error.pos)]
            found.append(value)
            at = _end_of_space(self.text, end)
        return found

    def line(self, offset: int) -> int:
        return self.lines_before + self.index.place(offset)[0]

    def place(self, number: int, at: int = 0) -> tuple[int, int]:
        """Line and column of the character `at` of the text of the n-th string."""
        line, column = self.index.place(self._starts[number] + 1 + (at and self._written(number, at)))
        return self.lines_before + line, column

    def line_of_string(self, number: int) -> int:
        return self.line(self._starts[number])

    def line_of_object(self, value: JsonObject) -> int:
        """The line of an object's brace, the last one before its first key."""
        first = next(iter(value.numbers.values()), None)
        return self.lines_before + 1 if first is None else self.line(self.text.rfind("{", 0, self._starts[first]))

    def _written(self, number: int, at: int) -> int:
        """How many characters of the file stand for the first `at` of a string."""
        if self._escapes.number != number:
            self._escapes = _Escapes(number, self.text, self._starts[number])
        return self._escapes.written(at)


class _Escapes:
    """The escapes of one string, each of which is one character (RFC 8259, section 7)."""

    def __init__(self, number: int, text: str, start: int) -> None:
        self.number = number
        self.means, self.stands = [0], [0]  # a character behind an escape: its offset in the value, and in the file
        string = _STRING.match(text, start)
        at, after = 0, start + 1
        for escape in _ESCAPE.finditer(text, start + 1, string.end() - 1) if string else ():
            at += escape.start() - after + 1
            after = escape.end()
            self.means.append(at)
            self.stands.append(after - start - 1)

    def written(self, at: int) -> int:
        piece = bisect_right(self.means, at) - 1
        return self.stands[piece] + at - self.means[piece]


def _end_of_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _numbered(value: Any, number: int) -> tuple[Any, int]:  # noqa: ANN401 - any JSON value
    """A value with the numbers of its strings, of which `number` is the first; and the number behind it."""
    if type(value) is str:  # not `Digits`
        return value, number + 1
    if isinstance(value, _Pairs):
        values: dict[str, Any] = {}
        numbers: dict[str, int] = {}
        for key, inner in value:
            numbers[key] = number
            if type(inner) is str:  # most are; a call takes time
                values[key], number = inner, number + 2
            else:
                values[key], number = _numbered(inner, number + 1)
        return JsonObject(values, numbers), number
    if isinstance(value, list):
        items, starts = [], []
        for inner in value:
            starts.append(number)
            item, number = _numbered(inner, number)
            items.append(item)
        return JsonArray(items, starts), number
    return value, number


def _salvaged(text: str, start: int, fault: int) -> list[Any]:
    """The value that begins at `start`, as far as it goes before a fault: what was open is closed."""
    cut, depth_at_cut = start, 0
    stack: list[str] = []
    for match in _TOKEN.finditer(text, start, fault):
        sign = match[0]
        if sign in "{[":
            stack.append("}" if sign == "{" else "]")
        elif sign in "}]":
            stack.pop()
        elif sign != ",":
            continue
        cut, depth_at_cut = match.start() if sign == "," else match.end(), len(stack)
    closing = "".join(reversed(stack[:depth_at_cut]))
    try:
        return [_DECODER.raw_decode(text[start:cut] + closing)[0]] if cut > start else []
    except (ValueError, RecursionError):
        return []
