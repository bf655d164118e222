"""WACZ 1.1.1: a ZIP file with WARC files in `archive/` and a list of pages. Nothing is unpacked to the disk."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from citecache.imports.found import NotImportable, Problems
from citecache.imports.warc import Archive

PAGES = ("pages/pages.jsonl", "pages/extraPages.jsonl")
WARC_NAMES = (".warc", ".warc.gz", ".warc.zst")
MAX_ENTRIES = 100_000
MAX_LIST = 256 * 2**20
"""Bytes of a list of pages, which may have their texts."""

MAX_LINE = 16 * 2**20
MOST_TIMES, FREE_BYTES = 200, 2**30
"""An entry that unpacks to more than 1 GiB and to more than so many times its size was made to fill a disk."""

_UNREADABLE = (OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error)


def archives(path: Path, problems: Problems) -> list[Archive]:
    """The WARC files in it.

    Raises:
        NotImportable: it is no ZIP file, or has none.
    """
    found = []
    for entry in _entries(path):
        name = entry.filename
        if not name.lower().endswith(WARC_NAMES):
            continue
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or "\0" in name or ":" in name:
            problems.add(str(path), repr(name)[:120], "a name that leads out of the archive")
        elif entry.file_size > FREE_BYTES and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
            problems.add(str(path), name, f"unpacks to more than {MOST_TIMES} times its size")
        else:
            opener = partial(_opened, path, entry)
            found.append(Archive(name=f"{path}:{name}", format="wacz", file=path.name, open=opener))
    if not found:
        raise NotImportable(f"{path}: no WARC file in it, so it is no WACZ")
    return found


def pages(path: Path, problems: Problems) -> set[str] | None:
    """The URLs that it lists as pages; None: it has no such list."""
    listed: set[str] = set()
    known = {entry.filename: entry for entry in _entries(path)}
    there = [known[name] for name in PAGES if name in known]
    for entry in there:
        try:
            with _opened(path, entry) as file:
                listed.update(_urls(file, f"{path}:{entry.filename}", problems))
        except _UNREADABLE as error:
            problems.add(str(path), entry.filename, str(error))
    return listed or None


def _urls(file: BinaryIO, name: str, problems: Problems) -> Iterator[str]:
    """The first line says what the file is (WACZ 1.1.1, section 5.2.2.1)."""
    number = read = 0
    while read < MAX_LIST and (line := file.readline(MAX_LINE)):
        number, read = number + 1, read + len(line)
        if not line.strip():
            continue
        try:
            page = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.add(name, f"line {number:,}", f"no JSON: {error}")
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str):
            yield page["url"]


def _entries(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as file:
            found = [entry for entry in file.infolist() if not entry.is_dir()]
    except _UNREADABLE as error:
        raise NotImportable(f"{path}: no ZIP file that can be read: {error}") from error
    if len(found) > MAX_ENTRIES:
        raise NotImportable(f"{path}: {len(found):,} files in it, over {MAX_ENTRIES:,}")
    return found


@contextmanager
def _opened(path: Path, entry: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    with zipfile.ZipFile(path) as file, file.open(entry) as stream:
        yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, _Plain(stream))))


class _Plain(io.RawIOBase):
    """An entry whose damage is an OSError, which costs what stands after it."""

    def __init__(self, stream: object) -> None:
        self.stream = cast(zipfile.ZipExtFile, stream)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        try:
            data = self.stream.read(len(buffer))
        except (zipfile.BadZipFile, EOFError, ValueError, zlib.error) as error:
            raise OSError(f"damaged: {error}") from error
        buffer[: len(data)] = data
        return len(data)
