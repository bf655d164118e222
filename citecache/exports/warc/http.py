"""HTTP messages as far as the cache knows them: the decoded body, headers that match it.

The request line and Host are what every request has; a redirect has its status and where it led. Both are marked in
the metadata record.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from citecache.exports.warc.fields import target_uri

Headers = Sequence[tuple[str, str]]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A header's name (RFC 9110, section 5.6.2)."""

_UNSAFE = re.compile(r"[\x00\r\n]")
"""What a header's value may never have (RFC 9110, section 5.5)."""

REPLACED = frozenset(("content-encoding", "transfer-encoding", "content-length"))
"""Headers of the message as it was sent; the body is kept decoded."""

OF_CODED_BODY = frozenset(("content-digest", "content-md5", "digest", "repr-digest"))
"""Digests of the body as it was sent: wrong for the decoded one, if it was coded (RFC 9530, sections 2 and 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpHead:
    """Status line and headers as bytes, and the headers that could not be in them."""

    data: bytes
    replaced: tuple[tuple[str, str], ...] = ()  # true of the message as it was sent
    refused: tuple[tuple[str, str], ...] = ()  # they would forge other headers


def response_head(status: int, headers: Headers, *, length: int) -> HttpHead:
    r"""The head of a response with a body of that length.

    >>> head = response_head(200, [("content-encoding", "gzip"), ("x-a", "b\r\nx-c: d")], length=3)
    >>> head.data
    b'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n'
    >>> head.replaced, head.refused
    ((('Content-Encoding', 'gzip'),), (('x-a', 'b\r\nx-c: d'),))
    """
    coded = any(name.lower() == "content-encoding" for name, _ in headers)
    dropped = REPLACED | OF_CODED_BODY if coded else REPLACED
    kept, replaced, refused = list[tuple[str, str]](), list[tuple[str, str]](), list[tuple[str, str]]()
    for name, value in headers:
        if not _TOKEN.fullmatch(name) or _UNSAFE.search(value):
            refused.append((name, value))
        elif name.lower() in dropped:
            replaced.append((name.title(), value))
        else:
            kept.append((name.title(), value))
    lines = [f"HTTP/1.1 {status} {reason(status)}", *(f"{name}: {value}" for name, value in kept)]
    return HttpHead(data=message(*lines, f"Content-Length: {length}"), replaced=tuple(replaced), refused=tuple(refused))


def redirect_head(status: int, target: str | None) -> bytes:
    """The head of a redirect, of which status and target are known. At status 200 it came with a page."""
    name = "Refresh: 0; url=" if status < 300 else "Location: "
    to = () if target is None else (name + target_uri(target),)
    return message(f"HTTP/1.1 {status} {reason(status)}", *to, "Content-Length: 0")


def request_head(url: str, conditions: Iterable[tuple[str, str]] = ()) -> bytes:
    r"""The head of a GET.

    >>> request_head("https://example.org:8443/a?b#c")
    b'GET /a?b HTTP/1.1\r\nHost: example.org:8443\r\n\r\n'
    """
    try:
        parts = urlsplit(target_uri(url))
    except ValueError:
        return message("GET / HTTP/1.1")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sure = [f"{name}: {value}" for name, value in conditions if not _UNSAFE.search(value)]
    return message(f"GET {path} HTTP/1.1", f"Host: {parts.netloc.rpartition('@')[2]}", *sure)


def reason(status: int) -> str:
    """The reason phrase of a status; IANA calls those without one unassigned."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unassigned"


def message(*lines: str) -> bytes:
    """Lines as the head of a message: Latin-1, as the cache has decoded it (RFC 9110, section 5.5)."""
    return b"".join(_latin(line) + b"\r\n" for line in (*lines, ""))


def _latin(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")
