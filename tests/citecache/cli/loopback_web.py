"""A small web on loopback that keeps what it was asked for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book. "
LOOPBACK = ("--allow-address", "127.0.0.1/32", "-s", "DOWNLOAD_DELAY=0.01", "-s", "RETRY_TIMES=0")
"""Options with which a crawl may ask this web, and quickly."""


def article(about: str, html: str = "") -> str:
    """A page with enough text to be good."""
    return f"<!doctype html><title>On {about}</title><article><h1>On {about}</h1><p>{WORDS * 4}{about}.</p>{html}"


class LoopbackWeb:
    """Pages by their paths; all else is a 404."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []  # the paths, without robots.txt and its like

    def url(self, path: str) -> str:
        return self.address + path

    def page(self, path: str, html: str = "") -> str:
        """Adds an article at that path; gives its URL."""
        self.pages[path] = article(path.strip("/"), html)
        return self.url(path)


@contextmanager
def loopback_web() -> Iterator[LoopbackWeb]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            path = self.path
            if path not in ("/robots.txt", "/.well-known/tdmrep.json"):
                web.asked.append(path)
            body = web.pages.get(path)
            data = (body or "<title>Not found</title>").encode()
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web = LoopbackWeb(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
