"""A web on loopback, in a process of its own: `python -m bench.speed.server [--web DIR] [--pages N]`.

It answers as a forward proxy, for http: in absolute form, for https: through CONNECT, where TLS ends here under a
throwaway authority; and directly at `/SCHEME/HOST/PATH`, for clients that cannot use an HTTP proxy. Bodies are sent
gzip-compressed to who accepts that, with a strong entity tag; whoever sends it back gets a 304. What is not a page is a
404. When ready it prints {"port", "ca"}. `/-/counts` tells what was asked since the last time, by status.
"""

import argparse
import asyncio
import contextlib
import functools
import gzip
import json
import signal
import ssl
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag

import trustme

from bench.speed.web import ServedPage, key_of, served_pages

COUNTS = "/-/counts"
MOVED = "/-/moved/"
"""In a path: the page is at the same address without it."""
OUTER = ".citecache-bench.net"
"""May follow the host: programs leave out names that are reserved for examples, which our own pages have."""

GONE = (OSError, EOFError, ValueError, asyncio.LimitOverrunError, asyncio.CancelledError)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's head."""

    method: str
    target: str
    headers: dict[str, str]

    @classmethod
    async def read(cls, reader: asyncio.StreamReader) -> "Asked":
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        pairs = (line.partition(":") for line in lines if line)
        return cls(method, target, {name.lower(): value.strip() for name, _, value in pairs})


MoreHeaders = Callable[[str], Mapping[str, str | None]]
"""The URL of a page -> further headers of an answer."""


class LoopbackWeb:
    """The answers, and what was asked."""

    def __init__(self, pages: Iterable[ServedPage], more: MoreHeaders | None = None) -> None:
        self.more = more or (lambda _: {})
        self.answers = {key_of(page.url): (page, gzip.compress(page.body, 6, mtime=0)) for page in pages}
        self.counts: Counter[int] = Counter()
        self._authority = trustme.CA()
        self.context = functools.cache(self._context)

    def write_authority(self, path: Path) -> None:
        """The certificate that clients have to trust, as PEM."""
        self._authority.cert_pem.write_to_path(str(path))

    def _context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        self._authority.issue_cert(host).configure_cert(context)
        return context

    def answer(self, url: str, asked: Asked) -> bytes:
        """The whole answer to a request for a URL."""
        if url == COUNTS:
            told, self.counts = self.counts, Counter()
            return response(200, {"Content-Type": "application/json"}, json.dumps(told).encode())
        if MOVED in url:
            self.counts[301] += 1
            return response(301, {"Location": url.replace(MOVED, "/", 1)}, b"")
        found = self.answers.get(key_of(url.replace(OUTER, "", 1)))
        if found is None:
            self.counts[404] += 1
            return response(404, {"Content-Type": "text/html"}, b"<!doctype html><title>Not found</title>")
        page, compressed = found
        headers = {"ETag": page.etag, "Vary": "Accept-Encoding", "Content-Type": page.content_type}
        headers |= self.more(page.url)
        if asked.headers.get("if-none-match") == page.etag:
            self.counts[304] += 1
            return response(304, headers, None)
        self.counts[200] += 1
        if "gzip" in asked.headers.get("accept-encoding", ""):
            return response(200, headers | {"Content-Encoding": "gzip"}, compressed)
        return response(200, headers, page.body)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        origin = ""
        with contextlib.suppress(*GONE):
            while True:
                asked = await Asked.read(reader)
                if asked.method == "CONNECT":
                    origin = "https://" + asked.target.removesuffix(":443")
                    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    await writer.start_tls(self.context(asked.target.rpartition(":")[0]))
                    continue
                writer.write(self.answer(url_of(origin, asked.target), asked))
                await writer.drain()
                if asked.headers.get("connection", "").lower() == "close":
                    break
        with contextlib.suppress(*GONE):
            writer.close()


def url_of(origin: str, target: str) -> str:
    """What a request is for: in a tunnel, in absolute form, or as `/SCHEME/HOST/PATH`."""
    if origin or not target.startswith("/") or target == COUNTS:
        return origin + target
    scheme, _, rest = target[1:].partition("/")
    return f"{scheme}://{rest}"


def direct_url(url: str, port: int) -> str:
    """The address of a page for clients that do not go through the proxy."""
    scheme, _, rest = urldefrag(url).url.partition("://")
    return f"http://127.0.0.1:{port}/{scheme}/{rest}"


def response(status: int, headers: dict[str, str | None], body: bytes | None) -> bytes:
    """An HTTP/1.1 message."""
    length = None if body is None else str(len(body))
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in (headers | {"Content-Length": length}).items() if value is not None]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


async def run(pages: Iterable[ServedPage]) -> None:
    """Serve until SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    web = LoopbackWeb(pages)
    with temporary_file("ca.pem") as authority:
        web.write_authority(authority)
        server = await asyncio.start_server(web.serve, "127.0.0.1", 0, backlog=1024)
        print(json.dumps({"port": server.sockets[0].getsockname()[1], "ca": str(authority)}), flush=True)
        await stop.wait()
        server.close()


@contextlib.contextmanager
def temporary_file(name: str) -> Iterator[Path]:
    """A path that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="citecache-bench-") as folder:
        yield Path(folder) / name


def main() -> int:
    """Serve the pages that the options choose."""
    parser = argparse.ArgumentParser(description="A web on loopback.")
    parser.add_argument("--web", type=Path)
    parser.add_argument("--pages", type=int)
    options = parser.parse_args()
    asyncio.run(run(served_pages(options.web, options.pages)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
