"""Space on the disk of the cache."""

import shutil
from pathlib import Path

from crawler.model.errors import CacheError


def require_space(path: Path, least: int) -> None:
    """Refuse to begin a crawl for which the disk has too little free space.

    `least` is in bytes; at least twice the write-ahead log is required, since its pages are yet to be copied.

    Raises:
        CacheError: there is less.
    """
    log = Path(f"{path}-wal")
    wanted = max(least, 2 * log.stat().st_size if log.exists() else 0)
    free = shutil.disk_usage(path.absolute().parent).free
    if free < wanted:
        raise CacheError(
            f"{path}: only {free / 2**20:,.0f} MB are free on its disk, a crawl needs {wanted / 2**20:,.0f}:"
            " make room, or set CITECACHE_MIN_FREE (bytes; -s CITECACHE_MIN_FREE=0 for this run)"
        )
