"""Output to stdout or to a file, which is replaced only once the new one is written completely."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crawler.model.errors import Error


@contextmanager
def writing(path: Path | None) -> Iterator[BinaryIO]:
    """The file, replaced only once it is written whole; stdout for None and `-`.

    Raises:
        Error: it cannot be written, or is a database: a cache is never replaced by what was read from it.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    with _opening(path):
        path = path.resolve()
        if _is_database(path):
            raise Error(f"{path} is a database, which is not overwritten: name another file")
        if path.exists() and not path.is_file():  # a pipe, a device: nothing to replace
            device, handle, name = path.open("wb"), -1, ""
        else:
            device, (handle, name) = None, tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    if device is not None:
        with device:
            yield device
        return
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp's files are readable by their owner only
        Path(name).replace(path)
    except OSError as error:
        raise Error(f"{path} cannot be written: {error.strerror}") from error
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise Error(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _is_database(path: Path) -> bool:
    """Whether it is a file of SQLite (sqlite.org/fileformat.html, "The Database Header")."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
