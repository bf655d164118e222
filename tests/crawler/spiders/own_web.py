"""The tests' own web on loopback, and the installed command that crawls it."""

import json
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent
WORDS = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book for years."


def article(about: str) -> bytes:
    """A page with enough text to be good, different for every `about`."""
    text = "".join(f"<p>{n}. {WORDS} This one is about {about}.</p>" for n in range(6))
    return f"<html><head><title>On {about}</title></head><body><article><h1>On {about}</h1>{text}</article>".encode()


@dataclass
class Hit:
    """One request that the server has seen."""

    host: str
    path: str
    started: float
    headers: dict[str, str]
    ended: float | None = None


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore errors: in some tests the client hangs up on purpose."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    web: "Web"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        host = self.connection.getsockname()[0]
        hit = Hit(
            host, self.path, arrived(self.connection), {name.lower(): value for name, value in self.headers.items()}
        )
        self.web.hits.append(hit)
        try:
            self.web.behaviour(host, self.path)(self)
        finally:
            hit.ended = time.monotonic()

    def do_CONNECT(self) -> None:
        """A tunnel, if the test defines a behaviour for it."""
        self.do_GET()

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        names = {name.replace("_", "-").title(): value for name, value in headers.items()}
        if status not in (204, 304):
            names = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | names
        self.send_response(status)
        for name, value in names.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = names.get("Connection") == "close"

    def article(self) -> None:
        self.answer(200, article(self.path))

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.close_connection = True

    def reset(self) -> None:
        """RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with suppress(OSError):
            self.connection.close()
        self.close_connection = True


def arrived(connection: socket.socket) -> float:
    """When the request came, on the monotonic clock: as the kernel noted it, for this thread may have been late."""
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    except (AttributeError, OSError):  # not Linux
        return time.monotonic()
    (milliseconds,) = struct.unpack_from("I", info, 52)  # tcpi_last_data_recv (linux/tcp.h)
    return time.monotonic() - milliseconds / 1000


Behaviour = Callable[[Handler], None]

HOST_FILES = ("/robots.txt", "/.well-known/tdmrep.json")
"""Files about a host, requested in addition to its pages. They answer 404 unless a test defines them."""


@dataclass
class Web:
    """Addresses 127.0.0.1 to .6, or more, on one port. A path without a behaviour of its own is a good article."""

    port: int = 0
    hits: list[Hit] = field(default_factory=list)
    pages: dict[tuple[str | None, str], Behaviour] = field(default_factory=dict)
    servers: list[Server] = field(default_factory=list)

    def url(self, path: str = "/", host: int = 1) -> str:
        return f"http://127.0.0.{host}:{self.port}{path}"

    def on(
        self, path: str, status: int = 200, body: bytes | None = None, *, host: int | None = None, **headers: str
    ) -> str:
        """Define the answer for a path; returns its URL."""
        content = article(path) if body is None else body
        return self.does(path, lambda handler: handler.answer(status, content, **headers), host=host)

    def does(self, path: str, behaviour: Behaviour, *, host: int | None = None) -> str:
        self.pages[None if host is None else f"127.0.0.{host}", path] = behaviour
        return self.url(path, host or 1)

    def behaviour(self, host: str, path: str) -> Behaviour:
        for key in ((host, path), (None, path)):
            if key in self.pages:
                return self.pages[key]
        if path in HOST_FILES:
            return lambda handler: handler.answer(404)
        return Handler.article

    def asked(self, path: str | None = None) -> list[Hit]:
        """The requests for pages so far, or for one path."""
        return [hit for hit in self.hits if (hit.path not in HOST_FILES if path is None else hit.path == path)]


def serve(web: Web, count: int = 6) -> list[Server]:
    """A server on each of the addresses, all on one port."""
    handler = type("Bound", (Handler,), {"web": web})
    for _ in range(20):
        servers = [Server(("127.0.0.1", web.port), handler)]
        port = servers[0].server_port
        try:
            servers += [Server((f"127.0.0.{n}", port), handler) for n in range(2, count + 1)]
        except OSError:  # the port is taken on one of them
            for server in servers:
                server.server_close()
            continue
        web.port = port
        for server in servers:
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return servers
    raise RuntimeError("no port is free on all addresses")


@contextmanager
def serving(count: int = 6) -> Iterator[Web]:
    web = Web()
    web.servers = serve(web, count)
    try:
        yield web
    finally:
        for server in web.servers:
            server.shutdown()
            server.server_close()


@dataclass
class Desk:
    """A folder with a cache in it, and the command `citecache` run there in a clean environment."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    pace_options: tuple[str, ...] = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "RETRY_TIMES=0")
    allow_options: tuple[str, ...] = ("--allow-address", "127.0.0.0/8")
    summary: dict[str, Any] = field(default_factory=dict)  # what the crawl of a fixture printed with --json

    @property
    def path(self) -> Path:
        return self.folder / "citecache.db"

    def start(self, *arguments: str, program: str = "citecache", **streams: Any) -> subprocess.Popen[str]:
        environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"} | self.environment
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | streams
        return subprocess.Popen(
            [str(BIN / program), *arguments], cwd=self.folder, env=environment, text=True, **streams
        )

    def run(self, *arguments: str, expect: int = 0, program: str = "citecache") -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, program=program)
        try:
            out, error = process.communicate(timeout=60)
        finally:
            process.kill()
        assert process.returncode == expect, f"exit {process.returncode}\n{out}\n{error}"
        assert "Traceback" not in error, error
        return subprocess.CompletedProcess(arguments, process.returncode, out, error)

    def options(self, *arguments: str) -> tuple[str, ...]:
        """`crawl` without politeness delays, with one extraction worker."""
        return ("crawl", *self.allow_options, *self.pace_options, "-s", "CITECACHE_WORKERS=1", *arguments)

    def crawl(self, *arguments: str, expect: int = 0) -> dict[str, Any]:
        """Run a crawl; returns its --json output."""
        run = self.run(*self.options("--json", *arguments), expect=expect)
        return json.loads(run.stdout)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        ((value,),) = self.rows(sql, *values)
        return value

    def fetch(self, url: str) -> dict[str, Any]:
        """The last Fetch of a Page, with the Page's current state."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            sql = "SELECT f.*, p.verdict AS page_verdict, p.last_good_capture_id, p.due_at FROM fetches f"
            sql += " JOIN pages p ON p.last_fetch_id = f.id WHERE p.url = ?"
            return dict(connection.execute(sql, [url]).fetchone())

    def pass_time(self, time_passed: timedelta) -> None:
        """Move every timestamp in the cache into the past."""
        with closing(sqlite3.connect(self.path)) as db, db:
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                columns = [row[1] for row in db.execute(f"SELECT * FROM pragma_table_info('{table}')")]
                for column in columns:
                    if column.endswith("_at") or column in ("until", "failing_since"):
                        db.execute(
                            f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, ?)"
                            f" WHERE {column} LIKE '____-__-__T%Z'",
                            [f"-{int(time_passed.total_seconds())} seconds"],
                        )

    def assert_undamaged(self) -> None:
        """Assert that `doctor` finds no damage."""
        findings = json.loads(self.run("doctor", "--json").stdout)
        assert [finding for finding in findings if finding["state"] == "damaged"] == []
