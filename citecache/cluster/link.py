"""The child's connection to the driver: its standard input and output, and how long its leases hold.

The driver answers beats. A lease holds for so long from the moment at which the last answered beat was *sent*: the
driver, which counts from when it received it, never passes a lease on before this process has stopped. It stops by
itself, whatever else it is doing: a thread looks.
"""

import asyncio
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from citecache.cluster.messages import PREFIX, decode, encode
from crawler.middlewares.refusal import Refusal
from crawler.model import Outcome

BEATS = 8
"""Beats in the time that a lease holds."""

EXPIRED = 75
"""Exit code of a child whose leases have run out (EX_TEMPFAIL of sysexits.h)."""

CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""A clock that goes on while the machine sleeps, where there is one (clock_gettime(2))."""


def clock() -> float:
    """Seconds of a clock that nobody sets."""
    return time.clock_gettime(CLOCK)


Listener = Callable[[Mapping[str, Any]], None]


class DriverLink:
    """Messages to and from the driver."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO, *, lease: float) -> None:
        self._in = requests
        self._out = answers
        self.lease = lease
        self.valid_until = 0.0
        self._listeners: dict[str, Listener] = {"beat": self._beat_answered}
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()
        self._beating: asyncio.Task[None] | None = None

    def on(self, kind: str, listener: Listener) -> None:
        """From now on, call that with each message of a kind."""
        self._listeners[kind] = listener

    def start(self) -> None:
        """Begin to read, in the running event loop."""
        loop = asyncio.get_running_loop()
        self.valid_until = clock() + self.lease
        threading.Thread(target=self._read, args=(loop,), daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()
        self._beating = asyncio.ensure_future(self._beat())

    def send(self, kind: str, attached: bytes = b"", **fields: Any) -> None:  # noqa: ANN401 - JSON
        """Send a message; returns at once. What waits is bounded by what the driver has not stored."""
        self._outbox.put(encode(fields | {"kind": kind}, attached))

    def finish(self) -> None:
        """Return when all is sent. Nothing can be sent afterwards."""
        self._outbox.put(None)
        self._writer.join()

    def check(self) -> None:
        """Refusal: the leases have run out, so nothing may be sent to any host."""
        if clock() > self.valid_until:
            raise Refusal(Outcome.CANCELLED, "the driver has not been heard of")

    async def _beat(self) -> None:
        while True:
            self.send("beat", at=clock())
            await asyncio.sleep(self.lease / BEATS)

    def _beat_answered(self, message: Mapping[str, Any]) -> None:
        self.valid_until = max(self.valid_until, float(message["at"]) + self.lease)

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            prefix = self._in.read(PREFIX.size)
            packed = self._in.read(PREFIX.unpack(prefix)[0]) if len(prefix) == PREFIX.size else b""
            if not packed:
                os._exit(0)  # the worker is gone, or has let go of us
            message, _ = decode(packed)
            loop.call_soon_threadsafe(self._dispatch, message)

    def _write(self) -> None:  # in a thread: a slow reader must not hold up requests that are about to be sent
        while (frame := self._outbox.get()) is not None:
            try:
                self._out.write(frame)
                self._out.flush()
            except (BrokenPipeError, ValueError):
                os._exit(0)

    def _dispatch(self, message: Mapping[str, Any]) -> None:
        self._listeners[message["kind"]](message)

    def _watch(self) -> None:
        while clock() <= self.valid_until:
            time.sleep(self.lease / BEATS / 4)
        os._exit(EXPIRED)
