"""A WACZ file (WACZ 1.1.1): archive, index and pages in a ZIP, with the hash of each.

The archive goes straight into the ZIP, uncompressed as it is compressed already. Meanwhile index lines gather in a
temporary database, and pages in a temporary file.
"""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from citecache.exports.selection import CardSelection
from citecache.exports.wacz import index, pages, timestamp
from citecache.exports.warc.archive import NEVER, ArchiveExport, ArchiveObserver
from citecache.exports.warc.records import ArchiveRecord, labelled
from citecache.exports.warc.writer import CountedStream, Member, SupportsWrite
from crawler.cache.read.recordings import newest_at
from crawler.cache.scratch import Scratch
from crawler.model import Card

VERSION = "1.1.1"
ARCHIVE = "data.warc.gz"

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the ZIP: the earliest that it can say (APPNOTE.TXT, 4.4.6)."""

Stamp = Callable[[bytes], dict[str, str]]
"""datapackage.json -> what a time stamping authority adds to datapackage-digest.json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file in the ZIP."""

    path: str
    size: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.path.rpartition("/")[2],
            "path": self.path,
            "hash": labelled(self.sha256),
            "bytes": self.size,
        }


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write a WACZ file; with a token of the time stamping authority, if the selection names one.

    Raises:
        Error: the authority gave no token.
    """
    stamp = None
    if selection.timestamp is not None:
        timestamp.require_ready(selection.timestamp)
        stamp = partial(timestamp.stamped, authority=selection.timestamp, ask=timestamp.post)
    with Scratch() as scratch, TemporaryFile() as spool, ZipFile(out, "w") as package:
        files = Package(package)
        with gzip.open(spool, "wb", compresslevel=1) as listed:
            listed.write(pages.header(with_text=selection.with_text))
            observer = PackageObserver(scratch, listed)
            with files.add(f"archive/{ARCHIVE}", compress=False) as archive:
                ArchiveExport(selection, archive, scratch, observer).write()
        with files.add(f"indexes/{index.INDEX}", compress=False) as blocks:
            block_lines = list(index.write_blocks(scratch.sorted_lines(), blocks))
        with files.add("indexes/index.idx") as block_index:
            block_index.write("".join(f"{one}\n" for one in block_lines).encode())
        spool.seek(0)
        with files.add("pages/pages.jsonl") as listed_pages, gzip.open(spool) as unpacked:
            shutil.copyfileobj(unpacked, listed_pages)
        files.describe(created=newest_at(selection.cache) or NEVER, stamp=stamp)


class PackageObserver(ArchiveObserver):
    """Makes index lines and pages of what is written."""

    def __init__(self, scratch: Scratch, listed: SupportsWrite) -> None:
        self._scratch = scratch
        self._listed = listed

    def record(self, record: ArchiveRecord, member: Member) -> None:
        line = index.line(record, member, ARCHIVE)
        if line is not None:
            self._scratch.add_line(line)

    def page(self, card: Card, *, url: str, date: str) -> None:
        self._listed.write(pages.page(card, url=url, date=date))


class Package:
    """The ZIP, and what is in it so far."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self._packed: list[PackedFile] = []

    @contextmanager
    def add(self, path: str, *, compress: bool = True) -> Iterator[CountedStream]:
        """A file that is written to, piece by piece."""
        with self._file.open(_info(path, compress=compress), "w", force_zip64=True) as member:
            stream = CountedStream(member)
            yield stream
        self._packed.append(PackedFile(path=path, size=stream.written, sha256=stream.digest.hexdigest()))

    def describe(self, *, created: str, stamp: Stamp | None) -> None:
        """Write datapackage.json (Data Package of Frictionless), and the digest of it."""
        told = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": "Cited pages",
            "created": created,
            "software": "citecache",
            "resources": [file.as_json() for file in self._packed],
        }
        data = json.dumps(told, indent=2).encode()
        digest = {"path": "datapackage.json", "hash": labelled(sha256(data).hexdigest())}
        if stamp is not None:
            digest |= stamp(data)
        self._file.writestr(_info("datapackage.json"), data)
        self._file.writestr(_info("datapackage-digest.json"), json.dumps(digest, indent=2).encode())


def _info(path: str, *, compress: bool = True) -> ZipInfo:
    info = ZipInfo(path, _ZIP_EPOCH)
    info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
    info.create_system = 3  # Unix, wherever it is written
    info.external_attr = 0o644 << 16
    return info
