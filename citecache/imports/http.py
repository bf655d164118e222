"""The block of a response record: an HTTP message (RFC 9112), its body without transfer and content codings."""

import re
from dataclasses import dataclass, field

from citecache.imports.records import MAX_BODY, BrokenRecord, require_digest
from crawler.net.codings import HARMLESS, Oversized, Undecodable, is_text, unpack

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: |\r?$|$)")
MAX_HEAD = 256 * 1024
MAX_LAYERS = 3
"""Nested encodings, as in a crawl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpMessage:
    """A response. Names of headers are in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)  # as it is in the record

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


def parse(block: bytes) -> HttpMessage:
    """Status, headers and body, or as much of the body as there is.

    Raises:
        BrokenRecord: it is no response.
    """
    end = _HEAD_END.search(block, 0, MAX_HEAD)
    lines = re.split(rb"\r?\n", block[: end.start() if end else min(len(block), MAX_HEAD)])
    status = _STATUS.match(lines[0])
    if not status:
        raise BrokenRecord("no HTTP response in it")
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t") and headers:  # obsolete folding (RFC 9112, 5.2)
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {_text(line)}")
            continue
        name_bytes, colon, value_bytes = line.partition(b":")
        if colon:
            headers.append((_text(name_bytes).lower(), _text(value_bytes)))
    return HttpMessage(status=int(status[1]), headers=tuple(headers), body=block[end.end() :] if end else b"")


def _text(data: bytes) -> str:
    return data.strip().decode("latin-1").replace("\0", "")


def plain_body(message: HttpMessage, digest: str = "") -> bytes:
    """The body as a browser would show it. Programs that record may have removed a coding and left its header: a body
    that is not coded is taken as it is.

    Raises:
        BrokenRecord: it is cut off or unpacks to too much, or is not what WARC-Payload-Digest says.
    """
    body = whole = message.body
    if "chunked" in (message.header("transfer-encoding") or "").lower():
        whole = unchunked(body)
    names = ",".join(value for name, value in message.headers if name == "content-encoding").lower()
    codings = [name.strip() for name in names.split(",") if name.strip()]
    if len(codings) > MAX_LAYERS:
        raise BrokenRecord(f"{len(codings)} encodings upon each other")
    plain = whole
    for name in reversed(codings):
        plain = _unpacked(name, plain)
    require_digest("WARC-Payload-Digest", digest, body, whole, plain)
    return plain


def unchunked(body: bytes) -> bytes:
    r"""The chunks together (RFC 9112, 7.1); a body that is not in chunks as it is.

    >>> unchunked(b"3\r\nabc\r\n0\r\n\r\n"), unchunked(b"<html>")
    (b'abc', b'<html>')

    Raises:
        BrokenRecord: the last chunk is missing.
    """
    parts, at = list[bytes](), 0
    while size := _CHUNK.match(body, at):
        length = int(size[1], 16)
        at = size.end()
        if length == 0:
            return b"".join(parts)
        parts.append(body[at : at + length])
        if len(parts[-1]) < length:
            raise BrokenRecord("the body ends within a chunk")
        at += length + (2 if body[at + length : at + length + 2] == b"\r\n" else 0)
    if parts and at < len(body):
        return body  # it only looked like chunks
    if parts:
        raise BrokenRecord("the body ends before its last chunk")
    return body


_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]{0,1024})?\r\n")


def _unpacked(name: str, body: bytes) -> bytes:
    if name in HARMLESS or not body:
        return body
    try:
        return unpack(name, body, MAX_BODY)
    except Oversized as error:
        raise BrokenRecord(str(error)) from error
    except Undecodable as error:
        if is_text(body):
            return body
        raise BrokenRecord(str(error)) from error
