"""One worker process as the pool sees it: start, ask, stop, kill."""

import asyncio
import os
import signal
from contextlib import suppress
from typing import Any

from crawler.model.errors import ExtractionError
from pipelines.extract.workers import wire
from pipelines.extract.workers.forks import START_SECONDS, STOP_SECONDS, Fork, Forks


class Worker:
    """A started worker. It handles one request at a time; after any failure it must be killed."""

    def __init__(self, fork: Fork) -> None:
        self._fork = fork
        self.pages = 0

    @classmethod
    async def start(cls, forks: Forks, memory: int) -> "Worker":
        """Start a worker of at most `memory` bytes and wait until it is ready.

        Raises:
            ExtractionError: It did not become ready.
        """
        worker = cls(await _forked(forks, memory))
        try:
            async with asyncio.timeout(START_SECONDS):
                answer = await wire.read_answer(worker._fork.reader)
        except (ExtractionError, TimeoutError) as error:
            fate = await worker._fate(error)
            await worker.end()
            raise ExtractionError(f"the extraction worker did not start: {fate}") from error
        except asyncio.CancelledError:
            await worker.end()
            raise
        if answer != {"ready": True}:
            await worker.stop()
            raise ExtractionError(f"the extraction worker did not start: {answer.get('error')}")
        return worker

    @property
    def alive(self) -> bool:
        """Whether the process has not ended yet."""
        return not self._fork.ended.done()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._fork.pid

    async def ask(self, header: dict[str, Any], body: bytes, seconds: float) -> dict[str, Any]:
        """The answer to one request.

        Raises:
            ExtractionError: `took over 10 s`, `was killed by SIGSEGV`, `needed too much memory`, ...
        """
        self.pages += 1
        writer = self._fork.writer
        try:
            async with asyncio.timeout(seconds):
                writer.write(wire.encode(header | {"deadline": seconds}, len(body)))
                writer.write(body)
                with suppress(ConnectionError):  # reading the answer gives the better error
                    await writer.drain()
                answer = await wire.read_answer(self._fork.reader)
        except TimeoutError as error:
            raise ExtractionError(f"took over {seconds:g} s") from error
        except ExtractionError as error:
            raise ExtractionError(await self._fate(error)) from error
        if "error" in answer:
            raise ExtractionError(str(answer["error"])[:300])
        return answer

    async def stop(self) -> None:
        """Close its input, which makes it end; kill it if it does not."""
        self._fork.writer.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.shield(self._fork.ended)
        await self.end()

    async def end(self) -> None:
        """SIGKILL, at once; done when the process is reaped and its pipes are closed."""
        self.kill()
        await asyncio.shield(self._fork.ended)
        with suppress(RuntimeError):  # a page is still waiting for the answer: it reads to the end itself
            while await self._fork.reader.read(2**16):
                pass
        with suppress(ConnectionError):
            await self._fork.writer.wait_closed()

    def kill(self) -> None:
        """SIGKILL, without waiting."""
        self._fork.writer.close()
        # A worker whose server is gone may live; else its number is its own until its end is told.
        if not self._fork.ended.done() or self._fork.ended.result() is None:
            with suppress(OSError):
                os.kill(self._fork.pid, signal.SIGKILL)

    async def _fate(self, error: BaseException) -> str:
        """What became of a worker that stopped answering; it is dead afterwards."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                return _told(await asyncio.shield(self._fork.ended))
        self.kill()
        return str(error) or "gave no answer"


def _told(code: int | None) -> str:
    if code is None:
        return "was lost with its fork server"
    return f"was killed by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


async def _forked(forks: Forks, memory: int) -> Fork:
    """The process, whatever is cancelled: asyncio waits for ever for one that is cancelled before its pipes are
    connected (CPython 3.11.7, `BaseSubprocessTransport._try_finish`).
    """
    forking = asyncio.ensure_future(forks.fork(memory))
    try:
        return await asyncio.shield(forking)
    except asyncio.CancelledError:
        with suppress(ExtractionError):
            await Worker(await asyncio.shield(forking)).end()
        raise
