"""The one writer of a crawl: a thread with a connection of its own, and group commit.

The Fetches that arrive are collected while one transaction is on its way to the disk, and for a moment after it began:
each commit flushes the disk and writes a segment of the full-text index. So the reactor never waits for the disk, a
quiet crawl commits each Fetch by itself and at once, and a busy one commits many together.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from time import monotonic

from crawler.cache.database import CacheFile
from crawler.cache.write.fetches import store_fetches
from crawler.model import Fetch
from crawler.model.errors import CacheError

Waiting = tuple[Fetch, asyncio.Future[None]]

FULL_GROUP = 64
"""Fetches that do not wait for the next transaction: it begins at once."""

MAX_GROUP = 512
"""Fetches in one transaction at most: its flush costs the same for one and for all, so that behind a slow disk fewer
have to wait. More would hold the lock for too long. Heuristic."""

INTERVAL = 0.25
"""Seconds from the beginning of one transaction to that of the next: what a kill can cost besides those under way.
Fetches of 304 cost 1.2 ms of CPU each if they are committed alone, and 0.5 ms in groups of eight."""

LARGE_GROUP = 4 * 2**20
"""Bytes of bodies that do not wait, and that end a group: memory holds them twice."""


@dataclass(slots=True)
class WriterCounts:
    """What a writer has done."""

    batches: int = 0  # transactions that were committed
    fetches: int = 0  # in all of them
    seconds: float = 0.0  # likewise


class Writer:
    """Stores the Fetches of one run. Use from one event loop."""

    def __init__(self, path: Path, run_id: int) -> None:
        self.path = path
        self.run_id = run_id
        self.counts = WriterCounts()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="citecache-writer")
        self._waiting: list[Waiting] = []
        self._full = asyncio.Event()  # what waits is a whole group
        self._began = -INTERVAL  # the last transaction, on the monotonic clock
        self._draining: asyncio.Task[None] | None = None
        self._cache: CacheFile | None = None

    async def record(self, fetch: Fetch) -> None:
        """Return once the Fetch is on disk.

        Raises:
            CacheError: it is not, and why.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((fetch, done))
        self._note_if_full()
        if self._draining is None or self._draining.done():
            self._draining = asyncio.ensure_future(self._drain())
        await done

    async def close(self) -> None:
        """Write what waits, then close the connection."""
        if self._draining is not None:
            await self._draining
        await self._in_thread(self._close_cache)
        self._thread.shutdown()

    async def _drain(self) -> None:
        while self._waiting:
            await self._linger()
            group = self._next_group()
            error = await self._store(group)
            if error is None or isinstance(error, CacheError) or len(group) == 1:
                self._acknowledge(group, error)
                continue
            for one in group:  # one of them is at fault: the others are stored without it
                self._acknowledge([one], await self._store([one]))

    def _next_group(self) -> list[Waiting]:
        """Take the Fetches of a transaction from those that wait."""
        sizes = accumulate(len(fetch.body or b"") for fetch, _ in self._waiting[: MAX_GROUP - 1])
        count = 1 + sum(1 for size in sizes if size < LARGE_GROUP)
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        return group

    async def _linger(self) -> None:
        """Wait until the next transaction may begin."""
        self._full.clear()
        self._note_if_full()
        left = self._began + INTERVAL - monotonic()
        if left > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), left)
        self._began = monotonic()

    def _note_if_full(self) -> None:
        size = sum(len(fetch.body or b"") for fetch, _ in self._waiting[:FULL_GROUP])
        if len(self._waiting) >= FULL_GROUP or size >= LARGE_GROUP:
            self._full.set()

    async def _store(self, group: list[Waiting]) -> Exception | None:
        began = monotonic()
        try:
            await self._in_thread(self._write, [fetch for fetch, _ in group])
        except Exception as error:  # noqa: BLE001 - each caller gets it, whatever it is
            return error
        self.counts.batches += 1
        self.counts.fetches += len(group)
        self.counts.seconds += monotonic() - began
        return None

    @staticmethod
    def _acknowledge(group: list[Waiting], error: Exception | None) -> None:
        for _, done in group:
            if done.done():  # cancelled
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

    async def _in_thread(self, call: Callable[..., None], *arguments: object) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, call, *arguments)

    def _write(self, fetches: list[Fetch]) -> None:
        if self._cache is None:
            self._cache = CacheFile.open(self.path)
        store_fetches(self._cache, fetches, run_id=self.run_id)

    def _close_cache(self) -> None:
        if self._cache is not None:
            self._cache.close()
