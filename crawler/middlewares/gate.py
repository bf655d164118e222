"""Limits how many large bodies are received at once; the others wait with their connections paused.

Up to 64 hosts may send 20 MB each at the same time. A body that has grown large continues only while few others are
being received and the backlog of received data is small. The wait is ours: it is not counted as the host's time.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

LARGE_BODY = 2**20
"""Bytes above which a body needs a slot. Heuristic, not measured; of 660 recorded pages, 6 are larger once unpacked."""

MAX_LARGE_BODIES = 4
POLL_SECONDS = 0.1
"""Seconds between checks of the backlog."""


class Gate:
    """A semaphore for large bodies. `busy`: whether the backlog is too large. Used from the event loop only."""

    def __init__(self, busy: Callable[[], bool]) -> None:
        self.busy = busy
        self._admitted: set[Any] = set()
        self._queue: deque[Any] = deque()
        self._since: dict[Any, float] = {}  # protocol -> when it began to wait
        self._waited: dict[bytes, float] = {}  # URL -> seconds waited
        self._timer: asyncio.TimerHandle | None = None

    def acquire(self, protocol: Any) -> None:  # noqa: ANN401 - a wire.BoundedProtocol
        """Called when a body has grown large: let it continue, or pause it until it may."""
        if protocol in self._admitted or protocol in self._since:
            return
        self._queue.append(protocol)
        self._since[protocol] = monotonic()
        protocol.transport.pauseProducing()
        self._admit()

    def release(self, protocol: Any) -> None:  # noqa: ANN401 - likewise
        """Called when the exchange is over, successful or not."""
        if protocol in self._since:
            self._queue.remove(protocol)
            self._add_wait(protocol)
        if protocol in self._admitted:
            self._admitted.remove(protocol)
            self._admit()

    def waited(self, url: bytes) -> float:
        """Seconds that the exchange of a URL has waited here so far."""
        now = monotonic()
        waiting = sum(now - since for protocol, since in self._since.items() if protocol.uri == url)
        return self._waited.get(url, 0.0) + waiting

    def forget(self, url: bytes) -> None:
        """Drop the waiting time of a URL whose exchange is over."""
        self._waited.pop(url, None)

    def _admit(self) -> None:
        while self._queue and len(self._admitted) < MAX_LARGE_BODIES and not self.busy():
            protocol = self._queue.popleft()
            self._add_wait(protocol)
            self._admitted.add(protocol)
            protocol.transport.resumeProducing()
        if self._queue and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(POLL_SECONDS, self._poll)

    def _poll(self) -> None:
        self._timer = None
        self._admit()

    def _add_wait(self, protocol: Any) -> None:  # noqa: ANN401 - likewise
        waited = monotonic() - self._since.pop(protocol)
        self._waited[protocol.uri] = self._waited.get(protocol.uri, 0.0) + waited
