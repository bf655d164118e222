"""What takes long to count: remembered until the file changes.

All of a small cache is counted at every request after something was stored. Where that took longer, what was counted
last is shown, with its time, while it is counted anew on a thread of its own: a page waits for the first count only,
which is begun when the server starts.
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
from crawler.cache.locks import run_in_progress
from crawler.cache.read.capture_records import CaptureMark, has_capture, newest_capture

T = TypeVar("T")

QUICK = 0.25
"""Seconds in which a count is made while a reader waits. Heuristic, not measured."""

PAUSE = 5
"""A count is not made anew before it is this many times as old as it took to make: while a crawl writes, every reader
would want one.
"""

MOST = 64
"""Counts that are remembered at once, beside those that last."""

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

    def waits(self) -> bool:
        """Whether it takes long, and was made a moment ago."""
        return self.seconds > QUICK and time.monotonic() - self.ended < PAUSE * self.seconds


@dataclass(frozen=True, slots=True)
class _Running:
    """A count under way, of the file as it was when it began."""

    state: FileState
    future: Future[_Count]


class Memory:
    """The counts of one cache, by their names."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self.clock = clock
        self._guard = threading.Lock()
        self._counts: dict[str, _Count] = {}
        self._running: dict[str, _Running] = {}
        self._lasting = set[str]()
        self._tables: dict[str, dict[Any, Any]] = {}
        self._newest: CaptureMark | None = None  # of the cache that the tables are of

    async def get(self, name: str, use: Callable[[CacheFile], T]) -> Remembered[T]:
        """What `use` gives of the cache: as it is now, or as it was remembered under that name.

        Raises:
            Error: as `read` does.
        """
        now = self.clock()
        state = file_state(self._path, now)
        with self._guard:
            known = self._counts.get(name)
            if known is not None and known.state[0] != state[0]:  # of another file
                known = None
            if known is not None and known.state == state:
                return Remembered(value=known.value, at=known.at, current=True)
            running = self._running.get(name)
            if running is None and (known is None or not known.waits()):
                running = self._begin(name, use, now, state)
            if known is not None and known.seconds > QUICK:
                return Remembered(value=known.value, at=known.at, current=False)
        assert running is not None
        if running.state == state:
            found = await asyncio.wrap_future(running.future)
        else:  # it was begun before the last change: what it finds, or fails at, is no answer now
            found = await asyncio.to_thread(self._count, name, use, now, state)
        return Remembered(value=found.value, at=found.at, current=True)

    def begin(self, name: str, use: Callable[[CacheFile], Any], *, lasting: bool = False) -> None:
        """Count, though nobody has asked for it yet. What fails then is told to the first who asks.

        `lasting`: it stays remembered, however many others are.
        """
        if lasting:
            self._lasting.add(name)
        now = self.clock()
        state = file_state(self._path, now)
        with self._guard:
            if name not in self._running:
                self._begin(name, use, now, state)

    def table(self, name: str, cache: CacheFile) -> dict[Any, Any]:
        """What is remembered of Captures, which never change, under that name: as long as it is the same cache.

        A backup that is copied over the file leaves it the same file, and numbers of Captures are given anew.
        """
        with self._guard:
            if self._newest is None or not has_capture(cache, self._newest):
                self._tables = {}
            self._newest = newest_capture(cache)
            return self._tables.setdefault(name, {})

    def _begin(self, name: str, use: Callable[[CacheFile], Any], now: datetime, state: FileState) -> _Running:
        """Count on a thread that nobody waits for when the server stops."""
        running = self._running[name] = _Running(state, Future())

        def work() -> None:
            try:
                found = self._count(name, use, now, state)
            except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
                running.future.set_exception(error)
            else:
                running.future.set_result(found)
            finally:
                with self._guard:
                    self._running.pop(name, None)

        threading.Thread(target=work, name=f"count {name}", daemon=True).start()
        return running

    def _count(self, name: str, use: Callable[[CacheFile], Any], now: datetime, state: FileState) -> _Count:
        began = time.monotonic()
        value = read_file(self._path, use)
        ended = time.monotonic()
        found = _Count(value, now, state, ended - began, ended)
        with self._guard:
            self._counts.pop(name, None)
            self._counts[name] = found
            passing = [one for one in self._counts if one not in self._lasting]
            for one in passing[:-MOST]:
                del self._counts[one]
        return found


def file_state(path: Path, now: datetime) -> FileState:
    """Which file it is, and what changes when anything is stored in it or a run begins or ends; and the hour, for what
    depends on the time.
    """
    try:
        found = path.stat()
        running = run_in_progress(path)  # a run that is killed writes nothing
    except OSError:  # whoever opens it says why
        return None, object()  # like no other state
    try:
        log = path.with_name(f"{path.name}-wal").stat()
    except OSError:
        written: tuple[int, int] | None = None
    else:  # a reader may leave an empty one
        written = (log.st_mtime_ns, log.st_size) if log.st_size else None
    hour = now.replace(minute=0, second=0, microsecond=0)
    newest = max(found.st_mtime_ns, written[0] if written else 0)
    recent = time.time_ns() if time.time_ns() - newest < TICK_NS else None  # like no other state
    return (found.st_dev, found.st_ino), found.st_mtime_ns, found.st_size, written, recent, running, hour


def memory(request: Request) -> Memory:
    """The memory of the application."""
    found: Memory = request.app.state.memory
    return found
