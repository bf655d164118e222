"""One connection as a behaviour sees it, and the building blocks of behaviours."""

import asyncio
import socket
import struct
from collections.abc import Iterable
from time import monotonic

from terms import SECOND, Sender

MOST_BYTES = 2**30
"""Bytes that an endless behaviour sends before it stops."""

MOST_SECONDS = 60.0
"""Seconds that it lasts: longer than any client's timeout."""

WORDS = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book for years."


class Wire:
    """A connection whose request has been read (or, below TLS, has not)."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, origin: str, request: bytes, port: int
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.origin = origin  # "http://127.70.0.1:8000"
        self.request = request
        self.began = b""  # the first bytes sent: the status line, if it is HTTP
        self.path = request.partition(b"\r\n")[0].split(b" ")[1].decode("latin-1") if request else "/"
        self.port = port

    def fill(self, location: str) -> str:
        """A location with its `{origin}`, `{host}`, `{port}` and `{path}`."""
        host = self.origin.partition("//")[2].partition(":")[0]
        parts = {"{origin}": self.origin, "{host}": host, "{port}": str(self.port), "{path}": self.path}
        for name, value in parts.items():
            location = location.replace(name, value)
        return location

    async def send(self, data: bytes) -> None:
        """Write, and wait until the peer can receive more; ConnectionError once it is gone."""
        self.began = self.began or data[:40]
        self.writer.write(data)
        await self.writer.drain()

    async def endless(self, part: bytes, *, pause: float = 0.0) -> None:
        """Send the same bytes repeatedly, until the peer closes or a limit is reached."""
        end = monotonic() + MOST_SECONDS
        for _ in range(MOST_BYTES // len(part)):
            if monotonic() > end:
                return
            await self.send(part)
            await asyncio.sleep(pause)

    def reset(self) -> None:
        """RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def article(edition: str = SECOND, *, extra: str = "", head: str = "") -> bytes:
    """A page with enough text to be good."""
    text = "".join(f"<p>{number}. {WORDS}</p>" for number in range(1, 13))
    return (
        f'<!doctype html><html lang="en"><head><title>On tides</title>{head}</head><body><article>'
        f"<h1>On tides</h1><p>{edition} of a page about tides, harbours and books.</p>{text}{extra}"
        "</article></body></html>\n"
    ).encode()


PAGE = article()
HTML = ("Content-Type", "text/html; charset=utf-8")
CLOSE = ("Connection", "close")


def head(status: str = "200 OK", *headers: tuple[str, str | bytes], version: str = "HTTP/1.1") -> bytes:
    """A status line and headers, with the empty line."""
    lines = [f"{version} {status}".encode()]
    for name, value in headers:
        lines.append(name.encode("latin-1") + b": " + (value if isinstance(value, bytes) else value.encode()))
    return b"\r\n".join(lines) + b"\r\n\r\n"


def whole(body: bytes = PAGE, status: str = "200 OK", *headers: tuple[str, str | bytes]) -> bytes:
    """A complete answer; `headers` are added to the default ones, or replace them."""
    named = {name.lower() for name, _ in headers}
    proper = (HTML, ("Content-Length", str(len(body))), CLOSE)
    return head(status, *(pair for pair in proper if pair[0].lower() not in named), *headers) + body


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """An answer in chunks."""
    start = head("200 OK", HTML, ("Transfer-Encoding", "chunked"), CLOSE)
    return start + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


# --- senders ------------------------------------------------------------------------------------------


def raw(*parts: bytes) -> Sender:
    """These bytes, then the end of the connection."""

    async def send(wire: Wire) -> None:
        await wire.send(b"".join(parts))

    return send


class made:  # noqa: N801 - a Sender like the others
    """Bytes that are built on first use. Call `make` first: building them blocks the server."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts
        self._kept: list[bytes] = []

    def make(self) -> None:
        self._kept = self._kept or list(self._parts)

    async def __call__(self, wire: Wire) -> None:
        self.make()
        for part in self._kept:
            await wire.send(part)


def forever(start: bytes, part: bytes, *, pause: float = 0.0) -> Sender:
    """Some bytes, then the same part without end."""

    async def send(wire: Wire) -> None:
        await wire.send(start)
        await wire.endless(part, pause=pause)

    return send


def then_reset(start: bytes) -> Sender:
    """Some bytes, time to read them, then RST."""

    async def send(wire: Wire) -> None:
        await wire.send(start)
        await asyncio.sleep(0.3)
        wire.reset()

    return send


def silent(start: bytes = b"") -> Sender:
    """Some bytes, then nothing, while the connection stays open."""

    async def send(wire: Wire) -> None:
        await wire.send(start)
        await asyncio.wait_for(wire.reader.read(), MOST_SECONDS)

    return send


def drip(start: bytes, rest: bytes) -> Sender:
    """Some bytes, then one byte a second."""

    async def send(wire: Wire) -> None:
        await wire.send(start)
        for byte in rest[: int(MOST_SECONDS)]:
            await wire.send(bytes([byte]))
            await asyncio.sleep(1)

    return send


def goes_to(*locations: str, status: str = "302 Found") -> Sender:
    """A chain of redirects; the last location is a good page.

    A location is a path of the same origin, or any URL, with the placeholders of `Wire.fill`. Each location answers
    with the redirect to the next one; any other path answers with the first.
    """

    async def send(wire: Wire) -> None:
        step = locations.index(wire.path) + 1 if wire.path in locations else 0
        if step == len(locations):
            await wire.send(whole())
            return
        await wire.send(whole(b"<p>elsewhere</p>", status, ("Location", wire.fill(locations[step]))))

    return send


def always_to(location: str, status: str = "302 Found") -> Sender:
    """A redirect, from every path of the origin."""

    async def send(wire: Wire) -> None:
        await wire.send(whole(b"<p>elsewhere</p>", status, ("Location", wire.fill(location))))

    return send


def refreshes_to(*locations: str, seconds: str = "0", wrapped: str = "{}") -> Sender:
    """A chain of meta refreshes, like `goes_to`."""

    async def send(wire: Wire) -> None:
        step = locations.index(wire.path) + 1 if wire.path in locations else 0
        if step == len(locations):
            await wire.send(whole())
            return
        meta = f'<meta http-equiv="refresh" content="{seconds}; url={wire.fill(locations[step])}">'
        await wire.send(whole(article(head=wrapped.format(meta))))

    return send
