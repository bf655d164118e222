"""The driver's side: which stations there are, what they have, and what their children ask and tell.

The driver alone decides: a Page is done when it is stored here; a lease ends when its Pages are done, when the child is
known to have ended, or when nothing was heard of it for longer than a lease holds. Whatever else a child that lost its
lease may send is ignored.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

from citecache.cluster.backend import Backend
from citecache.cluster.leases import LeasedPage, Leases
from citecache.cluster.line import StationLine, wait_for_event
from citecache.cluster.messages import encode, page_to_json
from citecache.cluster.sharing import Sharing
from crawler import __version__
from crawler.model import Page
from crawler.model.errors import Error

logger = logging.getLogger("citecache.cluster")

GRACE = 1.0
"""Seconds that a lease is passed on later than its holder must have stopped: both count from the same beat."""

LOOK_EVERY = 0.5
"""Seconds between looks at which workers there are, and which were not heard of."""

START_SECONDS = 60.0
"""Seconds until a child must have been heard of."""

NOBODY_FOR = 60.0
"""Seconds that a run waits for a worker when it has none."""

MAX_CRASHES = 3
"""Children that crash while they have a Page before it is given up, and that end before they are ready before no more
are started there. A heuristic, not measured."""

Received = Callable[[LeasedPage, bytes, str | None], None]
"""Called with a packed Fetch, or with why there is none."""


class Conductor:
    """All stations of one run. Used from the driver's event loop."""

    def __init__(
        self, backend: Backend, sharing: Sharing, *, settings: Mapping[str, str], lease: float, received: Received
    ) -> None:
        self.backend = backend
        self.sharing = sharing
        self.leases = Leases()
        self.lost_pages: deque[LeasedPage] = deque()
        self.changed = asyncio.Event()  # something that a waiting driver may care for
        self.failure: Error | None = None
        self._lease = lease
        self._settings = encode({"kind": "settings", "settings": dict(settings), "lease": lease})
        self._received = received
        self._lines: dict[str, StationLine] = {}  # those whose child is ready, and those that are starting
        self._opening: set[str] = set()
        self._refused: dict[str, str] = {}  # worker -> why it takes no part
        self._crashes: Counter[int] = Counter()  # Page -> children that crashed
        self._failed_starts: Counter[str] = Counter()  # worker -> children that ended before they were ready
        self._present: frozenset[str] = frozenset()  # the cluster's workers, at the last look
        self._someone_at = monotonic()
        self._ending = False
        self._tasks: set[asyncio.Future[None]] = set()
        sharing.connect(self._lines, self.leases)

    def start(self) -> None:
        """Begin to look for workers."""
        self.begin(self._look())

    async def ready(self, seconds: float) -> None:
        """Wait until the workers that there are can take Pages, but for so long only; without any, for longer."""
        until = monotonic() + seconds
        while self.failure is None:
            all_ready = self._lines and not self._opening and len(self.leases.workers) == len(self._lines)
            if all_ready or (self.leases.workers and monotonic() > until):
                return
            await self.wait()

    async def wait(self) -> None:
        """Wait for a change, or a moment."""
        await wait_for_event(self.changed, LOOK_EVERY)
        self.changed.clear()

    def place(self, page: Page, queue: str, known: str | None) -> None:
        """Lease a Page to a worker. `known`: the extraction that the driver has the Capture of."""
        worker = self.leases.place(page, queue)
        self._lines[worker].send("pages", pages=[{"page": page_to_json(page), "queue": queue, "known": known}])

    def stored(self, page_id: int, worker: str) -> None:
        """A Fetch is on disk."""
        if worker in self._lines:
            self._lines[worker].send("stored", page=page_id)
        self._crashes.pop(page_id, None)
        self.changed.set()

    def crashed_often(self, page_id: int) -> bool:
        """Whether a Page is better given up."""
        return self._crashes[page_id] >= MAX_CRASHES

    async def end(self, seconds: float) -> None:
        """No more Pages: the children end, and say what they counted."""
        self._ending = True
        for line in self._lines.values():
            line.send("end")
        until = monotonic() + seconds
        while self._lines and monotonic() < until:
            await self.wait()

    async def close(self) -> None:
        """End all at once."""
        for task in self._tasks:
            task.cancel()
        lines = list(self._lines.values())
        self._lines.clear()
        for line in lines:
            line.close()
        await asyncio.gather(*(line.dismiss() for line in lines))
        await self.backend.close()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do that beside everything else."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look(self) -> None:
        while True:
            with suppress(Exception):  # the scheduler may be out of reach for a while
                self._present = await self.backend.workers()
                for worker in self._present - self._lines.keys() - self._opening - self._refused.keys():
                    if not self._ending:
                        self._opening.add(worker)
                        self.begin(self._open(worker))
            for line in list(self._lines.values()):
                if monotonic() - line.heard_at > self._lease + GRACE:
                    self._lose(line, f"was not heard of for {self._lease:g} s")
            self._judge_emptiness()
            self.changed.set()
            await asyncio.sleep(LOOK_EVERY)

    def _judge_emptiness(self) -> None:
        if self._lines:
            self._someone_at = monotonic()
        elif self._present and self._present <= self._refused.keys():
            self.failure = Error(f"no worker of the cluster can crawl: {next(iter(self._refused.values()))}")
        elif monotonic() - self._someone_at > NOBODY_FOR:
            self.failure = Error(f"the cluster has had no worker for {NOBODY_FOR:.0f} s")

    async def _open(self, worker: str) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                station = await self.backend.open(worker)
            async with asyncio.timeout(START_SECONDS):
                version = await station.call("open", self._settings)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            reason = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            logger.info("worker %s cannot start: %s", worker, reason)
            if isinstance(error, ImportError):
                self._refused[worker] = f"worker {worker} has no citecache {__version__}: {reason}"
            self._note_failed_start(worker, reason)
        else:
            if version == __version__:
                line = self._lines[worker] = StationLine(worker, station, self._hear)
                line.heard_at += START_SECONDS
            else:
                self._refused[worker] = f"worker {worker} has citecache {version}, not {__version__}"
        finally:
            self._opening.discard(worker)
            self.changed.set()

    def _note_failed_start(self, worker: str, reason: str) -> None:
        self._failed_starts[worker] += 1
        if self._failed_starts[worker] >= MAX_CRASHES:
            self._refused[worker] = f"worker {worker}: {reason}"

    def _hear(self, line: StationLine, message: Mapping[str, Any], attached: bytes) -> None:
        if self._lines.get(line.worker) is not line:
            return
        kind = message["kind"]
        if kind == "fetch":
            self._take(line, message, attached)
        elif kind in self._LISTENERS:
            self._LISTENERS[kind](self, line, message)
        else:
            self.sharing.hear(line, message, self.begin)

    def _beat(self, line: StationLine, message: Mapping[str, Any]) -> None:
        line.heard_at = monotonic()
        line.send("beat", at=message["at"])

    def _ready(self, line: StationLine, _: Mapping[str, Any]) -> None:
        self.leases.join(line.worker)
        self.sharing.greet(line)
        logger.info("worker %s takes part", line.worker)
        self.changed.set()

    def _take(self, line: StationLine, message: Mapping[str, Any], attached: bytes = b"") -> None:
        leased = self.leases.received(message["page"], line.worker)
        if leased is not None:
            self._received(leased, attached, message.get("error"))

    def _failed(self, line: StationLine, message: Mapping[str, Any]) -> None:  # a setting is wrong
        self._refused[line.worker] = f"worker {line.worker}: {message['error']}"

    def _over(self, line: StationLine, message: Mapping[str, Any]) -> None:
        code = message.get("code")
        if line.worker not in self.leases.workers:
            self._note_failed_start(line.worker, f"its process ended with code {code}, see its log")
        elif code is not None and code < 0:
            mine = [page_id for page_id, leased in self.leases.pages.items() if leased.worker == line.worker]
            self._crashes.update(mine)
        self._lose(line, "has ended" if code is None else f"has ended, with code {code}")

    _LISTENERS: Mapping[str, Callable[["Conductor", StationLine, Mapping[str, Any]], None]] = {
        "beat": _beat,
        "ready": _ready,
        "undone": _take,
        "failed": _failed,
        "done": _over,
        "ended": _over,
    }

    def _lose(self, line: StationLine, why: str) -> None:
        """A child is gone: its Pages go to others, its turns too."""
        del self._lines[line.worker]
        line.close()
        gone = self.leases.lost(line.worker)
        if gone:
            logger.warning("worker %s %s: %d pages go to others", line.worker, why, len(gone))
        self.lost_pages.extend(gone)
        self.sharing.lost(line.worker)
        self.begin(line.dismiss())
        self.changed.set()
