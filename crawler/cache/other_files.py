"""A cache file that shall not be changed, read by a copy of it, which may be migrated: somebody else's; or ours."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.cache.database import CacheFile
from crawler.model.errors import CacheError


@contextmanager
def copy_of(path: Path, *, not_this: Path) -> Iterator[CacheFile]:
    """An open copy of a cache file, of this version's schema; gone afterwards. `not_this` is our own cache.

    Raises:
        CacheError: there is no such file, it is our own, or it is no cache that can be read.
    """
    if not path.exists():
        raise CacheError(f"there is no cache at {path}")
    if not path.is_file():
        raise CacheError(f"{path} is not a file: name a cache")
    if not_this.exists() and path.samefile(not_this):
        raise CacheError(f"{path} is this cache itself: name another one")
    with tempfile.TemporaryDirectory(prefix="citecache-merge-") as folder:
        copy = Path(folder) / "other.db"
        _copy(path, copy)
        try:
            cache = CacheFile.open(copy)
        except CacheError as error:
            raise CacheError(str(error).replace(str(copy), str(path))) from error
        with cache:
            yield cache


@contextmanager
def working_copy(path: Path) -> Iterator[CacheFile]:
    """An open copy of our own cache, empty where there is none, for what shall change nothing; gone afterwards.

    Raises:
        CacheError: it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="citecache-dry-run-") as folder:
        copy = Path(folder) / "copy.db"
        if path.exists():
            _copy(path, copy)
        with CacheFile.open(copy, create=True) as cache:
            yield cache


def _copy(path: Path, copy: Path) -> None:
    """Copy the pages of the database; nothing in it is run. Without a log, the file alone is the database, and nothing
    is left beside it (sqlite.org/wal.html, section 5).
    """
    log = Path(f"{path.resolve()}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    try:
        handle = os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600)
        os.close(handle)
        source = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)
        try:
            target = sqlite3.connect(copy)
            try:
                source.backup(target)
            finally:
                target.close()
        finally:
            source.close()
    except (sqlite3.Error, OSError) as error:
        raise CacheError(f"{path} cannot be read: {error}") from error
