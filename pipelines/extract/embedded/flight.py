"""React's stream of elements, "Flight", which Next.js writes as `self.__next_f.push([1,"..."])`.

The strings joined are rows: `id:` and a JSON value, or `id:T`, a length in hexadecimal bytes, a comma and a text. An
element is `["$", tag, key, props]`; "$L1a" and "$1a" stand for row 1a. Source: React, packages/react-client,
ReactFlightClient.js.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from crawler.text.digits import json_decoder

MAX_DEPTH = 200
MAX_ELEMENTS = 100_000
MAX_ROWS = 20_000

_JSON = json_decoder(strict=False)
_ROW = re.compile(r"\s*([0-9a-f]{0,8}):")
_TEXT = re.compile(r"T([0-9a-f]{1,8}),")
_REFERENCE = re.compile(r"\$[L@]?([0-9a-f]{1,8})")
_IGNORED = frozenset(
    "nav footer aside script style template noscript svg button form input select iframe head link meta".split()
)
_VOID = frozenset("br hr img input source wbr col area link meta".split())
_MAIN = ("article", "main")


def rows(stream: str) -> dict[str, Any]:
    """The rows of a stream, by id. A row that is neither JSON nor text (an import, a hint) is left out."""
    found: dict[str, Any] = {}
    at = 0
    while at < len(stream) and len(found) < MAX_ROWS:
        match = _ROW.match(stream, at)
        if match is None:
            at = _line_end(stream, at)
            continue
        at = match.end()
        if text := _TEXT.match(stream, at):
            value, at = _sized(stream, text.end(), int(text[1], 16))
            found[match[1]] = value
            continue
        try:
            found[match[1]], at = _JSON.raw_decode(stream, at)
        except (ValueError, RecursionError):
            at = _line_end(stream, at)
    return found


def _line_end(stream: str, at: int) -> int:
    end = stream.find("\n", at)
    return len(stream) if end < 0 else end + 1


def _sized(stream: str, at: int, size: int) -> tuple[str, int]:
    """The text of `size` bytes in UTF-8 at a place, and where it ends."""
    piece = stream[at : at + size]
    if not piece.isascii():
        piece = piece.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
    return piece, at + len(piece)


class FlightPage:
    """The elements of a stream as HTML."""

    def __init__(self, stream: str) -> None:
        self.rows = rows(stream)
        self.main: list[tuple[str, str]] = []  # (tag, HTML) of the elements that hold a page's main content
        self.props: list[dict[str, Any]] = []  # of components, whose markup only their code knows
        self._used: set[str] = set()
        self._left = MAX_ELEMENTS

    def html(self) -> str:
        """Everything, in the order of the stream; a row that another refers to stands there."""
        named = set(self._references())
        return "".join(self._any(value, 0) for name, value in self.rows.items() if name not in named)

    def _references(self) -> Iterator[str]:
        stack: list[Any] = list(self.rows.values())
        while stack:
            value = stack.pop()
            if isinstance(value, str):
                if match := _REFERENCE.fullmatch(value):
                    yield match[1]
            elif isinstance(value, list):
                stack.extend(value)
            elif isinstance(value, dict):
                stack.extend(value.values())

    def resolved(self, value: Any) -> Any:  # noqa: ANN401 - any JSON value
        """The row that a reference stands for, else the value; each row is used once."""
        if isinstance(value, str) and value.startswith("$") and (match := _REFERENCE.fullmatch(value)):
            if match[1] in self._used or match[1] not in self.rows:
                return None
            self._used.add(match[1])
            return self.rows[match[1]]
        return value

    def _any(self, value: Any, depth: int) -> str:  # noqa: ANN401
        self._left -= 1
        if depth > MAX_DEPTH or self._left < 0:
            return ""
        if isinstance(value, str):
            if value.startswith("$"):
                row = self.resolved(value)
                return self._any(row, depth + 1) if row is not value else escape(value.removeprefix("$"), quote=False)
            return escape(value, quote=False)
        if isinstance(value, list):
            if len(value) >= 4 and value[0] == "$" and isinstance(value[1], str):
                return self._element(value[1], value[3], depth)
            return "".join(
                self._any(child, depth + 1) for child in value if isinstance(child, (str, list)) or _is_tree(child)
            )
        if isinstance(value, dict):
            return "".join(self._any(child, depth + 1) for child in value.values() if isinstance(child, (list, dict)))
        return ""

    def _element(self, tag: str, props: Any, depth: int) -> str:  # noqa: ANN401
        if not isinstance(props, dict) or tag in _IGNORED or props.get("hidden") is True:
            return ""
        inner = self._raw(props.get("dangerouslySetInnerHTML")) or self._any(props.get("children"), depth + 1)
        if tag.startswith("$"):
            self.props.append({key: value for key, value in props.items() if key != "children"})
            return inner
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", tag):
            return inner
        html = f"<{tag}>" if tag in _VOID else f"<{tag}>{inner}</{tag}>"
        if tag in _MAIN:
            self.main.append((tag, html))
        return html

    def _raw(self, value: Any) -> str:  # noqa: ANN401
        markup = self.resolved(value.get("__html")) if isinstance(value, dict) else None
        return markup if isinstance(markup, str) else ""


def _is_tree(value: Any) -> bool:  # noqa: ANN401
    """Whether an object is a part of Next.js's tree of layouts: `{"children": [...]}`."""
    return isinstance(value, dict) and "children" in value
