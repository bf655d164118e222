"""The parts of a ZIP file that is a document (DOCX, ODT, EPUB), with limits on what is unpacked."""

import io
import posixpath
import struct
import zipfile
import zlib
from urllib.parse import unquote

from crawler.model.errors import SourceError

MAX_PARTS = 20_000
"""Members of one file. A book of 1,000 chapters with pictures has a tenth of it."""

MAX_PART_BYTES = 64 * 1024 * 1024
"""Of one member, unpacked."""

MAX_TOTAL_BYTES = 256 * 1024 * 1024
"""Of all members that are read, unpacked."""

FREE_BYTES = 16 * 1024 * 1024
MAX_RATIO = 100
"""Of all members, unpacked, to the file, past FREE_BYTES. XML is packed to a tenth; DEFLATE reaches 1,000."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # an unknown way of compression
    OSError,
    RuntimeError,  # a member is encrypted
    ValueError,
    IndexError,
    MemoryError,
)


class ZipParts:
    """A ZIP file's members by name; a name leads nowhere else, nothing is written to the disk."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise SourceError("protected by a password, or in the old binary format of Office: save it anew, as DOCX")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = {info.filename: info for info in self._archive.infolist()[: MAX_PARTS + 1]}
        except _FAULTS as error:
            raise SourceError("not a ZIP file, or a damaged one") from error
        if len(self.names) > MAX_PARTS:
            raise SourceError(f"more than {MAX_PARTS:,} parts in the file")
        self._left = min(MAX_TOTAL_BYTES, max(FREE_BYTES, MAX_RATIO * len(data)))

    def read(self, name: str) -> bytes | None:
        """A member's bytes; None if there is no such member. Raises SourceError if it cannot be unpacked."""
        info = self.names.get(name)
        if info is None:
            return None
        limit = min(MAX_PART_BYTES, self._left)
        try:
            with self._archive.open(info) as member:
                data = member.read(limit + 1)
        except _FAULTS as error:
            kind = "encrypted" if info.flag_bits & 1 else "damaged"
            raise SourceError(f"the part {name[:80]!r} is {kind}") from error
        if len(data) > limit:
            raise SourceError(f"the part {name[:80]!r} is too large when it is unpacked")
        self._left -= len(data)
        return data


def zip_mimetype(data: bytes) -> bytes:
    """What the member `mimetype` says, which OpenDocument and EPUB files have; empty without one."""
    try:
        return (ZipParts(data).read("mimetype") or b"").strip()
    except SourceError:
        return b""


def part_name(base: str, target: str) -> str:
    """The member that a reference in the member `base` names, without its fragment.

    >>> part_name("OPS/book.opf", "text/a%20b.xhtml#c"), part_name("word/document.xml", "/word/notes.xml")
    ('OPS/text/a b.xhtml', 'word/notes.xml')
    """
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")
