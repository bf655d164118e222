"""A safe copy of the cache, made while others may be writing."""

import os
import sqlite3
import tempfile
from pathlib import Path

from crawler.cache.database import CacheFile, explain
from crawler.model.errors import CacheError


def backup(cache: CacheFile, path: Path) -> int:
    """Write a compact copy to `path` and give its size in bytes.

    VACUUM INTO reads one snapshot, so a crawl may go on; the copy appears under its name only when it is
    whole and on disk (sqlite.org/lang_vacuum.html).

    Raises:
        CacheError: the copy cannot be written.
    """
    if path.exists() and path.samefile(cache.path):
        raise CacheError(f"{path} is the cache itself: name another file")
    if Path(f"{path}-wal").exists():
        raise CacheError(f"{path} is a database in use (there is {path}-wal): name another file")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise CacheError(f"{path} cannot be written: {error.strerror}") from error
    copy = Path(name)
    try:
        cache.db.execute("VACUUM INTO ?", [name])
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        size = copy.stat().st_size
        umask = os.umask(0)
        os.umask(umask)
        copy.chmod(0o666 & ~umask)  # mkstemp's files are for their owner alone
        copy.replace(path)
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise CacheError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        copy.unlink(missing_ok=True)
    return size
