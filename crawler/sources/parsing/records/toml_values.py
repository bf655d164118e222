"""TOML -> plain values, in linear time and without a limit to the digits of a number."""

import re
import tomllib
from typing import Any

from crawler.text.digits import MAX_DIGITS

MAX_PARTS = 100
"""Of a dotted key: tomllib takes the square of their number."""

_LONG_NUMBER = re.compile(rf"(?<![\w.])[+-]?(?:0[xob])?[0-9a-fA-F_]{{{MAX_DIGITS},}}")
_QUOTED = re.compile(r"""\"[^"\\\n]*\"|'[^'\n]*'""")
_MANY_PARTS = re.compile(rf"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){{{MAX_PARTS}}}")
_LINE = re.compile(r"at line (\d+)")


class BadTOML(Exception):
    """The text is not TOML. `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def load_toml(text: str) -> dict[str, Any]:
    """The table of a text, with 0 for a number of over MAX_DIGITS digits. Raises BadTOML and RecursionError."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") >= MAX_PARTS and _MANY_PARTS.search(_QUOTED.sub("q", line)):
            raise BadTOML(f"a key of over {MAX_PARTS} parts", number)
    try:
        return tomllib.loads(_LONG_NUMBER.sub(lambda match: "0" + " " * (len(match[0]) - 1), text))
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        raise BadTOML(str(error), int(at[1]) if at else 1) from error
