"""The hostile server: one port on many addresses of 127/8, one address for each behaviour and role.

It sends raw bytes, not HTTP messages, and logs every connection and request with its times. In the first epoch every
path is a good page; `misbehave` starts the second. It runs in its own thread, and all its connections end by
themselves.
"""

import asyncio
import socket
import ssl
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from time import monotonic
from types import TracebackType
from typing import Self

from certificates import Certificates
from terms import Behaviour
from wire import Wire, article, head, made, whole

RANGE = "127.64.0.0/10"
"""Addresses that the crawl under test may reach. The rest of loopback, 127.0.0.1 included, is forbidden."""

FIRST = IPv4Address("127.70.0.1")
ROBOTS = "/robots.txt"
TDMREP = "/.well-known/tdmrep.json"
FILES = {"robots": ROBOTS, "tdmrep": TDMREP}
"""Files about a host, by the role of the behaviour that answers for them. In every other role they answer 404."""

LONGEST = 90.0
"""Seconds that a connection may last."""

LOOK = 0.002
"""Seconds between two readings of the clock, which show the delays of the server itself."""


@dataclass(slots=True)
class Hit:
    """One request: address, content, times (monotonic).

    `started` is when it had been read, `earliest` a time at which its connection certainly did not exist yet. Between
    the two the client connected and sent it; on a busy machine, the server's own delay is included.
    """

    address: str
    port: int
    path: str
    head: bytes
    earliest: float
    started: float
    ended: float | None = None
    status: bytes = b""


@dataclass(eq=False, kw_only=True)
class Origin:
    """One address and its behaviour. `url` is the URL to cite."""

    address: str
    port: int
    behaviour: Behaviour | None
    way: str
    target: str = ""  # where a good page, or its robots.txt, redirects to
    contexts: dict[str, ssl.SSLContext] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http{'s' if self.contexts else ''}://{self.address}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.origin}/page"

    def misbehaves(self, path: str) -> bool:
        """Whether the behaviour answers for a path, in the second epoch."""
        if self.behaviour is None or self.target:
            return False
        if self.behaviour.tls not in (None, "good"):
            return True
        if self.way == "all":
            return True
        return path not in ("/page", *FILES.values()) or path == FILES.get(self.way, "/page")


