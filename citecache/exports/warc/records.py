"""WARC records (WARC 1.1, section 6) as values, apart from how they are written.

Nothing in them is of the export: ids are derived from what a record stands for (UUID version 5, RFC 9562), dates are
those of the Fetch.
"""

import hashlib
import uuid
from dataclasses import dataclass, field

from citecache.exports.warc.fields import one_line

REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
IDENTICAL = REVISIT + "identical-payload-digest"
NOT_MODIFIED = REVISIT + "server-not-modified"

RESPONSE = "application/http; msgtype=response"
REQUEST = "application/http; msgtype=request"
TEXT = "text/plain; charset=utf-8"

_NAMESPACE = uuid.UUID("2f5a1f0e-8f0c-5c0e-9d3b-6f1d6c7a4b21")
"""Of our record ids; it never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRecord:
    """One record: named fields, and a block of a head (of an HTTP message) and a payload."""

    type: str
    id: str
    date: str
    uri: str | None  # escaped
    content_type: str
    head: bytes = b""
    payload: bytes = field(default=b"", repr=False)
    payload_sha256: str | None = None  # None: the record has no payload as WARC means it
    status: int | None = None  # of an HTTP response
    mime: str | None = None  # of the payload
    named: tuple[tuple[str, str], ...] = ()  # further named fields, in order

    def fields(self) -> tuple[tuple[str, str], ...]:
        """The named fields but Content-Length, in the order in which they are written."""
        block = hashlib.sha256(self.head)
        block.update(self.payload)
        found = [("WARC-Type", self.type), ("WARC-Record-ID", self.id), ("WARC-Date", self.date)]
        if self.uri is not None:
            found.append(("WARC-Target-URI", self.uri))
        found += self.named
        if self.payload_sha256 is not None:
            found.append(("WARC-Payload-Digest", labelled(self.payload_sha256)))
        found.append(("WARC-Block-Digest", labelled(block.hexdigest())))
        if self.head or self.payload:
            found.append(("Content-Type", self.content_type))
        return tuple((name, one_line(value)) for name, value in found)


def labelled(sha256: str) -> str:
    """A digest with its algorithm (WARC 1.1, section 5.8). SHA-256 in hex is the name of a body in the cache, and what
    Webrecorder's programs write.
    """
    return f"sha256:{sha256}"


def record_id(*parts: object) -> str:
    """The id of what these parts name.

    >>> record_id("answer", "https://example.org/", "2026-11-29T12:00:00Z", 0)
    '<urn:uuid:e6e540bb-812a-5914-82d3-4556b8e21cb3>'
    """
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, chr(10).join(map(str, parts)))}>"
