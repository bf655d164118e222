"""JSON with offsets: walks objects and arrays member by member, with the standard library's decoder."""

import json
import re
from collections.abc import Iterator
from typing import cast

from crawler.model.json_value import JsonValue
from crawler.text.digits import json_decoder

_SPACE = re.compile(r"[ \t\n]*")
_DECODER = json_decoder()


class BadJSON(Exception):
    """The text is not JSON from `offset` on."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


def after_space(text: str, pos: int) -> int:
    match = _SPACE.match(text, pos)
    return match.end() if match else pos


def value_at(text: str, pos: int) -> tuple[JsonValue, int]:
    """The value at an offset and the offset behind it. Raises BadJSON."""
    try:
        return _DECODER.raw_decode(text, pos)
    except json.JSONDecodeError as error:
        raise BadJSON(error.msg, error.pos) from error
    except ValueError as error:  # a number of over 4,300 digits
        raise BadJSON(str(error).partition(":")[0], pos) from error
    except RecursionError as error:
        raise BadJSON("nested too deeply", pos) from error


def items(text: str, pos: int) -> Iterator[int]:
    """The offset of each item of the array at `pos`. Raises BadJSON behind the last good one."""
    here = after_space(text, pos + 1)
    if text.startswith("]", here):
        return
    while True:
        yield here
        here = _comma(text, value_at(text, here)[1], "]")
        if here < 0:
            return


def members(text: str, pos: int) -> Iterator[tuple[str, int, int]]:
    """The (key, offset of the key, offset of the value) of each member of the object at `pos`. Raises BadJSON."""
    here = after_space(text, pos + 1)
    if text.startswith("}", here):
        return
    while True:
        if not text.startswith('"', here):
            raise BadJSON("a key is missing", here)
        key, end = cast(tuple[str, int], value_at(text, here))
        colon = after_space(text, end)
        if not text.startswith(":", colon):
            raise BadJSON("a colon is missing", colon)
        value = after_space(text, colon + 1)
        yield key, here, value
        here = _comma(text, value_at(text, value)[1], "}")
        if here < 0:
            return


def _comma(text: str, pos: int, closing: str) -> int:
    here = after_space(text, pos)
    if text.startswith(closing, here):
        return -1
    if not text.startswith(",", here):
        raise BadJSON(f"a comma or {closing} is missing", here)
    return after_space(text, here + 1)
