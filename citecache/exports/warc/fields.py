"""Named fields (WARC 1.1, section 4): what is written into them cannot begin a field of its own."""

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

CONTENT_TYPE = "application/warc-fields"

Fields = Iterable[tuple[str, str]]

_LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Controls, and what one program or another takes for the end of a line."""

_URI = "!#$%&'()*+,/:;=?@[]~"
"""What may stand in a URI besides letters, digits and `-._` (RFC 3986, section 2), `%` of what is encoded already."""


def one_line(value: str) -> str:
    r"""Text on one line.

    >>> one_line("a\r\nWARC-Type: response")
    'a  WARC-Type: response'
    """
    return _LINE_ENDS.sub(" ", value)


def as_json(value: object) -> str:
    r"""JSON on one line.

    >>> as_json({"detail": "a\nb\u2028c"})
    '{"detail": "a\\nb\\u2028c"}'
    """
    return _LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def target_uri(url: str) -> str:
    r"""A URL as WARC-Target-URI: escaped by RFC 3986, without white space.

    >>> target_uri("http://example.org/a b\r\n\u00fc?q=%20#x")
    'http://example.org/a%20b%0D%0A%C3%BC?q=%20#x'
    """
    return quote(url, safe=_URI, errors="replace")


def block(fields: Fields) -> bytes:
    """The block of a record of fields."""
    return "".join(f"{name}: {one_line(value)}\r\n" for name, value in fields).encode("utf-8", "replace")
