"""A compressed file in its members (gzip, RFC 1952) or frames (Zstandard, RFC 8878), an uncompressed one as a whole.

WARC files have a member per record (WARC 1.1, annex D; "WARC zstd", IIPC), or are compressed as a whole. A member is
read on its own, so that one which is broken costs itself: the next begins where the next signature stands.
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from crawler.net import zstd

GZIP, ZSTD, SKIPPABLE = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The skippable frame that has the dictionary of all others ("WARC zstd", 1.0, section 3)."""

PIECE = 64 * 1024
MOST_TIMES, FREE_BYTES = 200, 2**30
"""A member that unpacks to more than 1 GiB and more than so many times its size was made to fill a disk. Text shrinks
to a tenth."""

MAX_DICTIONARY = 16 * 2**20


class Unpacker(Protocol):
    """What decompresses one member."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...


class Source:
    """A file that is read forward, and back to the beginning of a broken member."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.buffer = b""
        self.at = file.tell()  # of the buffer's first byte
        self.problem: str | None = None  # why it cannot be read on

    def _read(self) -> bytes:
        try:
            return self.file.read(PIECE)
        except OSError as error:
            self.problem = f"cannot be read: {error.strerror or error}"
            return b""

    def take(self) -> bytes:
        """The next bytes; none at the end."""
        found, self.buffer = self.buffer or self._read(), b""
        self.at += len(found)
        return found

    def push(self, rest: bytes) -> None:
        self.buffer = rest + self.buffer
        self.at -= len(rest)

    def peek(self, size: int) -> bytes:
        while len(self.buffer) < size and (more := self._read()):
            self.buffer += more
        return self.buffer[:size]

    def seek(self, at: int) -> None:
        self.file.seek(at)
        self.at, self.buffer = at, b""

    def find(self, signature: bytes) -> int:
        """Go to the next place where the signature stands, or to the end; the bytes that were passed."""
        start = self.at
        while (data := self.peek(PIECE)) and (found := data.find(signature)) < 0:
            passed = len(self.buffer) if len(data) <= len(signature) else len(self.buffer) - len(signature) + 1
            self.buffer, self.at = self.buffer[passed:], self.at + passed
        if data:
            self.buffer, self.at = self.buffer[found:], self.at + found
        return self.at - start


