"""Numbers in digits, of any length: Python converts no more than 4,300 (`sys.set_int_max_str_digits`), and raises.

The only place that may use `html.unescape`, or read JSON of others without `parse_int`: a test reads the imports.
"""

import html
import json
import re
from typing import Any, cast

MAX_DIGITS = 4_000
"""Longer numbers stay text."""

_MANY_ZEROS = re.compile(r"&#([xX]?)00+")
_TOO_LARGE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
"""No code point: the last one is U+10FFFF, 1114111."""
_ESCAPED = re.compile(r"&(?:amp;)*#[xX]?[0-9a-fA-F]{1000,};?")


def unescape(text: str) -> str:
    """The text with its character references replaced; one that is out of range is U+FFFD (HTML, section 13.2.5.80).

    >>> unescape("a &amp; &#0065; &#x1f600; &#" + "1" * 5000 + ";")
    'a & A 😀 �'
    """
    if "&#" in text:
        text = without_large_references(text)
    return html.unescape(text)


def without_large_references(text: str) -> str:
    """The text with U+FFFD for numeric character references that are out of range, the others without leading zeros."""
    return _TOO_LARGE.sub("\ufffd", _MANY_ZEROS.sub(r"&#\g<1>0", text))


def safe_references(text: str) -> str:
    """A page in which no library finds a character reference that it cannot convert, also when it unescapes twice."""
    return _ESCAPED.sub(_referred, text) if "&#" in text or "amp;#" in text else text


def _referred(match: re.Match[str]) -> str:
    reference = match[0].replace("amp;", "")
    return without_large_references(reference if reference.endswith(";") else f"{reference};")


class Digits(str):
    """A number that is too long to convert."""

    __slots__ = ()


def integer(digits: str) -> int | Digits:
    """The number, or its digits if they are too many to convert: what JSON's `parse_int` takes."""
    return int(digits) if len(digits) <= MAX_DIGITS else Digits(digits)


def json_decoder(**options: Any) -> json.JSONDecoder:  # noqa: ANN401 - the decoder's own options
    """A decoder of JSON that fails on no number."""
    return json.JSONDecoder(parse_int=cast(Any, integer), **options)


def load_json(source: str | bytes, *, strict: bool = True) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a JSON text. Raises ValueError and RecursionError, never for a number."""
    return json.loads(source, strict=strict, parse_int=cast(Any, integer))
