"""An archive of the tests' own on loopback: RFC 7089 in other addresses than the Wayback Machine's, with any fault."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass
class Hit:
    """One request that the archive has seen."""

    path: str
    at: float
    headers: dict[str, str]
    form: str | None = None  # what was posted


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    archive: "Archive"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        length = int(self.headers.get("Content-Length", 0))
        form = self.rfile.read(length).decode() if self.command == "POST" else None
        self.archive.hits.append(Hit(self.path, time.monotonic(), headers, form))
        self.archive.behaviour(self.path)(self)

    do_POST = do_GET  # noqa: N815 - the name is http.server's

    def answer(self, status: int = 200, body: bytes = b"", *more: tuple[str, str], **headers: str) -> None:
        """An answer; `memento_datetime="..."` is the header Memento-Datetime."""
        names = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        names |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in (*names.items(), *more):
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)


Behaviour = Callable[[Handler], None]


def http(date: str) -> str:
    """`2019-03-01` as HTTP writes it."""
    return format_datetime(datetime.fromisoformat(date).replace(tzinfo=UTC), usegmt=True)


@dataclass
class Archive:
    """`/gate/<URL>`, `/map/<URL>` and `/copy/<number>`. What has no behaviour is 404."""

    port: int = 0
    hits: list[Hit] = field(default_factory=list)
    does: dict[str, Behaviour] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)  # cited URL -> its TimeMap's entries

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        return f"{self.base}/gate/"

    def behaviour(self, path: str) -> Behaviour:
        return self.does.get(path, lambda handler: handler.answer(404, b"nothing here"))

    def asked(self, begin: str = "") -> list[str]:
        """The requested paths, without robots.txt."""
        return [hit.path for hit in self.hits if hit.path != "/robots.txt" and hit.path.startswith(begin)]

    def copy(self, cited: str, date: str, body: bytes = b"", *, status: int = 200, **headers: str) -> str:
        """A copy of that day, listed in the TimeMap; gives its address."""
        path = f"/copy/{len(self.does)}"
        known = {"memento_datetime": http(date), "link": f'<{cited}>; rel="original"'} | headers
        self.does[path] = lambda handler: handler.answer(status, body, **{k: v for k, v in known.items() if v})
        self.lists(cited, f'<{self.base}{path}>; rel="memento"; datetime="{http(date)}"')
        return f"{self.base}{path}"

    def lists(self, cited: str, *entries: str) -> None:
        """Entries of the TimeMap of a URL, which then has a TimeGate."""
        known = self.listed.setdefault(cited, [])
        known += entries
        timemap = f'<{self.base}/map/{cited}>; rel="timemap"; type="application/link-format"'
        body = ",\n".join([f'<{cited}>; rel="original"', timemap.replace('"timemap"', '"self"'), *known]).encode()
        self.does[f"/gate/{cited}"] = lambda handler: handler.answer(200, b"", Link=timemap)
        self.does[f"/map/{cited}"] = lambda handler: handler.answer(200, body, Content_Type="application/link-format")

    @classmethod
    @contextmanager
    def serving(cls) -> Iterator[Self]:
        archive = cls()
        server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"archive": archive}))
        archive.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield archive
        finally:
            server.shutdown()
            server.server_close()