class PackedMember:
    """The plain bytes of one member. `problem`: why they end early."""

    def __init__(self, source: Source, unpacker: "Gzip | Zstd | None") -> None:
        self.source, self.unpacker, self.offset = source, unpacker, source.at
        self.problem: str | None = None
        self.done = False
        self.size = self.given = 0
        self.rest = b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end."""
        wanted = PIECE if size < 0 else size
        while not self.rest and not self.done:
            self.rest = self._more()
        found, self.rest = self.rest[:wanted], self.rest[wanted:]
        self.given += len(found)
        return found

    def tell(self) -> int:
        """How many plain bytes were read: FastWARC asks."""
        return self.given

    def end_of(self, offset: int, length: int) -> int | None:
        """Where the block of a record of an uncompressed file ends, by its headers; None: these do not end."""
        end = self.at(offset, PIECE).find(b"\r\n\r\n")
        return None if end < 0 else offset + end + 4 + length

    def at(self, offset: int, size: int) -> bytes:
        """Bytes of the file, out of turn."""
        file = self.source.file
        back = file.tell()
        file.seek(offset)
        found = file.read(size)
        file.seek(back)
        return found

    def drain(self) -> None:
        """Go to the end."""
        while not self.done:
            self._more()
        self.rest = b""

    def _more(self) -> bytes:
        if self.unpacker is None:
            found = self.source.take()
            self.done = not found
            self.size += len(found)
            return found
        try:
            found, self.done = self.unpacker.more(self.source)
        except (zlib.error, zstd.ZstdError) as error:
            return self._end(f"cannot be unpacked: {error}")
        except EOFError:
            return self._end("ends in the middle: the file is cut off")
        self.size += len(found)
        if self.size > FREE_BYTES and self.size > MOST_TIMES * max(self.source.at - self.offset, 1):
            return self._end(f"unpacks to more than {MOST_TIMES} times its size")
        return found

    def _end(self, problem: str) -> bytes:
        self.problem, self.done = problem, True
        return b""


class Gzip:
    """A gzip member."""

    def __init__(self) -> None:
        self.stream = zlib.decompressobj(wbits=31)

    def more(self, source: Source) -> tuple[bytes, bool]:
        """Some plain bytes, and whether they were the last."""
        data = source.take()
        if not data:
            raise EOFError
        found = self.stream.decompress(data, PIECE)
        source.push(self.stream.unconsumed_tail or self.stream.unused_data)
        return found, self.stream.eof


class Zstd:
    """A Zstandard frame."""

    def __init__(self, dictionary: "zstd.ZstdDict | None") -> None:
        self.frame = zstd.ZstdDecompressor(zstd_dict=dictionary, options=zstd.WINDOW)

    def more(self, source: Source) -> tuple[bytes, bool]:
        """Some plain bytes, and whether they were the last."""
        data = source.take() if self.frame.needs_input else b""
        if self.frame.needs_input and not data:
            raise EOFError
        found = self.frame.decompress(data, PIECE)
        if self.frame.eof:
            source.push(self.frame.unused_data)
        return found, self.frame.eof


def members(file: BinaryIO) -> Iterator[PackedMember]:
    """Every member in turn. Whoever has read of one goes on with the next; what is left of it is passed over."""
    source, dictionary = Source(file), None
    while head := source.peek(5):
        if head.startswith(GZIP):
            signature, member = GZIP, PackedMember(source, Gzip())
        elif SKIPPABLE.match(head):
            dictionary = _skip(source, dictionary)
            continue
        elif head.startswith(ZSTD):
            signature, member = ZSTD, PackedMember(source, Zstd(dictionary))
        elif head.startswith(b"WARC/"):
            signature, member = b"", PackedMember(source, None)
        else:
            yield from _garbage(source)
            continue
        yield member
        member.drain()
        if member.problem is not None and signature:
            source.seek(member.offset + 1)
            source.find(signature)
    if source.problem is not None:
        last = PackedMember(source, None)
        last.problem, last.done = source.problem, True
        yield last


def _garbage(source: Source) -> Iterator[PackedMember]:
    """What is no member: passed over, up to the next one of the file's kind. Zeros at the end are padding."""
    member = PackedMember(source, None)
    kind = next((one for one in (GZIP, ZSTD) if one in source.peek(PIECE)), GZIP)
    first, padding = source.at, True
    while (data := source.peek(PIECE)) and not data.startswith(kind):
        found = data.find(kind, 1)
        passed = found if found > 0 else max(len(data) - 3, 1)
        padding = padding and not data[:passed].strip(b"\0\r\n ")
        source.buffer, source.at = source.buffer[passed:], source.at + passed
    member.done = True
    if not padding:
        member.problem = f"{source.at - first:,} bytes that are no record"
        yield member


def _skip(source: Source, dictionary: "zstd.ZstdDict | None") -> "zstd.ZstdDict | None":
    """A skippable frame (RFC 8878, 3.1.2), which may have the dictionary."""
    head = source.peek(8)
    size = int.from_bytes(head[4:8], "little")
    wanted = head.startswith(DICTIONARY) and size <= MAX_DICTIONARY
    data = source.peek(8 + size)[8:] if wanted else b""
    source.seek(source.at + 8 + size)
    if not data:
        return dictionary
    if data.startswith(ZSTD):
        try:
            data = zstd.ZstdDecompressor(options=zstd.WINDOW).decompress(data, MAX_DICTIONARY)
        except zstd.ZstdError:
            return dictionary
    try:
        return zstd.ZstdDict(data)
    except (ValueError, zstd.ZstdError):
        return dictionary
