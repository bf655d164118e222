"""Which kind of file it is, by its content: the name of a file says nothing for sure."""

import zlib
from pathlib import Path

from citecache.imports import mhtml, saved
from citecache.imports.found import NotImportable
from citecache.imports.members import GZIP, SKIPPABLE, ZSTD

HEAD = 64 * 1024
READABLE = "WARC, WACZ, an export of ours (jsonl), a page saved by a browser (SingleFile, MHTML, .html, .pdf)"


def kind_of(path: Path) -> str:
    """warc, wacz, jsonl, singlefile, mhtml, html or pdf.

    Raises:
        NotImportable: there is no such file, or it is none of these.
    """
    if path.is_dir():
        raise NotImportable(f"{path} is a folder: name files")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:
        raise NotImportable(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if not head:
        raise NotImportable(f"{path} is empty")
    found = _kind(head)
    if found is None:
        raise NotImportable(f"{path}: nothing that can be imported: {READABLE}")
    return found


def _kind(head: bytes) -> str | None:
    if head.startswith(GZIP):
        return "warc" if _unpacked(head).startswith(b"WARC/") else None
    if head.startswith((b"WARC/", ZSTD)) or SKIPPABLE.match(head):
        return "warc"
    if head.startswith(b"PK\x03\x04"):
        return "wacz"
    if head.startswith(b"SQLite format 3\0"):
        return None
    if b"%PDF-" in head[:1024]:
        return "pdf"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return "jsonl"
    if mhtml.is_mhtml(head):
        return "mhtml"
    if saved.is_singlefile(head):
        return "singlefile"
    return "html" if start.startswith(b"<") or head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")) else None


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b"WARC/"  # its first record is broken: the others may not be
