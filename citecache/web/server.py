"""The application on a socket, until it is told to stop."""

import asyncio
import errno
import os
import signal
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from citecache.web.app import application, prepare
from citecache.web.guard import SECURITY_HEADERS
from crawler.model.errors import Error

LOOPBACK = "127.0.0.1"

GRACE_SECONDS = 3
"""How long answers that have begun may take once the server is to stop."""

MAX_HEAD_BYTES = 4 * 2**20
"""Of a request's line and headers: a hundred long URLs may be asked about at once (/api/verdicts)."""

ENDINGS = (signal.SIGINT, signal.SIGTERM)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Port 0: a free one.

    Raises:
        Error: it cannot be had; the line says why.
    """
    try:
        family, *_, address = socket.getaddrinfo(
            LOOPBACK if host == "localhost" else host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except socket.gaierror as error:
        raise Error(f"{host} is no address of this machine: {error.strerror}") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Error(f"port {port} is taken: choose another with --port, or --port 0 for any") from error
        if error.errno == errno.EADDRNOTAVAIL:
            raise Error(f"{host} is no address of this machine") from error
        raise Error(f"port {port} of {host} cannot be opened: {os.strerror(error.errno or 0)}") from error


def run(
    path: Path, listening: socket.socket, *, hosts: Collection[str] = (), started: Callable[[], None] = lambda: None
) -> None:
    """Serve the cache at `path` until SIGINT or SIGTERM. `started` is called once requests are answered."""
    WebServer(application(path, hosts=hosts), started).run([listening])


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=GuardedProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what goes wrong is logged by citecache.web.guard
        access_log=False,
        proxy_headers=False,  # nothing depends on who asks
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
    )


class WebServer(uvicorn.Server):
    """A server that a signal ends as it is meant to: once the open answers are given, and without an error."""

    def __init__(self, app: Starlette, started: Callable[[], None] = lambda: None) -> None:
        super().__init__(_config(app))
        self._app = app
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        prepare(self._app)
        self._tell_started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn would raise the signal again, to end as what it stands in would."""
        if threading.current_thread() is not threading.main_thread():  # which alone can have signals
            yield
            return
        before = {ending: signal.signal(ending, self.handle_exit) for ending in ENDINGS}
        try:
            yield
        finally:
            for ending, handler in before.items():
                signal.signal(ending, handler)


class GuardedProtocol(H11Protocol):
    """HTTP/1.1; what is no HTTP gets an answer with the headers of every other one."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Answers leave at once. Head and body are two packets; with Nagle's algorithm (RFC 896) the second waits for
        the client's delayed acknowledgement, 40 ms. asyncio turns it off only on sockets made for TCP by name.
        """
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)

    def send_400_response(self, msg: str) -> None:
        headers = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
        headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        try:
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=msg.encode()),
            ):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.write(self.conn.send(h11.EndOfMessage()) or b"")
        except h11.LocalProtocolError:  # an answer had begun
            self.transport.abort()
            return
        self.transport.close()
