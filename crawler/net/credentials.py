r"""User names, passwords and tokens before the host of a URL (RFC 3986, 3.2.1): removed before anything is stored.

Every spelling counts that a browser, or a person, may take for credentials: any number of slashes or backslashes after
a scheme that has a host (WHATWG URL, 4.4: `http:/u:p@h`, `http:u:p@h`, `HTTP:\\u:p@h`), tabs and line ends within,
an encoded `@`, a URL in the query of another one, and `http://u:p/w@h`, where an unencoded slash of the password ends
the host. Linear in the text.
"""

import re
from collections.abc import Iterable
from typing import Any

_WITH_HOST = "https?|ftps?|wss?"
_SPECIAL = frozenset(("http", "https", "ftp", "ftps", "ws", "wss"))
_ADDRESSED = frozenset(
    (
        *("acct", "cid", "data", "geo", "im", "javascript", "jid", "mailto", "matrix", "mid", "news", "nntp", "pres"),
        *("sip", "sips", "sms", "tag", "tel", "urn", "xmpp"),
    )
)
"""Schemes without a host whose `@` belongs to an address or to content (IANA, "URI Schemes")."""

_AT = re.compile(r"@|%(?:25){0,2}40|[\uff20\ufe6b]")
_SCHEME = re.compile(r"[\x00-\x20]*(?:([A-Za-z][A-Za-z0-9+.\t\r\n-]*):)?([\\/\t\r\n]*)")
_UNTIL_PATH = re.compile(r"[^\\/?#]*")
_AUTHORITY = re.compile(r"[^\\/?#\s\"<>]*")
_USER = r"[^\s@/:]{1,64}:[^\s@/]{1,128}@"
_START = re.compile(
    # The first letter of any of them: far faster than to try each at every letter.
    r"(?=[fhw:/])(?:"
    # A scheme that has a host; any other with two slashes; two slashes where no path can be before them.
    rf"(?<![A-Za-z0-9])(?:{_WITH_HOST}):(?:[\\/][\\/\t\r\n]*| (?={_USER}))?|:[\\/]{{2,}}|(?<![\w\\/.~%)-])/[\\/]+)",
    re.IGNORECASE,
)
_NO_PORT = re.compile(r":(?=[^:\]]*$)(?!\d*$)")
_UP_TO_AT = re.compile(r"[^\s\"<>@]{0,128}(?:[\t\r\n][^\s\"<>@]{0,128})?(?=@)")
_LEFT_OUT = "\u2026/"
"""Where the parts of a password were taken for port and path. It keeps the URL as invalid as it was."""

_ENCODED = tuple(
    (
        re.compile(rf"(?:{_WITH_HOST})(?:%{layer}3a|:)(?:%{layer}(?:2f|5c))+", re.IGNORECASE),
        re.compile(rf"[\s\"<>\\/?#&]|%{layer}(?:2f|5c|3f|23|20|22)|$", re.IGNORECASE),
    )
    for layer in ("", "25", "2525")
)
"""Beginning and end of an authority in an encoded URL, as in `?to=https%3A%2F%2F...`: one to three times encoded."""

_SECRET_HEADER = re.compile(
    r"cookie|authoriz|authentic|token|secret|passw|session|signature|csrf|xsrf|jwt|credential|^proxy-|(?:^|-)auth(?:-|$)"
    r"|(?:^|-)(?:access|account|api|app|auth|functions?|master|private|secret|shared|subscription)-?key"
)
"""Names of headers whose values identify somebody or open something; `proxy-` is between us and the operator's proxy
(RFC 9110, 11.7)."""

_NO_SECRET = re.compile(r"access-control-")
_URL_HEADERS = frozenset(("location", "content-location"))


def _has_at(text: str) -> bool:
    """Whether there may be credentials in a text; of plain texts most are told by their characters."""
    return "@" in text or (("%" in text or not text.isascii()) and _AT.search(text) is not None)


