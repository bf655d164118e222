"""The CDXJ index of a WARC file: a line for each record that can be replayed, found by URL and time.

Lines stand sorted in gzip blocks, and a second index has the first key of each block, so that a reader of a large
archive fetches one block (WACZ 1.1.1, "indexes"; pywb documentation, "ZipNum CDX").
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit
from zlib import MAX_WBITS, compressobj

from citecache.exports.warc.records import NOT_MODIFIED, ArchiveRecord, labelled
from citecache.exports.warc.writer import Member, SupportsWrite

INDEX = "index.cdx.gz"
BLOCK_LINES = 1024
"""As in py-wacz and ArchiveWeb.page."""

_WWW = re.compile(r"^(https?://)www\d*\.")


def line(record: ArchiveRecord, member: Member, filename: str) -> str | None:
    """The line of a record; None: it is not replayed by itself.

    A 304 is not: the answer it confirms is the nearest before it, and has the content.
    """
    if record.type not in ("response", "revisit", "resource") or record.uri is None:
        return None
    if ("WARC-Profile", NOT_MODIFIED) in record.named:
        return None
    about = {
        "url": record.uri,
        "mime": "warc/revisit" if record.type == "revisit" else record.mime,
        "status": None if record.status is None else str(record.status),
        "digest": None if record.payload_sha256 is None else labelled(record.payload_sha256),
        "length": str(member.length),
        "offset": str(member.offset),
        "filename": filename,
    }
    known = {name: value for name, value in about.items() if value is not None}
    return f"{url_key(record.uri)} {timestamp(record.date)} {json.dumps(known)}"


def url_key(url: str) -> str:
    """A URL in the order by which indexes are sorted, as ReplayWeb.page looks it up.

    >>> url_key("https://www.Example.org:8080/A?c=1&b=2")
    'org,example:8080)/a?b=2&c=1'
    >>> url_key("urn:x")
    'urn:x'
    """
    try:
        parts = urlsplit(_WWW.sub(r"\1", url).lower())
        port = "" if parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme)) else f":{parts.port}"
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or parts.hostname is None:
        return url
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{','.join(reversed(parts.hostname.split('.')))}{port}){parts.path or '/'}{query}"


def timestamp(date: str) -> str:
    """A date as 14 digits.

    >>> timestamp("2026-11-29T12:00:00Z")
    '20261129120000'
    """
    return re.sub(r"\D", "", date)[:14]


def write_blocks(lines: Iterable[str], out: SupportsWrite) -> Iterator[str]:
    """Write sorted lines as blocks; gives the lines of the index of these blocks, as each is written."""
    yield f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': INDEX})}"
    offset, rest = 0, iter(lines)
    while block := list(islice(rest, BLOCK_LINES)):
        packer = compressobj(wbits=MAX_WBITS + 16)
        data = packer.compress("".join(f"{one}\n" for one in block).encode()) + packer.flush()
        out.write(data)
        key = block[0].partition(" {")[0]
        yield f"{key} {json.dumps({'offset': offset, 'length': len(data)})}"
        offset += len(data)
