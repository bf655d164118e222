"""One worker process as the pool sees it: start, ask, stop, kill."""

import asyncio
import fcntl
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Any

from crawler.child_path import child_environment
from crawler.model.errors import ExtractionError
from pipelines.extract.workers import wire

START_SECONDS = 30.0
"""How long a worker may take until it is ready: imports, on a busy machine."""

PIPE_BYTES = 2**20
"""What the pipe to a worker may hold: nearly every page at once, which takes a quarter off the parent's work for it.
Linux gives 64 KB unless asked, and up to this much to everyone (pipe(7))."""

STOP_SECONDS = 2.0
"""How long a worker may take to end by itself once its input is closed."""


class Worker:
    """A started worker. It handles one request at a time; after any failure it must be killed."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.pages = 0

    @classmethod
    async def start(cls, memory: int) -> "Worker":
        """Start a worker of at most `memory` bytes and wait until it is ready.

        Raises:
            ExtractionError: It did not become ready.
        """
        worker = cls(await _spawned(memory))
        try:
            async with asyncio.timeout(START_SECONDS):
                answer = await wire.read_answer(worker._out)
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
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def _out(self) -> asyncio.StreamReader:
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def _in(self) -> asyncio.StreamWriter:
        assert self._process.stdin is not None
        return self._process.stdin

    async def ask(self, header: dict[str, Any], body: bytes, seconds: float) -> dict[str, Any]:
        """The answer to one request.

        Raises:
            ExtractionError: `took over 10 s`, `was killed by SIGSEGV`, `needed too much memory`, ...
        """
        self.pages += 1
        try:
            async with asyncio.timeout(seconds):
                self._in.write(wire.encode(header | {"deadline": seconds}, len(body)))
                self._in.write(body)
                with suppress(ConnectionError):  # reading the answer gives the better error
                    await self._in.drain()
                answer = await wire.read_answer(self._out)
        except TimeoutError as error:
            raise ExtractionError(f"took over {seconds:g} s") from error
        except ExtractionError as error:
            raise ExtractionError(await self._fate(error)) from error
        if "error" in answer:
            raise ExtractionError(str(answer["error"])[:300])
        return answer

    async def stop(self) -> None:
        """Close its input, which makes it end; kill it if it does not."""
        self._in.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        await self.end()

    async def end(self) -> None:
        """SIGKILL, at once; done when the process is reaped and its pipes are closed."""
        self.kill()
        await self._process.wait()
        with suppress(RuntimeError):  # a page is still waiting for the answer: it reads to the end itself
            while await self._out.read(2**16):
                pass
        with suppress(ConnectionError):
            await self._in.wait_closed()

    def kill(self) -> None:
        """SIGKILL, without waiting."""
        self._in.close()
        with suppress(ProcessLookupError):
            self._process.kill()

    async def _fate(self, error: BaseException) -> str:
        """What became of a worker that stopped answering; it is dead afterwards."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                code = await self._process.wait()
                return f"was killed by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"
        self.kill()
        return str(error) or "gave no answer"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


async def _spawned(memory: int) -> Process:
    """The process, whatever is cancelled: asyncio waits for ever for one that is cancelled before its pipes are
    connected (CPython 3.11.7, `BaseSubprocessTransport._try_finish`).
    """
    spawning = asyncio.ensure_future(_spawn(memory))
    try:
        return await asyncio.shield(spawning)
    except asyncio.CancelledError:
        with suppress(ExtractionError):
            await Worker(await asyncio.shield(spawning)).end()
        raise


async def _spawn(memory: int) -> Process:
    try:
        process = await asyncio.create_subprocess_exec(
            # -P: a `pipelines.py` in the current directory must not become the worker
            *(sys.executable, "-P", "-m", "pipelines.extract.workers.worker", str(memory)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=child_environment(),
            start_new_session=True,  # Ctrl-C in the terminal is only for the crawler
        )
    except OSError as error:
        raise ExtractionError(f"the extraction worker did not start: {error}") from error
    assert process.stdin is not None
    with suppress(AttributeError, OSError):  # not on this system, or this user has too many pipes
        fcntl.fcntl(process.stdin.transport.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return process
