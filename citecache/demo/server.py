"""A forward proxy on loopback that answers for the demo's hosts itself and connects to nothing."""

import hashlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from citecache.demo.routes import HOSTS, PAGES, DemoResponse

MAX_CONNECTIONS = 32
"""At once. More wait in the listening queue. The demo's crawl has fewer pages than this."""
IDLE_SECONDS = 10
LAST_MODIFIED = "Sun, 01 Mar 2026 09:00:00 GMT"
NO_BODY = frozenset((204, 304))

_NOT_FOUND = DemoResponse(status=404, content_type="text/plain; charset=utf-8", body="Not found\n")


class _Handler(BaseHTTPRequestHandler):
    """One connection: one request in absolute form (RFC 9112 section 3.2.2), one answer, closed."""

    protocol_version = "HTTP/1.1"
    server_version = "citecache-demo"
    sys_version = ""
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        self._answer(self._find())

    do_HEAD = do_GET  # noqa: N815 - the name http.server calls

    def do_CONNECT(self) -> None:
        self._answer(_plain(501, "The demo's web has no https.\n"))

    def do_POST(self) -> None:
        """Anything that would change something; the request's body is left unread, so the connection must end."""
        answer = _plain(405, "GET or HEAD.\n", ("Allow", "GET, HEAD"))
        self._answer(answer)

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_POST  # noqa: N815 - the names http.server calls

    def _find(self) -> DemoResponse:
        url = self.path.partition("#")[0]
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            host = ""
        if not url.lower().startswith("http://"):
            return _plain(400, "This is a proxy: it takes absolute http URLs.\n")
        if host not in HOSTS:
            return _plain(502, "The demo's web has no such host.\n")
        return PAGES.get(f"http://{host}/" + url[7:].partition("/")[2], _NOT_FOUND)

    def _answer(self, answer: DemoResponse) -> None:
        body = answer.read()
        headers = [("Content-Type", answer.content_type), *answer.headers]
        status = answer.status
        if status == 200:
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            headers += [("ETag", etag), ("Last-Modified", LAST_MODIFIED)]
            status = 304 if self._has(etag) else 200
        self.send_response(status)
        for name, value in headers:
            if status not in NO_BODY or name != "Content-Type":
                self.send_header(name, value)
        if status not in NO_BODY:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        if self.command != "HEAD" and status not in NO_BODY:
            self.wfile.write(body)

    def _has(self, etag: str) -> bool:
        """Whether the client has the page already: only If-None-Match if it is present (RFC 9110 13.2.2)."""
        if known := self.headers.get("If-None-Match"):
            tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
            return bool(tags & {etag, "*"})
        return self.headers.get("If-Modified-Since") == LAST_MODIFIED

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401 - http.server's own signature
        """Log nothing: the crawl reports what it fetched."""


def _plain(status: int, text: str, *headers: tuple[str, str]) -> DemoResponse:
    return DemoResponse(status=status, content_type="text/plain; charset=utf-8", body=text, headers=headers)


class _Server(ThreadingHTTPServer):
    """A bounded number of connections, all closed when the server is."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self) -> None:
        self._free = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's own signature
        self._free.acquire()  # every connection ends within IDLE_SECONDS: `shutdown` waits at most so long
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - socketserver's own signature
        super().shutdown_request(request)
        if request in self._open:
            self._open.discard(request)
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's own signature
        """A client that closes the connection is not an error."""

    def close_connections(self) -> None:
        """Close what clients have left open, so that shutdown does not wait for them."""
        for request in tuple(self._open):
            try:
                request.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it was closed meanwhile


class DemoWeb:
    """The demo's web while a `with` lasts: `with DemoWeb() as web: ... web.proxy_url`.

    It listens on a free port of 127.0.0.1 only. Leaving the `with` closes every connection and joins every
    thread. OSError: no port to be had.
    """

    def __init__(self) -> None:
        """Bind at once, so that `proxy_url` is known; serve within the `with`."""
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def proxy_url(self) -> str:
        """What to set `http_proxy` to: `http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()
