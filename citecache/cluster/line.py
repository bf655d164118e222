"""The driver's connection to one Station: two lanes of numbered calls, each repeated until it is answered."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

from citecache.cluster.backend import RemoteStation
from citecache.cluster.messages import decode, encode, frames

Hearer = Callable[["StationLine", Mapping[str, Any], bytes], None]

LISTEN = 5.0
"""Seconds that a call waits for news. Only how often an idle line calls depends on it."""

ANSWER_WITHIN = 10.0
"""Seconds beyond which a call is repeated."""

DISMISS_SECONDS = 5.0

RETRY_AFTER = 0.2
"""Seconds between a call that failed and its repetition."""


async def wait_for_event(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but for so long only.

    Not by `asyncio.wait_for`: before Python 3.12 it ignores that its task is cancelled when the event has just come,
    and then a run that was stopped never ends.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


class StationLine:
    """A connection. `heard_at` is when the child was last known to be alive."""

    def __init__(self, worker: str, station: RemoteStation, hear: Hearer) -> None:
        self.worker = worker
        self.station = station
        self.heard_at = monotonic()
        self._hear = hear
        self._outbox: list[bytes] = []
        self._news = asyncio.Event()
        self._tasks = [asyncio.ensure_future(self._speak()), asyncio.ensure_future(self._listen())]

    def send(self, kind: str, **fields: Any) -> None:  # noqa: ANN401 - JSON
        """Send a message; returns at once."""
        self._outbox.append(encode(fields | {"kind": kind}))
        self._news.set()

    def close(self) -> None:
        """Neither speak nor listen any more."""
        for task in self._tasks:
            task.cancel()

    async def dismiss(self) -> None:
        """End the child, if the station can be reached; let go of the station."""
        with suppress(Exception):  # it may be gone
            async with asyncio.timeout(DISMISS_SECONDS):
                await self.station.call("close")
        await self.station.release()

    async def _speak(self) -> None:
        number = 0
        while True:
            await self._news.wait()
            self._news.clear()
            data, self._outbox, number = b"".join(self._outbox), [], number + 1
            await self._surely(ANSWER_WITHIN, "tell", number, data)

    async def _listen(self) -> None:
        number = 0
        while True:
            number += 1
            data = await self._surely(LISTEN + ANSWER_WITHIN, "hear", number, LISTEN)
            for content in frames(data):
                self._hear(self, *decode(content))

    async def _surely(self, seconds: float, method: str, *arguments: Any) -> Any:  # noqa: ANN401 - as the backend has it
        call: Callable[[], Awaitable[Any]] = lambda: self.station.call(method, *arguments)  # noqa: E731 - shorter so
        while True:
            try:
                async with asyncio.timeout(seconds):
                    return await call()
            except Exception:  # noqa: BLE001 - whatever it is, the call is repeated until the lease has run out
                await asyncio.sleep(RETRY_AFTER)
