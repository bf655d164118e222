"""JavaScript literals in linear time: JSON, and the looser notation of minified code.

Reads objects, arrays, strings, numbers, `!0`, `void 0`, `new Date(...)`, and the function by which Nuxt 2 shares
repeated values: `(function(a,b){return {...}}("x",1))`. Anything else ends the reading: `Unreadable`.
"""

import re
from typing import Any

from crawler.text.digits import json_decoder

MAX_DEPTH = 150
"""Nesting of objects and arrays that is read: page data have 20 to 60 levels."""

_JSON = json_decoder(strict=False)
_SPACE = re.compile(r"(?:[\s;]+|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)*")
_TOKEN = re.compile(
    r"""(?P<string>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`)
    |(?P<number>[-+]?(?:0[xX][\da-fA-F]{1,32}|(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][-+]?\d{1,4})?)n?)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<mark>[\[\]{}(),:!])""",
    re.VERBOSE | re.DOTALL,
)
_FUNCTION = re.compile(r"\(?\s*(?:function\s*\(([\w$,\s]*)\)|\(([\w$,\s]*)\)\s*=>)\s*\{\s*return\s*")
_ARGUMENTS = re.compile(r"[;\s]*\}\s*\)?\s*\(")
"""From the end of the returned value to the arguments: "}(" or "})(" (the function stands in parentheses)."""
_ESCAPE = re.compile(r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
_SURROGATES = re.compile("[\ud800-\udfff]")


class Unreadable(ValueError):
    """The source is not a literal."""


class _Parameter(str):
    __slots__ = ()


def read(source: str, start: int = 0) -> tuple[Any, int]:
    """The value at `start`, and where it ends.

    Raises:
        Unreadable: it is not a literal, or nested too deep.
    """
    try:
        return _JSON.raw_decode(source, _skip(source, start))
    except (ValueError, RecursionError):
        pass
    try:
        return _call(source, start)
    except RecursionError as error:
        raise Unreadable("nested too deep") from error


def string(source: str) -> str:
    """The value of a JavaScript string with its quotes (ECMAScript, "String Literals")."""
    if "\\" not in source:
        return source[1:-1]
    text = _ESCAPE.sub(_unescaped, source[1:-1])
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATES.search(text) else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _ESCAPED.get(match[4], match[4])


def _skip(source: str, at: int) -> int:
    match = _SPACE.match(source, at)
    return match.end() if match else at


def _call(source: str, start: int) -> tuple[Any, int]:
    """A literal, or a function that returns one, with its arguments in place of the parameters."""
    start = _skip(source, start)
    function = _FUNCTION.match(source, start)
    if function is None:
        reader = _LiteralReader(source, start, frozenset())
        return reader.value(0), reader.at
    names = [name.strip() for name in (function[1] or function[2] or "").split(",")]
    body = _LiteralReader(source, function.end(), frozenset(names))
    value = body.value(0)
    match = _ARGUMENTS.match(source, body.at)
    if match is None:
        return _filled(value, {}), body.at
    rest = _LiteralReader(source, match.end(), frozenset())
    return _filled(value, dict(zip(names, rest.values(")", 0), strict=False))), rest.at


def _filled(value: Any, arguments: dict[str, Any]) -> Any:  # noqa: ANN401
    if isinstance(value, _Parameter):
        return arguments.get(value)
    if isinstance(value, dict):
        return {key: _filled(entry, arguments) for key, entry in value.items()}
    if isinstance(value, list):
        return [_filled(entry, arguments) for entry in value]
    return value


class _LiteralReader:
    def __init__(self, source: str, at: int, names: frozenset[str]) -> None:
        self.source, self.at, self.names = source, at, names

    def _next(self) -> tuple[str, str]:
        self.at = _skip(self.source, self.at)
        match = _TOKEN.match(self.source, self.at)
        if match is None or match.lastgroup is None:
            raise Unreadable(f"no literal at character {self.at}")
        self.at = match.end()
        return match.lastgroup, match[0]

    def value(self, depth: int) -> Any:  # noqa: ANN401
        if depth > MAX_DEPTH:
            raise Unreadable("nested too deep")
        return self._value(*self._next(), depth)

    def _value(self, group: str, lexeme: str, depth: int) -> Any:  # noqa: ANN401
        if group == "string":
            return string(lexeme)
        if group == "number":
            return _number(lexeme)
        if group == "name":
            return self._named(lexeme, depth)
        if lexeme == "[":
            return self.values("]", depth)
        if lexeme == "{":
            return self._object(depth)
        if lexeme == "!":
            return not self.value(depth + 1)
        if lexeme == "(":
            return next(reversed(self.values(")", depth)), None)
        raise Unreadable(f"no literal at character {self.at}")

    def _named(self, name: str, depth: int) -> Any:  # noqa: ANN401
        if name in self.names:
            return _Parameter(name)
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name == "void":
            self.value(depth + 1)
            return None
        if name == "new":
            name = self._next()[1]
        elif name not in ("Object", "Array", "Symbol", "Date"):
            raise Unreadable(f"{name[:40]} is not a literal")
        if self._next()[1] != "(":
            raise Unreadable(f"{name} without arguments")
        return next(iter(self.values(")", depth)), None)

    def values(self, end: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while True:
            group, lexeme = self._next()
            if lexeme == end and group == "mark":
                return found
            if lexeme == "," and group == "mark":
                continue
            if depth >= MAX_DEPTH:
                raise Unreadable("nested too deep")
            found.append(self._value(group, lexeme, depth + 1))

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            group, lexeme = self._next()
            if lexeme == "}" and group == "mark":
                return found
            if lexeme == "," and group == "mark":
                continue
            if group == "mark":
                raise Unreadable(f"no key at character {self.at}")
            if self._next() != ("mark", ":"):
                raise Unreadable(f"no value at character {self.at}")
            found[string(lexeme) if group == "string" else lexeme] = self.value(depth + 1)


def _number(lexeme: str) -> float | int | None:
    try:
        return int(lexeme, 16) if "x" in lexeme.lower() else float(lexeme) if "n" not in lexeme else int(lexeme[:-1])
    except ValueError:
        return None
