"""The run lock: one crawl of a cache at a time, whatever name each has for the file.

It is a lock on the file itself, not on a name: symbolic and hard links, bind mounts, other spellings and a new name
all lead to the same one. Where the system has locks of open file descriptions (Linux 3.15, fcntl(2), F_OFD_SETLK), it
is one byte of the database, far behind those that SQLite locks (sqlite.org/fileformat.html, "The Lock-Byte Page").
Unlike flock(2), which NFS turns into a lock on every byte, it leaves SQLite's own locks alone. Elsewhere it is a file
beside the database's real path.

The descriptor is never closed while the process lives: closing any descriptor of a file drops all of a process's other
locks on it, SQLite's among them (fcntl(2), "Record locking").
"""

import errno
import fcntl
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.model.errors import CacheBusy, CacheError

LOCKED_BYTE = 2**62
"""The offset of the byte: no database is that long."""

STEP = 0.05
"""Seconds between two attempts."""

FileId = tuple[int, int]
"""Device and inode."""

_OFD_SETLK: int | None = getattr(fcntl, "F_OFD_SETLK", None)
_FLOCK = "hhqqi4x"  # struct flock of 64-bit Linux: type, whence, start, length, pid

_descriptors: dict[FileId, int] = {}
_held: dict[FileId, int] = {}  # file -> the process that holds its lock: a fork inherits the table, not the lock
_guard = threading.Lock()


def holds_run_lock(path: Path) -> bool:
    """Whether this process holds the run lock of the file."""
    return _held.get(_file_id(path)) == os.getpid()


def run_in_progress(path: Path) -> bool:
    """Whether any process holds the run lock of the file. A file that cannot be locked has no run."""
    if holds_run_lock(path):
        return True
    get = getattr(fcntl, "F_OFD_GETLK", None)
    try:
        if get is None:  # only by trying
            with run_lock(path):
                return False
        asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, LOCKED_BYTE, 1, 0)
        found = struct.unpack(_FLOCK, fcntl.fcntl(_descriptors[_descriptor(path)], get, asked))
    except CacheBusy:
        return True
    except (CacheError, OSError):
        return False
    return bool(found[0] != fcntl.F_UNLCK)


@contextmanager
def run_lock(path: Path, *, wait: float = 0) -> Iterator[None]:
    """Exclude every other crawl of this cache, which exists; the operating system lifts it when a process dies.

    `wait` is in seconds.

    Raises:
        CacheBusy: another crawl is running.
        CacheError: there is no such file, or it cannot be written.
    """
    deadline = time.monotonic() + wait
    with _locked_file(path, deadline), _older_lock(path, deadline):
        yield


@contextmanager
def _locked_file(path: Path, deadline: float) -> Iterator[None]:
    if _OFD_SETLK is None:
        with _lock_beside(path, deadline):
            yield
        return
    while True:
        wanted = _descriptor(path)
        with _guard:
            taken = _held.get(wanted) != os.getpid() and _set_lock(wanted, fcntl.F_WRLCK)
            if taken and _file_id(path) == wanted:  # else another file has taken its name meanwhile
                _held[wanted] = os.getpid()
                break
            if taken:
                _set_lock(wanted, fcntl.F_UNLCK)
                continue
        _wait(path, deadline)
    try:
        yield
    finally:
        with _guard:
            del _held[wanted]
            _set_lock(wanted, fcntl.F_UNLCK)


def _descriptor(path: Path) -> FileId:
    """Open the file, once in this process."""
    try:
        file = _file_id(path)
        with _guard:
            if file not in _descriptors:
                _descriptors[file] = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOCTTY)
                opened = os.fstat(_descriptors[file])
                if (opened.st_dev, opened.st_ino) != file:  # replaced in between: keep it open all the same
                    _descriptors[opened.st_dev, opened.st_ino] = _descriptors.pop(file)
                    return opened.st_dev, opened.st_ino
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise CacheError(f"{path} cannot be written: check its permissions and those of its folder") from error
        raise CacheError(f"{path} cannot be locked for a crawl: {error.strerror}") from error
    return file


def _set_lock(file: FileId, kind: int) -> bool:
    """Lock or unlock the byte; False: another process has it."""
    assert _OFD_SETLK is not None
    try:
        fcntl.fcntl(_descriptors[file], _OFD_SETLK, struct.pack(_FLOCK, kind, os.SEEK_SET, LOCKED_BYTE, 1, 0))
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise CacheError(f"the file system of the cache has no locks for a crawl: {error.strerror}") from error
    return True


@contextmanager
def _lock_beside(path: Path, deadline: float) -> Iterator[None]:
    """The lock where descriptors have none: a file beside the database, by its real path."""
    real = path.resolve()
    file = _file_id(path)
    from filelock import FileLock, Timeout  # noqa: PLC0415 - not where the file itself can be locked

    lock = FileLock(f"{real}.lock")
    try:
        lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
    except Timeout:
        raise _busy(path) from None
    except OSError as error:
        raise CacheError(f"{real}.lock cannot be written: {error.strerror}") from error
    _held[file] = os.getpid()
    try:
        yield
    finally:
        del _held[file]
        lock.release()


@contextmanager
def _older_lock(path: Path, deadline: float) -> Iterator[None]:
    """The lock of citecache 0.1, a file beside the database: held as well where it exists, never created."""
    try:
        descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        while _OFD_SETLK is not None:  # without such locks it is the one that we hold
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    break  # no file that can be locked
            _wait(path, deadline)
        yield
    finally:
        os.close(descriptor)


def _wait(path: Path, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise _busy(path)
    time.sleep(STEP)


def _busy(path: Path) -> CacheBusy:
    return CacheBusy(f"another crawl of {path} is running: wait for it to end")


def _file_id(path: Path) -> FileId:
    try:
        found = path.stat()
    except OSError as error:
        raise CacheError(f"{path} cannot be locked for a crawl: {error.strerror}") from error
    return found.st_dev, found.st_ino
