"""Few large bodies at a time: the rest of them wait with their connections paused, and their clocks stopped.

64 hosts may send 20 MB each, all at once. A body that has grown large goes on only when few others do and
what has come in is being worked off. What it waits is our doing, and not counted against its host.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

LARGE = 2**20
"""Bytes from which on a body has to wait its turn. Our choice: of 660 recorded pages 6 are larger, unpacked."""

AT_ONCE = 4
LOOK = 0.1
"""Seconds between two looks whether enough has been worked off."""


class Gate:
    """`busy` says that what has come in is still being worked on. Used from the event loop only."""

    def __init__(self, busy: Callable[[], bool]) -> None:
        self.busy = busy
        self._inside: set[Any] = set()
        self._queue: deque[Any] = deque()
        self._since: dict[Any, float] = {}  # protocol -> when it began to wait
        self._waited: dict[bytes, float] = {}  # URL -> seconds waited
        self._look: asyncio.TimerHandle | None = None

    def knock(self, protocol: Any) -> None:  # noqa: ANN401 - a wire.BoundedProtocol
        """A body has grown large: let it go on, or pause it."""
        if protocol in self._inside or protocol in self._since:
            return
        self._queue.append(protocol)
        self._since[protocol] = monotonic()
        protocol.transport.pauseProducing()
        self._admit()

    def leave(self, protocol: Any) -> None:  # noqa: ANN401 - likewise
        """The exchange is over, well or badly."""
        if protocol in self._since:
            self._queue.remove(protocol)
            self._count(protocol)
        if protocol in self._inside:
            self._inside.remove(protocol)
            self._admit()

    def waited(self, url: bytes) -> float:
        """Seconds that the exchange of a URL has waited here, up to now."""
        now = monotonic()
        waiting = sum(now - since for protocol, since in self._since.items() if protocol.uri == url)
        return self._waited.get(url, 0.0) + waiting

    def forget(self, url: bytes) -> None:
        """The exchange is over and its time was asked for."""
        self._waited.pop(url, None)

    def _admit(self) -> None:
        while self._queue and len(self._inside) < AT_ONCE and not self.busy():
            protocol = self._queue.popleft()
            self._count(protocol)
            self._inside.add(protocol)
            protocol.transport.resumeProducing()
        if self._queue and self._look is None:
            self._look = asyncio.get_running_loop().call_later(LOOK, self._look_again)

    def _look_again(self) -> None:
        self._look = None
        self._admit()

    def _count(self, protocol: Any) -> None:  # noqa: ANN401 - likewise
        waited = monotonic() - self._since.pop(protocol)
        self._waited[protocol.uri] = self._waited.get(protocol.uri, 0.0) + waited
