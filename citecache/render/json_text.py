"""JSON as text: on one line, and safe for terminals and line readers."""

import json
import re
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


def escaped(text: str) -> str:
    """JSON text with `_ESCAPED` written as escapes: the same values."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
