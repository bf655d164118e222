"""What takes long to count: remembered until the file changes.

All of a small cache is counted at every request. Where that took longer, what was counted last is shown, with its time,
while it is counted anew on a thread of its own; a page that shows it never waits but for the first count.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from starlette.requests import Request

from citecache.web.reading import read_file
from crawler.cache import CacheFile

T = TypeVar("T")

QUICK = 0.25
"""Seconds in which a count is made while a reader waits. Heuristic, not measured."""

PAUSE = 5
"""A count is not made anew before it is this many times as old as it took to make: while a crawl writes, every reader
would want one.
"""

MOST = 64
"""Counts that are remembered at once."""

TICK_NS = 100_000_000
"""The clock of a file system may stand still for so long: two writes within it look like one."""

FileState = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered(Generic[T]):
    """Something counted, and when."""

    value: T
    at: datetime
    current: bool  # nothing was stored since


@dataclass(frozen=True, slots=True)
class _Count:
    value: Any
    at: datetime
    state: FileState
    seconds: float  # that it took
    ended: float  # by the monotonic clock


class Memory:
    """The counts of one cache, by their names."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._counts: dict[str, _Count] = {}
        self._running: dict[str, Future[_Count]] = {}

    async def get(self, request: Request, name: str, use: Callable[[CacheFile], T]) -> Remembered[T]:
        """What `use` gives of the cache: as it is now, or as it was remembered under that name.

        Raises:
            Error: as `read` does.
        """
        path, now = request.app.state.path, request.app.state.clock()
        state = file_state(path, now)
        with self._guard:
            known = self._counts.get(name)
            if known is not None and known.state[0] != state[0]:  # of another file
                known = None
            current = known is not None and known.state == state
            resting = known is not None and time.monotonic() - known.ended < PAUSE * known.seconds
            running = self._running.get(name)
            if not current and running is None and not (known is not None and known.seconds > QUICK and resting):
                running = self._begin(path, name, use, now, state)
        if known is None or (not current and known.seconds <= QUICK):
            assert running is not None
            known, current = await asyncio.wrap_future(running), True
        return Remembered(value=known.value, at=known.at, current=current)

    def _begin(
        self, path: Path, name: str, use: Callable[[CacheFile], Any], now: datetime, state: FileState
    ) -> Future[_Count]:
        """Count on a thread that nobody waits for when the server stops."""
        future: Future[_Count] = Future()
        self._running[name] = future

        def count() -> None:
            began = time.monotonic()
            try:
                value = read_file(path, use)
            except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
                with self._guard:
                    self._running.pop(name, None)
                future.set_exception(error)
                return
            ended = time.monotonic()
            found = _Count(value, now, state, ended - began, ended)
            with self._guard:
                self._running.pop(name, None)
                self._counts.pop(name, None)
                self._counts[name] = found
                while len(self._counts) > MOST:
                    del self._counts[next(iter(self._counts))]
            future.set_result(found)

        threading.Thread(target=count, name=f"count {name}", daemon=True).start()
        return future


def file_state(path: Path, now: datetime) -> FileState:
    """Which file it is, and what changes when anything is stored in it; and the hour, for what depends on the time."""
    found = path.stat()
    try:
        log = path.with_name(f"{path.name}-wal").stat()
    except OSError:
        written: tuple[int, int] | None = None
    else:  # a reader may leave an empty one
        written = (log.st_mtime_ns, log.st_size) if log.st_size else None
    newest = max(found.st_mtime_ns, written[0] if written else 0)
    return (
        (found.st_dev, found.st_ino),
        found.st_mtime_ns,
        found.st_size,
        written,
        time.time_ns() if time.time_ns() - newest < TICK_NS else None,  # like no other state
        now.replace(minute=0, second=0, microsecond=0),
    )


def memory(request: Request) -> Memory:
    """The memory of the application."""
    state = request.app.state
    if not hasattr(state, "memory"):
        state.memory = Memory()
    found: Memory = state.memory
    return found
