"""The parent's side of the fork server, which starts with the first worker, and again where it has ended."""

import asyncio
import fcntl
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from crawler.child_path import child_environment
from crawler.model.errors import ExtractionError
from pipelines.extract.workers.fork_server import REQUEST

START_SECONDS = 30.0
"""How long a worker may take until it is ready: the server's imports, on a busy machine."""

STOP_SECONDS = 2.0
"""How long a process may take to end by itself once its input is closed."""

PIPE_BYTES = 2**20
"""What the pipe to a worker may hold: nearly every page at once, which takes a quarter off the parent's work for it.
Linux gives 64 KB unless asked, and up to this much to everyone (pipe(7))."""

Ended = asyncio.Future[int | None]
"""The exit code of a worker, negative for a signal; None: it is lost with its server."""


@dataclass(frozen=True, slots=True)
class Fork:
    """A forked worker and the pipes to it."""

    pid: int
    ended: Ended
    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader


class Forks:
    """Forks workers, from one server at a time. Nothing of it may be cancelled: shield it."""

    def __init__(self) -> None:
        self._starting = asyncio.Lock()
        self._server: _RunningServer | None = None

    async def fork(self, memory: int) -> Fork:
        """A new worker of at most `memory` bytes of address space.

        Raises:
            ExtractionError: There is none.
        """
        try:
            async with self._starting:
                if self._server is None or self._server.ended:
                    await self._end()
                    self._server = await _RunningServer.start()
                server = self._server
            return await server.fork(memory)
        except (OSError, RuntimeError) as error:  # descriptors, processes, memory or (RuntimeError) threads are used up
            raise ExtractionError(f"the extraction worker did not start: {error}") from error

    def kill(self) -> None:
        """SIGKILL to the server, without waiting: what is asked of it is refused, and its workers are lost with it."""
        if self._server is not None:
            self._server.kill()

    async def close(self) -> None:
        """End the server, and with it the workers that there still are."""
        async with self._starting:
            await self._end()

    async def _end(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            await server.close()


class _RunningServer:
    """One run of the server."""

    def __init__(self, process: Process, ours: socket.socket) -> None:
        self._process = process
        self._killed = False
        self._socket = ours
        self._asked: deque[asyncio.Future[tuple[int, Ended]]] = deque()
        self._living: dict[int, Ended] = {}
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls) -> Self:
        ours, theirs = socket.socketpair()
        ours.settimeout(0)
        try:
            process = await asyncio.create_subprocess_exec(
                # -P: a `pipelines.py` in the current directory must not become the server
                *(sys.executable, "-P", "-m", "pipelines.extract.workers.fork_server"),
                stdin=theirs.fileno(),
                stdout=DEVNULL,
                stderr=DEVNULL,
                env=child_environment(),
                start_new_session=True,  # Ctrl-C in the terminal is only for the crawler
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return cls(process, ours)

    @property
    def ended(self) -> bool:
        return self._killed or self._listening.done()

    async def fork(self, memory: int) -> Fork:
        requests, into, out, answers = _pipes()
        with suppress(AttributeError, OSError):  # not on this system, or this user has too many pipes
            fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        try:
            pid, ended = await self._answer(self._ask(memory, requests, answers))
        except BaseException:
            os.close(into)
            os.close(out)
            raise
        finally:  # not before they have arrived: what is under way need not outlive its sender's copy everywhere
            os.close(requests)
            os.close(answers)
        return Fork(pid, ended, await _writer(into), await _reader(out))

    def _ask(self, memory: int, requests: int, answers: int) -> "asyncio.Future[tuple[int, Ended]]":
        socket.send_fds(self._socket, [b"%0*d" % (REQUEST, memory)], [requests, answers])
        asked: asyncio.Future[tuple[int, Ended]] = asyncio.get_running_loop().create_future()
        self._asked.append(asked)
        return asked

    async def _answer(self, asked: "asyncio.Future[tuple[int, Ended]]") -> tuple[int, Ended]:
        try:
            async with asyncio.timeout(START_SECONDS):
                return await asked
        except TimeoutError as error:
            self.kill()
            raise ExtractionError("the extraction worker did not start: gave no answer") from error

    async def _listen(self) -> None:
        loop, rest = asyncio.get_running_loop(), b""
        with self._socket, suppress(ConnectionError):
            while chunk := await loop.sock_recv(self._socket, 4096):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._hear(line.decode())
        for ended in self._living.values():
            ended.set_result(None)
        for asked in self._asked:
            if not asked.done():
                asked.set_exception(ExtractionError("the extraction worker did not start: its fork server ended"))

    def _hear(self, line: str) -> None:
        what, _, told = line.partition(" ")
        if what == "ended":
            pid, _, code = told.partition(" ")
            self._living.pop(int(pid)).set_result(int(code))
            return
        asked = self._asked.popleft()
        if what == "forked":
            ended = self._living[int(told)] = asyncio.get_running_loop().create_future()
            if not asked.done():
                asked.set_result((int(told), ended))
        elif not asked.done():
            asked.set_exception(ExtractionError(f"the extraction worker did not start: {told}"))

    def kill(self) -> None:
        self._killed = True
        with suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        self.kill()
        await self._process.wait()
        await self._listening


def _pipes() -> tuple[int, int, int, int]:
    """Two pipes, each its reading and its writing end, or none."""
    first = os.pipe()
    try:
        return *first, *os.pipe()
    except OSError:
        for end in first:
            os.close(end)
        raise


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(descriptor, "rb", 0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


async def _writer(descriptor: int) -> asyncio.StreamWriter:
    loop, pipe = asyncio.get_running_loop(), os.fdopen(descriptor, "wb", 0)
    # The protocol of a reader also holds up a writer whose pipe is full; there is no other public one that does.
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), pipe
    )
    return asyncio.StreamWriter(transport, protocol, None, loop)
