"""Files that we write for a user: whole or not at all, never over a cache, as private as what they replace."""

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from crawler.model.errors import Error

SIDE_FILES = ("-wal", "-shm", "-journal", ".lock")
"""What stands beside a cache: SQLite's files (sqlite.org/tempfiles.html) and the run lock."""

_MAGIC = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
"""How a database, a write-ahead log and a journal begin (sqlite.org/fileformat.html, "The Database Header", "WAL File
Format", "The Rollback Journal")."""

_DESCRIPTOR = re.compile(r"/(?:dev|proc/(\d+))/fd/(\d+)")
_MOST_LINKS = 40
"""Symbolic links that the kernel follows (path_resolution(7), MAXSYMLINKS)."""

_owners: WeakKeyDictionary[object, Path] = WeakKeyDictionary()
"""The caches in use, by who uses them."""


def protect(cache: Path, owner: object) -> None:
    """While `owner` lives, or until `release`, no output is written over that cache, nor over the files beside it."""
    _owners[owner] = cache


def release(owner: object) -> None:
    """The owner is done with its cache."""
    _owners.pop(owner, None)


def _caches() -> Iterator[Path]:
    """By the names that they were given, and by their own."""
    for cache in set(_owners.values()):
        yield Path(os.path.abspath(cache))  # noqa: PTH100 - a link is a name of its own
        yield Path(os.path.realpath(cache))


def descriptor(path: Path) -> int | None:
    """The open file of this process that a path stands for: /dev/stdout, /dev/fd/3, or a link to one of them."""
    for _ in range(_MOST_LINKS):
        place = os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 - a string is matched
        match = _DESCRIPTOR.fullmatch(place)
        if match:
            return int(match[2]) if match[1] in (None, str(os.getpid())) else None
        if not os.path.islink(place):  # noqa: PTH114 - likewise
            return None
        path = Path(place).parent / os.readlink(place)  # noqa: PTH115 - likewise
    return None


def require_no_cache(path: Path) -> None:
    """Refuse an output that is a cache, another database, or a file that belongs to one, by whatever name.

    Raises:
        Error: it is.
    """
    with suppress(OSError):
        found = path.stat()
        if own := _protected(found):
            raise Error(f"{path} {own}: name another file")
    target = Path(os.path.realpath(path))
    for cache in _caches():
        if target.name.casefold() in _side_names(cache) and _same_folder(target.parent, cache.parent):
            raise Error(f"{path} belongs to the cache {cache}: name another file")
    for suffix in SIDE_FILES:
        stem = target.name.removesuffix(suffix)
        if stem not in ("", target.name) and _head(target.with_name(stem)).startswith(_MAGIC[0]):
            raise Error(f"{path} belongs to the database {target.with_name(stem)}: name another file")


def require_no_database(path: Path) -> None:
    """Refuse an output that is any database, or the log of one: not even on request.

    Raises:
        Error: it is.
    """
    require_no_cache(path)
    if _head(path).startswith(_MAGIC):
        raise Error(f"{path} is a database, which is not overwritten: name another file")


def require_no_cache_open(handle: int, name: str) -> None:
    """The same for an open file: `citecache list >> citecache.db`.

    Raises:
        Error: it is a cache of ours.
    """
    with suppress(OSError):
        if own := _protected(os.fstat(handle)):
            raise Error(f"{name} {own}: name another file")


def require_empty_folder(folder: Path) -> None:
    """Refuse a folder that holds anything: what is written there would mix with it.

    Raises:
        Error: it is not empty, is no folder, or cannot be read.
    """
    try:
        if os.path.lexists(folder) and next(folder.iterdir(), None) is not None:
            raise Error(f"{folder} is not empty: name a new folder, or an empty one")
    except OSError as error:
        raise Error(f"{folder} cannot be used: {error.strerror}") from error


@contextmanager
def replacing(path: Path, *, copy_of: Path | None = None, readers_of: Path | None = None) -> Iterator[tuple[int, Path]]:
    """A file beside `path`, open and empty, that takes its place when the block ends well; else `path` is as before.

    A symbolic link stays, what it points to is replaced. What is replaced keeps its mode and, where that can be, its
    owner. A new file is for whom the umask lets, and of these only for those who may read `readers_of`. With `copy_of`
    it has the mode of that file. At no moment can it be read by more than in the end.

    Raises:
        Error: it cannot be written, or is not a regular file.
    """
    with _explained(path):
        target = Path(os.path.realpath(path))
        old = _old(target)
        source = copy_of or readers_of
        allowed = stat.S_IMODE(source.stat().st_mode) & 0o666 if source else 0o666
        handle, temporary = _beside(target, 0o600 if old or copy_of else allowed)
        try:
            yield handle, temporary
            os.fsync(handle)
            if old:
                _keep(handle, old, 0o777 if copy_of is None else allowed)
            elif copy_of:
                os.fchmod(handle, allowed)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
            with suppress(OSError):
                os.close(handle)


# --- what may be replaced ----------------------------------------------------------------------------------


def _protected(found: os.stat_result) -> str:
    """What a file is to the caches of this process: "is the cache itself", or nothing."""
    for cache in _caches():
        for name in (cache, *(Path(f"{cache}{suffix}") for suffix in SIDE_FILES)):
            with suppress(OSError):
                if os.path.samestat(found, name.stat()):
                    return "is the cache itself" if name == cache else f"belongs to the cache {cache}"
    return ""


def _side_names(cache: Path) -> set[str]:
    return {f"{cache.name}{suffix}".casefold() for suffix in SIDE_FILES}


def _same_folder(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _head(path: Path) -> bytes:
    """How a regular file begins; nothing for all else, which reading might change."""
    with suppress(OSError, ValueError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(16)
    return b""


# --- replacing ---------------------------------------------------------------------------------------------


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        if isinstance(error, FileNotFoundError):
            reason = "its folder does not exist"
        raise Error(f"{path} cannot be written: {reason}") from error


def _old(target: Path) -> os.stat_result | None:
    """What is there already. OSError, Error: it cannot be replaced."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "a device or a pipe"
        raise Error(f"{target} cannot be written: it is {kind}; name a file")
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only")
    return found


def _beside(target: Path, mode: int) -> tuple[int, Path]:
    """A new file in the folder of another, created with that mode: the kernel applies the umask."""
    path = target.with_name(f".{target.name[:50]}.{secrets.token_hex(6)}")  # a name has up to 255 bytes (NAME_MAX)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode), path


def _keep(handle: int, old: os.stat_result, allowed: int) -> None:
    """Give a file the mode and the owner of what it replaces; a group that cannot be kept gives others' rights."""
    mode = stat.S_IMODE(old.st_mode) & 0o777 & allowed
    try:
        os.fchown(handle, old.st_uid, old.st_gid)
    except OSError:
        try:
            os.fchown(handle, -1, old.st_gid)
        except OSError:
            mode = mode & ~0o070 | (mode & 0o007) << 3
    os.fchmod(handle, mode)
