"""Hosts on addresses of loopback, all on one port, in a thread of this process.

What a page answers depends on its host, its number and the epoch alone: it has another text from some epochs on, is not
found in some, and its host closes every connection, or answers nothing at all, in some. Every epoch after the first
has as many such hosts. Entity tags are honoured. Linux alone has all of 127/8 without being set up for it.
"""

import asyncio
import contextlib
import errno
import hashlib
import resource
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

GONE = (OSError, EOFError, ValueError, asyncio.LimitOverrunError)
ATTEMPTS = 20
SENTENCE = (
    "The harbour master wrote down the height of the water at every turn of the tide, and kept the book for years."
)
PARAGRAPHS = 8

CHANGING = (0.02, 0.10, 0.05)
"""Shares of the pages with a new text: of one epoch, the next and the one after it, then again from the first."""

MISSING = 0.01
"""Share of the pages that are not found in an epoch."""

VANISHED, STALLED = 0.01, 0.005
"""Shares of the hosts that close every connection, or never answer, in an epoch: among the smaller half: no epoch
waits for a large one. At least one of each."""


@dataclass
class SoakWeb:
    """So many hosts, with so many pages each."""

    sizes: list[int]
    epoch: int = 0
    port: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def urls(self) -> Iterator[str]:
        """All pages."""
        for host, size in enumerate(self.sizes):
            for page in range(size):
                yield f"http://{address(host)}:{self.port}/{page}"

    def version(self, host: int, page: int) -> int:
        """How often the text of a page has changed so far."""
        draws = (
            (chance("text", host, page, epoch), CHANGING[epoch % len(CHANGING)]) for epoch in range(2, self.epoch + 1)
        )
        return sum(drawn < share for drawn, share in draws)

    def trouble(self, host: int) -> str:
        """What is wrong with a host in this epoch: "vanished", "stalled" or ""."""
        vanished, stalled = troubled(len(self.sizes), self.epoch)
        return "vanished" if host in vanished else "stalled" if host in stalled else ""

    async def serve(self, host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        with contextlib.suppress(*GONE):
            while head := await reader.readuntil(b"\r\n\r\n"):
                trouble = self.trouble(host)
                if trouble == "stalled":
                    await reader.read()  # until the client has had enough
                if trouble:
                    break
                writer.write(self.answer(host, head.decode("latin-1")))
                await writer.drain()
        with contextlib.suppress(*GONE):
            writer.close()

    def answer(self, host: int, head: str) -> bytes:
        """The whole answer to a request's head."""
        path = head.split(" ", 2)[1].strip("/")
        page = int(path) if path.isdecimal() else -1
        is_missing = self.epoch > 1 and chance("missing", host, page, self.epoch) < MISSING
        if not 0 <= page < self.sizes[host] or is_missing:
            return message("404 Not Found", b"<!doctype html><title>Not found</title><p>There is no such page.")
        version = self.version(host, page)
        tag = f'"{version}"'
        if f"\r\nif-none-match: {tag}\r\n" in head.lower():
            return message("304 Not Modified", None, tag)
        return message("200 OK", article(host, page, version), tag)


@cache
def troubled(hosts: int, epoch: int) -> tuple[frozenset[int], frozenset[int]]:
    """The hosts that vanish and those that stall in an epoch: in each after the first, as many as in every other."""
    if epoch < 2 or hosts < 4:
        return frozenset(), frozenset()
    vanished, stalled = (max(1, int(hosts * share)) for share in (VANISHED, STALLED))
    drawn = sorted(range(hosts // 2, hosts), key=lambda host: chance("host", host, epoch))
    return frozenset(drawn[:vanished]), frozenset(drawn[vanished : vanished + stalled])


def chance(*about: object) -> float:
    """A number from 0 to 1 that is the same for the same words, and on every machine.

    >>> 0 <= chance("text", 1, 2, 3) < 1
    True
    """
    digest = hashlib.blake2b(repr(about).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def article(host: int, page: int, version: int) -> bytes:
    """A good page, whose words are its own; another version differs in a paragraph."""
    title = f"On the harbour of page {page} at {host}"
    words = [f"{word}{chance(host, page, word):.3f}"[2:] for word in ("ab", "cd", "ef", "gh")]
    parts = [
        f"<p>{at}. {SENTENCE} {title} knows {words[at % 4]} and {chance(host, page, at):.6f}."
        for at in range(PARAGRAPHS)
    ]
    news = [
        f"<p>Correction {at}: {SENTENCE} The gauge was read {chance(host, page, version, at):.6f} times."
        for at in range(2)
    ]
    body = "\n".join([*parts, *(news if version else [])])
    return f"<!doctype html><html lang=en><title>{title}</title><article><h1>{title}</h1>{body}</article>".encode()


def message(status: str, body: bytes | None, tag: str = "") -> bytes:
    """An HTTP/1.1 message."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8"]
    lines += [f"ETag: {tag}"] if tag else []
    lines += [] if body is None else [f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def address(host: int) -> str:
    """The address of a host.

    >>> address(0), address(2_000)
    ('127.1.0.1', '127.1.8.1')
    """
    return f"127.1.{host // 250}.{host % 250 + 1}"


@contextlib.contextmanager
def serving(sizes: list[int]) -> Iterator[SoakWeb]:
    """The web, ready to be asked."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # a socket for each host, and for each connection
    web = SoakWeb(sizes)
    web.port, web.sockets = listening(len(sizes))
    loop = asyncio.new_event_loop()
    for host, one in enumerate(web.sockets):
        loop.run_until_complete(start(web, host, one))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for one in web.sockets:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def start(web: SoakWeb, host: int, listener: socket.socket) -> None:
    """Serve a host from now on."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await web.serve(host, reader, writer)

    await asyncio.start_server(serve, sock=listener)


def listening(hosts: int) -> tuple[int, list[socket.socket]]:
    """A port that is free on all addresses, and a socket on each.

    Raises:
        OSError: none was found.
    """
    for _ in range(ATTEMPTS):
        sockets = [socket.create_server((address(0), 0), backlog=128)]
        port = sockets[0].getsockname()[1]
        try:
            sockets += [socket.create_server((address(host), port), backlog=128) for host in range(1, hosts)]
        except OSError as error:
            for one in sockets:
                one.close()
            if error.errno != errno.EADDRINUSE:
                raise
            continue
        return port, sockets
    raise OSError(errno.EADDRINUSE, "no port is free on all addresses")
