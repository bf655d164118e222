"""WARC records (WARC 1.0 and 1.1), parsed by FastWARC, member by member.

FastWARC was chosen over warcio by measurement on broken files (docs/decisions.md): it reads Zstandard and files that
are compressed as a whole, and goes on after garbage, where warcio ends. What makes it end costs one member here.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord

from citecache.imports.found import Problems
from citecache.imports.members import PackedMember, members

MAX_BODY = 20 * 2**20
"""Bytes of a body, as it is stored and unpacked: DOWNLOAD_MAXSIZE of a crawl."""

MAX_BLOCK = MAX_BODY + 2**20
"""Bytes of a record's block: a body with its headers and the sizes of its chunks."""

MAX_HEADERS = 256 * 1024
MAX_GAP = 64 * 1024
_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512"}
_ALGORITHMS |= {"sha-512": "sha512", "md5": "md5"}


class BrokenRecord(Exception):
    """A record that cannot be used; `str(error)` says why."""


@dataclass(slots=True)
class WarcEntry:
    """A record, until the next one is read."""

    record: WarcRecord
    place: str  # for a message, and to know it again
    member: PackedMember

    @property
    def type(self) -> str:
        return self.header("WARC-Type").strip().lower()

    def header(self, name: str) -> str:
        return self.record.headers.get(name) or ""

    @property
    def uri(self) -> str:
        """WARC-Target-URI; some programs of old have it in angle brackets (WARC 1.0, section 4)."""
        return self.header("WARC-Target-URI").strip().removeprefix("<").removesuffix(">")

    def length(self) -> int:
        """Content-Length, which every record must have (WARC 1.1, 5.3).

        Raises:
            BrokenRecord: it has none, or what is no number.
        """
        if self.member.problem is not None:
            raise BrokenRecord(self.member.problem)
        text = self.header("Content-Length").strip()
        if not text:
            raise BrokenRecord("no Content-Length")
        if not (text.isascii() and text.isdecimal() and len(text) < 20):
            raise BrokenRecord(f"Content-Length is {text[:40]!r}")
        return int(text)

    def end(self, offset: int) -> int | None:
        """Where its block ends in an uncompressed file; None: nobody knows."""
        try:
            return self.member.end_of(offset, self.length())
        except BrokenRecord:
            return None

    def start(self, size: int) -> bytes:
        """The first bytes of the block. The rest of it cannot be read after that."""
        return bytes(self.record.reader.read(min(size, self.length())))

    def block(self) -> bytes:
        """The block.

        Raises:
            BrokenRecord: it is too large, cut off, or not what its digest says.
        """
        length = self.length()
        if length > MAX_BLOCK:
            raise BrokenRecord(f"{length:,} bytes: over {MAX_BODY // 2**20} MB")
        try:
            found = bytes(self.record.reader.read(length))
        except (OSError, ValueError) as error:
            raise BrokenRecord(str(error)) from error
        if len(found) < length:
            raise BrokenRecord(f"cut off after {len(found):,} of {length:,} bytes")
        if len(found) == length and b"\r\n\r\nWARC/1." in found and self._follows(found):
            raise BrokenRecord(f"Content-Length is {length:,}, and other records stand within")
        require_digest("WARC-Block-Digest", self.header("WARC-Block-Digest"), found)
        return found

    @staticmethod
    def _follows(block: bytes) -> bool:
        return re.search(rb"\r\n\r\nWARC/1\.[01]\r\n(?:[\w-]+: ?[^\r\n]*\r\n)*?WARC-Record-ID:", block) is not None


def require_digest(name: str, labelled: str, *datas: bytes) -> None:
    """Refuse what is not what its digest says: one of `datas` has to be. Unknown algorithms say nothing.

    Raises:
        BrokenRecord: none is.
    """
    algorithm, _, value = labelled.strip().partition(":")
    known = _ALGORITHMS.get(algorithm.lower())
    if known is None or not value:
        return
    for data in datas:
        digest = hashlib.new(known, data, usedforsecurity=False)
        forms = (digest.hexdigest(), base64.b32encode(digest.digest()).decode())
        if value.strip().rstrip("=").lower() in {form.rstrip("=").lower() for form in forms}:
            return
    raise BrokenRecord(f"its bytes do not match {name}")


def entries(file: BinaryIO, name: str, problems: Problems) -> Iterator[WarcEntry]:
    """Every record of a file, in order; what is none is put into `problems`."""
    for number, member in enumerate(members(file)):
        whole = number == 0  # only the first can hold many records: the others would be members of their own
        found, expected = 0, None
        try:
            for record in _records(member):
                found += 1
                offset = _offset(member, record, many=whole)
                place = f"record at {offset:,}"
                if expected is not None and not _ends_at(member, expected, offset):
                    problems.add(name, f"before {place}", "bytes that are no record")
                entry = WarcEntry(record, place, member)
                if member.unpacker is None:
                    expected = entry.end(offset)
                yield entry
        except (OSError, ValueError, RuntimeError) as error:
            if member.problem is None:
                problems.add(name, f"after record at {member.offset:,}" if found else _at(member), str(error))
        member.drain()
        if member.problem is not None:
            problems.add(name, _at(member), member.problem)
        elif not found and member.size:
            problems.add(name, _at(member), "no WARC record")


def _records(member: PackedMember) -> Iterator[WarcRecord]:
    yield from ArchiveIterator(
        cast(BinaryIO, member),
        parse_http=False,
        quirks_mode=True,
        stream_detect=False,
        max_header_len=MAX_HEADERS,
        fsspec_args=False,
    )


def _ends_at(member: PackedMember, end: int, offset: int) -> bool:
    """Whether only line ends stand between two records of an uncompressed file."""
    return end <= offset and not member.at(end, min(offset - end, MAX_GAP)).strip()


def _offset(member: PackedMember, record: WarcRecord, *, many: bool) -> int:
    """Where a record begins: in the file; in a file that is compressed as a whole, in its plain bytes."""
    return member.offset + (record.stream_pos if many or member.unpacker is None else 0)


def _at(member: PackedMember) -> str:
    return f"record at {member.offset:,}"