def without_credentials(url: str) -> str:
    """The URL without `user:password@`. All else stays as it is written.

    >>> without_credentials("https://user:pw@example.org/a@b")
    'https://example.org/a@b'
    >>> without_credentials("http:u:p w@example.org")
    'http:example.org'
    """
    if not _has_at(url):
        return url
    start = _SCHEME.match(url)
    assert start is not None
    scheme = re.sub(r"[\t\r\n]", "", start[1] or "").lower()
    slashes = len(re.sub(r"[\t\r\n]", "", start[2]))
    named = scheme in _SPECIAL or slashes > 1
    if not named and (not scheme or slashes or scheme in _ADDRESSED):
        return hide_credentials(url)
    authority = _UNTIL_PATH.match(url, start.end())
    assert authority is not None
    begin = start.end()
    end = _end_of_credentials(url, begin, authority.end())
    if end is not None:
        return url[:begin] + hide_credentials(url[end:])
    if named and (left_out := _misread(url, begin, authority.end())):
        return url[: left_out[0]] + _LEFT_OUT + hide_credentials(url[left_out[1] :])
    return hide_credentials(url)


def hide_credentials(text: str) -> str:
    """A text without the `user:password@` of the URLs in it.

    >>> hide_credentials("see https://u:p@example.org/x, or mail a@example.org")
    'see https://example.org/x, or mail a@example.org'
    """
    if not _has_at(text):
        return text
    parts: list[str] = []
    done = clear = 0
    for start in _START.finditer(text):
        begin = start.end()
        if start.start() < done or begin < clear:
            continue
        authority = _AUTHORITY.match(text, begin)
        assert authority is not None
        clear = authority.end()
        end = _end_of_credentials(text, begin, clear)
        if end is not None:
            parts.append(text[done:begin])
            done = end
        elif left_out := _misread(text, begin, clear):
            parts += (text[done : left_out[0]], _LEFT_OUT)
            done = left_out[1]
    text = "".join((*parts, text[done:]))
    return _without_encoded(text) if "%" in text else text


def hide_within(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same for each string of a JSON value.

    >>> hide_within({"to": ["https://u:p@example.org/"]})
    {'to': ['https://example.org/']}
    """
    if isinstance(value, str):
        return hide_credentials(value)
    if isinstance(value, dict):
        return {hide_within(key): hide_within(one) for key, one in value.items()}
    return [hide_within(one) for one in value] if isinstance(value, list | tuple) else value


def _end_of_credentials(text: str, begin: int, end: int) -> int | None:
    """Where the host begins in an authority; None without credentials. If no host follows, the `@` stays: without it
    the beginning of the path would be taken for the host (WHATWG URL, 4.4).
    """
    last = None
    for found in _AT.finditer(text, begin, end):
        last = found
    if last is None:
        return None
    followed = last.end() < end
    return last.end() if followed else last.start() if last.start() > begin else None


def _misread(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The rest of a password that has a slash, where an authority has no number as its port, and an `@` follows."""
    colon = _NO_PORT.search(text, begin, end)
    if colon is None:
        return None
    rest = _UP_TO_AT.match(text, end)
    return (colon.end(), rest.end()) if rest else None


def _without_encoded(text: str) -> str:
    """The text without credentials in URLs that are encoded, as in a query."""
    for begins, ends in _ENCODED:
        parts: list[str] = []
        done = 0
        for start in begins.finditer(text):
            stop = ends.search(text, start.end())
            assert stop is not None
            if (end := _end_of_credentials(text, start.end(), stop.start())) is not None:
                parts.append(text[done : start.end()])
                done = end
        text = "".join((*parts, text[done:]))
    return text


def kept_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Headers as they are stored, their names in lower case: those with secrets by name only, URLs without credentials.

    >>> kept_headers([("set-cookie", "id=1"), ("location", "//u:p@h/"), ("etag", '"1"')])
    (('set-cookie', ''), ('location', '//h/'), ('etag', '"1"'))
    """
    return tuple((name, _kept_value(name, value)) for name, value in headers)


def _kept_value(name: str, value: str) -> str:
    if _SECRET_HEADER.search(name) and not _NO_SECRET.match(name):
        return ""
    return without_credentials(value) if name in _URL_HEADERS else hide_credentials(value)
