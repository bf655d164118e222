"""Output to stdout, to a pipe, or to a file, which is replaced only once the new one is written completely."""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from crawler.cache.outputs import descriptor, replacing, require_no_cache_open, require_no_database
from crawler.model.errors import Error

WAIT_FOR_READER = 10.0
"""Seconds that a named pipe may be without a reader, which may yet be starting."""


@contextmanager
def writing(path: Path | None, *, readers_of: Path | None = None) -> Iterator[BinaryIO]:
    """The file, replaced only once it is written whole; stdout for None and `-`.

    /dev/stdout, /dev/stderr, /dev/null, /dev/fd/N and named pipes are written to as they are. A new file is readable
    by none who may not read `readers_of`.

    Raises:
        Error: it cannot be written, or is a database, or belongs to one: a cache is never replaced by what was read
            from it.
    """
    if path is None or str(path) == "-":
        _require_no_cache_behind_stdout()
        yield sys.stdout.buffer
    elif (stream := _stream(path)) is not None:
        with stream:
            yield stream
    else:
        require_no_database(path)
        with replacing(path, readers_of=readers_of) as (handle, _), os.fdopen(handle, "wb", closefd=False) as out:
            yield out


def _require_no_cache_behind_stdout() -> None:
    with suppress(OSError, ValueError):  # a stream without a file
        require_no_cache_open(sys.stdout.fileno(), "standard output")


def _stream(path: Path) -> BinaryIO | None:
    """What is written to and not replaced. Error: it cannot be opened."""
    try:
        number = descriptor(path)
        if number is not None:
            require_no_cache_open(number, str(path))
            return os.fdopen(os.dup(number), "wb")
        if os.path.realpath(path) == os.devnull:
            return path.open("wb")
        if path.exists() and stat.S_ISFIFO(path.stat().st_mode):
            return _pipe(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise Error(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error
    return None


def _pipe(path: Path) -> BinaryIO:
    """A named pipe that somebody reads: opening one that nobody reads would wait for ever (fifo(7))."""
    deadline = time.monotonic() + WAIT_FOR_READER
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > deadline:
                raise OSError(errno.ENXIO, "nobody reads this pipe") from error
            time.sleep(0.05)
        else:
            os.set_blocking(handle, True)
            return os.fdopen(handle, "wb")