class Server:
    """Serves the origins inside a `with` block."""

    def __init__(self, certificates: Certificates) -> None:
        self.certificates = certificates
        self.port = free_port()
        self.origins: list[Origin] = []
        self.hits: list[Hit] = []
        self.connections = 0
        self.good = True
        self.errors: list[str] = []
        self.late = 0.0  # longest stall in seconds: timeouts of that length may be the server's fault
        self._next = FIRST
        self._looks: deque[float] = deque((0.0,) * 4, maxlen=4)
        self._tasks: set[asyncio.Task[None]] = set()
        self._sockets: list[socket.socket] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="hostile server", daemon=True)

    # --- what it serves ---------------------------------------------------------------------------

    def add(
        self,
        behaviour: Behaviour | None,
        way: str,
        *,
        target: str = "",
        secure: bool = False,
        at: tuple[str, int] | None = None,
    ) -> Origin:
        """Add an origin at a new address or at a given one; call it before the `with` block."""
        address, port = at or (str(self._next), self.port)
        origin = Origin(address=address, port=port, behaviour=behaviour, way=way, target=target)
        self._next += at is None
        if secure and behaviour is not None and behaviour.tls:
            origin.contexts["good"] = self.certificates.context("good", origin.address)
            if behaviour.tls != "raw":
                origin.contexts[behaviour.tls] = self.certificates.context(behaviour.tls, origin.address)
        self.origins.append(origin)
        return origin

    def add_behaviour(self, behaviour: Behaviour, way: str) -> Origin:
        """Add the origins of a behaviour in one role; returns the one to cite."""
        secure = behaviour.tls is not None
        if way == "page":
            return self.add(behaviour, way, secure=secure)
        if way == "redirect":
            return self.add(None, way, target=self.add(behaviour, way, secure=secure).url)
        if secure:
            return self.add(None, way, target=self.add(behaviour, way, secure=True).origin + FILES[way])
        return self.add(behaviour, way)

    def misbehave(self) -> None:
        """Start the second epoch."""
        for origin in self.origins:
            if origin.behaviour and isinstance(origin.behaviour.sends, made):
                origin.behaviour.sends.make()
        self.good = False

    # --- connections --------------------------------------------------------------------------------

    async def _look(self) -> None:
        """Record the times of the event loop's rounds. A connection did not exist four readings before it is accepted.

        Four, because asyncio takes up to two rounds to hand it over, and each round may already have had its reading.
        """
        while True:
            self._looks.append(monotonic())
            await asyncio.sleep(LOOK)
            self.late = max(self.late, monotonic() - self._looks[-1] - LOOK)

    async def _listen(self, origins: Iterable[Origin]) -> None:
        self._keep(self._look())
        for origin in origins:
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((origin.address, origin.port))
            listener.listen(64)
            listener.setblocking(False)  # noqa: FBT003 - its only parameter
            self._sockets.append(listener)
            self._keep(self._accept(listener, origin))

    def _keep(self, work: "asyncio.Coroutine[object, object, None]") -> None:  # type: ignore[name-defined]
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listener: socket.socket, origin: Origin) -> None:
        while True:
            connection, _ = await self._loop.sock_accept(listener)
            self.connections += 1
            self._keep(self._serve(connection, origin, self._looks[0]))

    async def _serve(self, connection: socket.socket, origin: Origin, earliest: float) -> None:
        with suppress(ConnectionError, TimeoutError, ssl.SSLError, asyncio.IncompleteReadError, OSError):
            async with asyncio.timeout(LONGEST):
                await self._talk(connection, origin, earliest)
        with suppress(OSError):
            connection.close()

    async def _talk(self, connection: socket.socket, origin: Origin, earliest: float) -> None:
        reader = asyncio.StreamReader(loop=self._loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=self._loop)
        context, below = self._context(origin)
        transport, _ = await self._loop.connect_accepted_socket(lambda: protocol, connection, ssl=context)
        writer = asyncio.StreamWriter(transport, protocol, reader, self._loop)
        try:
            if below:
                await reader.read(65_536)
                assert origin.behaviour is not None
                wire = Wire(reader, writer, origin=origin.origin, request=b"", port=origin.port)
                await origin.behaviour.sends(wire)
                return
            request = await reader.readuntil(b"\r\n\r\n")
            path = request.split(b" ", 2)[1].decode("latin-1")
            hit = Hit(origin.address, origin.port, path, request, earliest, monotonic())
            self.hits.append(hit)
            wire = Wire(reader, writer, origin=origin.origin, request=request, port=origin.port)
            try:
                await self._answer(wire, origin)
            finally:
                hit.ended, hit.status = monotonic(), wire.began[9:12]
        finally:
            if not transport.is_closing():
                writer.close()
                with suppress(ConnectionError, ssl.SSLError):
                    await asyncio.wait_for(writer.wait_closed(), 5)

    def _context(self, origin: Origin) -> tuple[ssl.SSLContext | None, bool]:
        """The TLS context of a connection, and whether the behaviour speaks below TLS."""
        if not origin.contexts or origin.behaviour is None:
            return None, False
        if self.good:
            return origin.contexts["good"], False
        kind = origin.behaviour.tls
        return origin.contexts.get(kind or ""), kind == "raw"

    async def _answer(self, wire: Wire, origin: Origin) -> None:
        if origin.target and wire.path == FILES.get(origin.way, "/page"):
            if self.good and origin.way in FILES:
                await wire.send(whole(b"", "404 Not Found"))
            else:
                await wire.send(whole(b"", "302 Found", ("Location", origin.target)))
        elif not self.good and origin.misbehaves(wire.path):
            assert origin.behaviour is not None
            await origin.behaviour.sends(wire)
        elif wire.path in FILES.values():
            await wire.send(head("404 Not Found", ("Content-Length", "0"), ("Connection", "close")))
        else:
            where = f"<p>It stands at {origin.address}, for {origin.way}.</p>"
            await wire.send(whole(article("This is the first edition", extra=where)))

    # --- the thread -----------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(self._note)
        self._loop.run_forever()

    def _note(self, _: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError):
            self.errors.append(f"{context.get('message')}: {error!r}")

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(self.origins), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _stop(self) -> None:
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for listener in self._sockets:
            listener.close()


def free_port() -> int:
    """A port that is free on 127.0.0.1; nothing else uses the other addresses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
