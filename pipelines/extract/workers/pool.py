"""The pool: extraction awaited from asyncio, done in processes that can be killed.

A page that takes too long, crashes its worker or eats its memory costs itself its text, never its
neighbours theirs: the worker is killed and replaced at once, and the page tried once more with the
fallback extractor. Whatever happens, the answer is a Capture.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from crawler.model import Capture
from crawler.model.errors import ExtractionError
from pipelines.extract.modes import extractor_mode
from pipelines.extract.sniff import media_type
from pipelines.extract.workers import wire
from pipelines.extract.workers.forks import STOP_SECONDS, Forks
from pipelines.extract.workers.process import Worker

RECYCLE_AFTER = 500
"""Pages after which a worker is replaced by a fresh one: a leak in a C library stays a small one."""

RECYCLE_RSS = 600 * 2**20
"""Bytes of resident memory at which a worker is replaced: several times what pages need, well under its limit."""

FALLBACK_SHARE = 0.5
"""The fallback's deadline, as a share of the deadline."""

CLOSE_SECONDS = 2 * STOP_SECONDS
"""How long workers that are asked to end, then killed, may take to be gone. Heuristic."""

CLOSED = "was not begun: the pool was closed"
"""What a page is told that comes too late."""


@dataclass(slots=True)
class PoolCounts:
    """What a pool has done."""

    pages: int = 0
    timeouts: int = 0  # extractions that ran out of time, the fallback's included
    killed_workers: int = 0  # for a timeout, a crash, or an answer that is none
    replaced_workers: int = 0  # those that were killed, and those that had done enough
    fallbacks: int = 0  # pages that were tried again with the fallback extractor


class Pool:
    """`size` workers; pages wait for an idle one. For one event loop; Twisted's asyncio reactor has one, too.

    `deadline` is in seconds of wall time per page; `memory` in bytes of address space per worker. A worker starts
    with the first page for which no other is free, or with `start`: where no page has changed, none does, which saves
    half a second of CPU. ExtractionError: the environment names no extractor that there is.
    """

    def __init__(
        self,
        *,
        size: int,
        deadline: float = 10.0,
        memory: int = 2 * 2**30,
        recycle_after: int = RECYCLE_AFTER,
    ) -> None:
        extractor_mode()  # a wrong one is told before anything begins
        self._deadline = deadline
        self._recycle_after = recycle_after
        self.counts = PoolCounts()
        self._forks = Forks()
        self._slots = [_Slot(self._forks, memory) for _ in range(size)]
        self._idle: asyncio.LifoQueue[_Slot] = asyncio.LifoQueue()  # a worker that runs comes before one that does not
        for slot in self._slots:
            self._idle.put_nowait(slot)

    @property
    def size(self) -> int:
        return len(self._slots)

    @property
    def busy(self) -> int:
        """Workers that have a page."""
        return len(self._slots) - self._idle.qsize()

    async def start(self) -> None:
        """Begin to start all workers at once; does not wait for them."""
        for slot in self._slots:
            slot.warm()

    async def close(self) -> None:
        """End all workers, for good. A page still being extracted, or waiting, gets a Capture that says so."""
        closing = [asyncio.create_task(slot.close()) for slot in self._slots]
        _, late = await asyncio.wait(closing, timeout=CLOSE_SECONDS)
        if late:  # the fork server hangs, or was stopped: it neither forks nor tells of the dead
            self._forks.kill()
        await asyncio.gather(*closing)
        await self._forks.close()

    async def extract(self, body: bytes, *, url: str, content_type: str | None) -> Capture:
        """The Capture of a body; never raises for a page's fault."""
        self.counts.pages += 1
        slot = await self._idle.get()
        try:
            return await self._extract(slot, body, url=url, content_type=content_type)
        finally:
            self._idle.put_nowait(slot)

    async def _extract(self, slot: "_Slot", body: bytes, *, url: str, content_type: str | None) -> Capture:
        started = time.perf_counter()
        header: dict[str, Any] = {"url": url, "content_type": content_type, "fallback": False}
        try:
            return await self._ask(slot, header, body, self._deadline)
        except ExtractionError as error:
            first = str(error)
            self.counts.fallbacks += 1
        try:
            capture = await self._ask(slot, header | {"fallback": True}, body, self._deadline * FALLBACK_SHARE)
        except ExtractionError as error:
            media = media_type(body, content_type)
            reason = f"extraction {first}; fallback {error}"
            capture = Capture(media_type=media, no_text=reason, extractor="none")
        else:
            doubt = f"fallback used: extraction {first}" + (f"; {capture.doubt}" if capture.doubt else "")
            capture = replace(capture, doubt=doubt)
        return replace(capture, cut_short=True, elapsed=time.perf_counter() - started)

    async def _ask(self, slot: "_Slot", header: dict[str, Any], body: bytes, seconds: float) -> Capture:
        worker = await slot.worker()
        try:
            answer = await worker.ask(header, body, seconds)
            capture = wire.to_capture(answer.get("capture"))
        except BaseException as error:  # cancellation, too: a worker that owes an answer would give it to the next page
            self.counts.killed_workers += 1
            self.counts.timeouts += isinstance(error.__cause__, TimeoutError)
            self.counts.replaced_workers += 1
            slot.replace(worker)
            raise
        rss = answer.get("rss")
        if worker.pages >= self._recycle_after or not isinstance(rss, int) or rss > RECYCLE_RSS:
            self.counts.replaced_workers += 1
            slot.replace(worker)
        return capture


class _Slot:
    """The place of one worker: the one there is, or the one that is being started."""

    def __init__(self, forks: Forks, memory: int) -> None:
        self._forks = forks
        self._memory = memory
        self._starting: asyncio.Task[Worker] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    def warm(self) -> None:
        """See to it that a worker runs or is being started."""
        started = self._starting
        if self._closed or (started is not None and (not started.done() or self._healthy(started))):
            return
        if started is not None and not started.cancelled() and started.exception() is None:
            self._end(started.result())
        self._starting = asyncio.create_task(Worker.start(self._forks, self._memory))

    async def worker(self) -> Worker:
        """The worker, once it is ready.

        Raises:
            ExtractionError: It did not start, and the next call tries anew; or the pool was closed.
        """
        self.warm()
        if (starting := self._starting) is None:
            raise ExtractionError(CLOSED)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if starting.cancelled() and (task is None or not task.cancelling()):
                raise ExtractionError(CLOSED) from None
            raise

    def replace(self, worker: Worker) -> None:
        """Kill a worker and begin to start the next, unless that has happened."""
        worker.kill()
        self._end(worker)
        if self._starting is not None and self._healthy(self._starting) and self._starting.result() is worker:
            self._starting = None
        self.warm()

    def _end(self, worker: Worker) -> None:
        ending = asyncio.create_task(worker.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """End the worker, or the start of one, and wait until nothing is left of it and its predecessors."""
        self._closed = True
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.cancel()  # of no effect once it is done
            with suppress(asyncio.CancelledError, ExtractionError):
                await (await starting).stop()
        await asyncio.gather(*self._ending)

    @staticmethod
    def _healthy(started: "asyncio.Task[Worker]") -> bool:
        return started.done() and not started.cancelled() and started.exception() is None and started.result().alive
