"""Making the file smaller: bodies are dropped while their texts stay, and free space goes back to the disk."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from crawler.cache.database import CacheFile
from crawler.cache.write import base_bodies
from crawler.model.cache_status import worth_compacting
from crawler.model.errors import CacheBusy, CacheError

BATCH = 200
"""Bodies in one transaction. Heuristic, not measured."""

ROOM = 3
"""Times the file that have to be free on its disk: VACUUM writes a copy, and then the log (sqlite.org/lang_vacuum.html,
"How VACUUM works")."""


class Space(NamedTuple):
    """Bytes of the file before and after, and how much of it is free for new rows.

    `due`: what it will be once nobody reads what stood in it before (sqlite.org/wal.html, 2.2); else the same as after.
    """

    before: int
    after: int
    unused: int
    due: int


def drop_bodies(cache: CacheFile, digests: Sequence[str]) -> None:
    """Drop these bodies in short transactions. Call under `run_lock`: a crawl may be about to refer to one."""
    for start in range(0, len(digests), BATCH):
        with cache.write() as db:
            base_bodies.drop(db, digests[start : start + BATCH])


def give_back(cache: CacheFile) -> Space:
    """Give free space in the file back to the disk, where there is enough of it to be worth it, and room to do it:
    VACUUM writes the file anew, all of it or not at all. Otherwise SQLite uses the space for new rows.
    """
    before = os.path.getsize(cache.path)  # noqa: PTH202
    room = shutil.disk_usage(cache.path.absolute().parent).free > ROOM * before
    if worth_compacting(_unused(cache), before) and room:
        with suppress(CacheBusy, CacheError):
            cache.vacuum()
    after = os.path.getsize(cache.path)  # noqa: PTH202
    return Space(before, after, _unused(cache), min(after, cache.pragma("page_count") * cache.pragma("page_size")))


def _unused(cache: CacheFile) -> int:
    return cache.pragma("freelist_count") * cache.pragma("page_size")
