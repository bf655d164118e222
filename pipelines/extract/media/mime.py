"""MIME (RFC 2045, RFC 2046): a message as a tree of parts, split when asked for, in linear time.

The standard library's parser compares each line with the boundaries of all open parts and splits every part, read or
not: 31 s for 1 MB of 400 parts in each other. Here a boundary is searched for in the part that declares it. The
library still decodes parameters, bodies and words of headers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

MAX_HEAD = 200_000
"""Bytes of the headers of a part that are read."""

MAX_VALUE = 1500
"""Characters of a header with parameters that are read: the library takes quadratic time for them."""

MAX_PARTS = 1000
"""Parts directly within one part that are read."""

MAX_DEPTH = 50
"""Parts within parts that are read."""

_READ = frozenset(b"content-type content-disposition content-transfer-encoding subject from date".split())
_END_OF_HEAD = re.compile(rb"^(?!From |[\x21-\x39\x3b-\x7e]+[ \t]*:|[ \t])", re.MULTILINE)
"""The first line that is no header field (RFC 5322 section 2.2): an empty one, or where that is missing, text."""
_FIELD = re.compile(rb"^([\x21-\x39\x3b-\x7e]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MimePart:
    """A message or a part of one."""

    headers: Message  # those that are read, without a body
    body: bytes
    depth: int = 0

    @property
    def type(self) -> str:
        return self.headers.get_content_type()

    @property
    def parts(self) -> list["MimePart"] | None:
        """The parts within it; None where it is a leaf."""
        kind = self.type
        if self.depth >= MAX_DEPTH:
            return [] if kind.startswith(("multipart/", "message/")) else None
        if kind in ("message/rfc822", "message/global", "message/news"):
            return [read(self.body, depth=self.depth + 1)]
        if kind.startswith("message/"):
            return []  # reports of delivery
        boundary = self.headers.get_boundary() if kind.startswith("multipart/") else None
        if not boundary:
            return None
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        bodies = _split(self.body, boundary.encode("utf-8", "surrogateescape"))
        return [read(body, depth=self.depth + 1, default=default) for body in bodies] or None

    def decoded(self) -> bytes:
        """The body without its transfer encoding."""
        self.headers.set_payload(self.body.decode("ascii", "surrogateescape"))
        payload = self.headers.get_payload(decode=True)
        self.headers.set_payload("")
        return payload if isinstance(payload, bytes) else self.body


def read(data: bytes, *, depth: int = 0, default: str = "text/plain") -> MimePart:
    """A message from its bytes; `default` is its type where it states none."""
    end = _END_OF_HEAD.search(data)
    stop = end.start() if end else len(data)
    headers = Message()
    headers.set_default_type(default)
    for name, value in _FIELD.findall(data, 0, min(stop, MAX_HEAD)):
        key = name.lower()
        if key in _READ and key.decode() not in headers:
            text = _text(value)
            headers[key.decode()] = text[:MAX_VALUE] if key.startswith(b"content-") else text
    body = data[stop:]
    return MimePart(headers, body.removeprefix(b"\r").removeprefix(b"\n") if body[:1] in b"\r\n" else body, depth)


def _text(value: bytes) -> str:
    """A header's value on one line; UTF-8 as of RFC 6532, else Latin-1 as old programs wrote it."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return " ".join(text.split())


def _split(body: bytes, boundary: bytes) -> Sequence[bytes]:
    """What stands between the delimiter lines (RFC 2046 section 5.1.1); the last part may lack its end."""
    delimiter = b"--" + boundary
    found: list[bytes] = []
    start = -1
    at = body.find(delimiter)
    while at >= 0 and len(found) < MAX_PARTS:
        after = at + len(delimiter)
        begins_line = at == 0 or body[at - 1] == 10
        at, here = body.find(delimiter, after), at
        if not begins_line:  # before its line's end is looked for: a line may hold any number of them
            continue
        line = body.find(b"\n", after)
        line = len(body) if line < 0 else line
        rest = body[after : min(line, after + MAX_VALUE)].strip()
        if rest in (b"", b"--"):
            if start >= 0:
                found.append(body[start:here].removesuffix(b"\n").removesuffix(b"\r"))
            if rest:
                return found
            start = line + 1
    if start >= 0 and len(found) < MAX_PARTS:
        found.append(body[start:])
    return found
