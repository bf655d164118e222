"""A safe copy of the cache, made while others may be writing."""

import os
import sqlite3
from pathlib import Path

from crawler.cache.database import CacheFile
from crawler.cache.messages import explain
from crawler.cache.outputs import replacing, require_no_cache
from crawler.model.errors import CacheError


def backup(cache: CacheFile, path: Path) -> int:
    """Write a compact copy to `path` and give its size in bytes. It is as private as the cache.

    VACUUM INTO reads one snapshot, so a crawl may go on; the copy appears under its name only when it is
    whole and on disk (sqlite.org/lang_vacuum.html).

    Raises:
        Error: the copy cannot be written, or `path` is the cache itself, a database in use, or no file.
    """
    require_no_cache(path)
    if Path(f"{os.path.realpath(path)}-wal").exists():
        raise CacheError(f"{path} is a database in use (there is {path}-wal): name another file")
    try:
        with replacing(path, copy_of=cache.path) as (handle, copy):
            cache.end_snapshot()
            cache.execute("VACUUM INTO ?", [str(copy)])
            return os.fstat(handle).st_size
    except sqlite3.Error as error:
        raise explain(error, path) from error
