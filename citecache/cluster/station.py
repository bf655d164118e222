"""In a process of the cluster's: a child process that crawls, and what it said that the driver has not heard yet.

The crawl runs in a child because Scrapy has an event loop of its own, and because a child can be killed. Whatever the
network does to a call, nothing is lost or done twice: calls are numbered, a repeated one is answered as before.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from citecache.cluster.messages import PREFIX, encode
from crawler import __version__
from crawler.child_path import child_environment

MAX_ANSWER = 8 * 2**20
"""Bytes of frames in one answer, unless a single frame is larger."""

READ = 2**16


class Station:
    """One child process. Every method but `__init__` is called on one event loop."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._heard: list[bytes] = []
        self._news: asyncio.Event | None = None
        self._told = 0  # number of the last `tell`
        self._asked = 0  # number of the last `hear`
        self._answer: asyncio.Future[bytes] | None = None
        self._ended = False

    def __del__(self) -> None:  # the cluster has let go of it: its driver is gone
        self._kill()

    async def open(self, settings: bytes) -> str:
        """Start the child, and send it its settings (a frame); gives the version of citecache here."""
        if self._process is None:
            self._news = asyncio.Event()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "citecache.cluster.child"),
                stdin=PIPE,
                stdout=PIPE,
                env=child_environment(),
                start_new_session=True,  # Ctrl-C in a terminal is for the driver
            )
            self._reading = asyncio.ensure_future(self._read())
            await self._write(settings)
        return __version__

    async def tell(self, number: int, data: bytes) -> int:
        """Pass frames on to the child."""
        if number > self._told:
            self._told = number
            await self._write(data)
        return number

    async def hear(self, number: int, seconds: float) -> bytes:
        """Frames from the child, as soon as there are any; none after so many seconds."""
        if number > self._asked or self._answer is None:
            self._asked = number
            self._answer = asyncio.ensure_future(self._collect(seconds))
        return await asyncio.shield(self._answer)

    async def close(self) -> None:
        """Kill the child."""
        if self._process is not None:
            self._kill()
            await self._process.wait()

    def _kill(self) -> None:
        """Kill the child, if it has not ended yet.

        Not by `Process.kill`: that looks first whether the child has ended, and when it has, asyncio gets to know no
        exit code but 255, so that a crash would look like an orderly end.
        """
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    async def _write(self, data: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        with suppress(ConnectionError):  # it has ended: `_read` says so
            await self._process.stdin.drain()

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        assert self._news is not None
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                prefix = await self._process.stdout.readexactly(PREFIX.size)
                packed = await self._process.stdout.readexactly(PREFIX.unpack(prefix)[0])
                self._heard.append(prefix + packed)
                self._news.set()
        self._kill()  # it closed its output: it does not crawl any more
        code = await self._process.wait()
        self._heard.append(encode({"kind": "ended", "code": code}))
        self._news.set()

    async def _collect(self, seconds: float) -> bytes:
        assert self._news is not None
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        answer, size = list[bytes](), 0
        while self._heard and (not answer or size + len(self._heard[0]) <= MAX_ANSWER):
            size += len(self._heard[0])
            answer.append(self._heard.pop(0))
        if not self._heard:
            self._news.clear()
        return b"".join(answer)
