"""JSON as text: on one line, and safe for terminals and line readers."""

import json
import re
from json.encoder import encode_basestring
from typing import Any

_ESCAPED = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    r"|(?<=##)(?:\[|(?=vso\[|teamcity\[).)"
)
"""What JSON allows bare and programs stumble over: C1 controls and bidirectional marks (terminals), separators that
Python and JavaScript take for line ends, surrogates, which UTF-8 cannot hold, and what would make a string a command
to a CI service (citecache/render/clean.py)."""


def line(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A JSON value on one line, valid UTF-8 whatever strings it holds: nothing is lost, `_ESCAPED` is escaped."""
    return escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))


def indented(value: Any, level: int = 0) -> str:  # noqa: ANN401 - likewise
    """A JSON value as `json.dumps(value, ensure_ascii=False, indent=2)` has it within `level` others, but five times
    as fast: that is written in Python for each character, as soon as there is an indent (`json/encoder.py`).

    >>> indented({"a": [1], "b": {}}) == json.dumps({"a": [1], "b": {}}, indent=2)
    True
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if not isinstance(value, dict | list | tuple):
        return repr(value) if type(value) is int else json.dumps(value)
    first, last = "{}" if isinstance(value, dict) else "[]"
    if not value:
        return first + last
    between = "\n" + "  " * (level + 1)
    if isinstance(value, dict):
        parts = [f"{_name(name)}: {indented(one, level + 1)}" for name, one in value.items()]
    else:
        parts = [indented(one, level + 1) for one in value]
    return f"{first}{between}{f',{between}'.join(parts)}\n{'  ' * level}{last}"


def _name(key: object) -> str:
    return encode_basestring(key if isinstance(key, str) else json.dumps(key))


def escaped(text: str) -> str:
    """JSON text with `_ESCAPED` written as escapes: the same values."""
    if text.isascii() and "##" not in text and "\x7f" not in text:
        return text
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
