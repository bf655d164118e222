"""What one slow page costs a refresh of many unchanged ones.

    python bench/slow_page.py [--pages 660] [--hosts 11] [--slow 8] [--delay SECONDS]

Serves the pages on loopback, one address for each host, and crawls them once. Then refreshes them twice with the
default settings (every answer is a 304): as they are, and with one page that answers after `--slow` seconds. Prints
both times and their ratio; exit status 1 if it is above 1.2. Hosts have equally many pages, so the time of a refresh is
that of each host, and what the slow page costs is not hidden by a slower host.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LIMIT = 1.2
COMMAND = Path(sys.executable).parent / "citecache"
SENTENCE = "The ferry to the outer islands left at seven, and whoever missed it had the day for the harbour."


class Handler(BaseHTTPRequestHandler):
    """Pages with an entity tag; `slow` names the one that takes `seconds`."""

    protocol_version = "HTTP/1.1"
    slow = ""
    seconds = 0.0

    def do_GET(self) -> None:
        if f"{self.server.server_address[0]}{self.path}" == self.slow:
            time.sleep(self.seconds)
        if not self.path.startswith("/page"):
            self._send(404, b"")
        elif "If-None-Match" in self.headers:
            self._send(304, b"")
        else:
            paragraphs = "".join(f"<p>{n}. {SENTENCE} This is {self.path}.</p>" for n in range(8))
            self._send(200, f"<title>On {self.path}</title><article>{paragraphs}</article>".encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status != 304:
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def serve(hosts: int) -> tuple[list[str], int]:
    """The addresses that answer, and their port."""
    addresses = [f"127.0.0.{n}" for n in range(2, hosts + 2)]
    port = 0
    for address in addresses:
        server = ThreadingHTTPServer((address, port), Handler)
        server.daemon_threads = True
        port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return addresses, port


def seconds_of(folder: Path, *arguments: str) -> float:
    """The wall time of a citecache command, which must succeed."""
    begun = time.monotonic()
    command = [str(COMMAND), *arguments, "--allow-address", "127.0.0.0/8"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=660)
    options.add_argument("--hosts", type=int, default=11)
    options.add_argument("--slow", type=float, default=8.0, metavar="SECONDS")
    options.add_argument("--delay", metavar="SECONDS", help="another DOWNLOAD_DELAY than the default")
    given = options.parse_args()
    pace = ("-s", f"DOWNLOAD_DELAY={given.delay}") if given.delay else ()
    addresses, port = serve(given.hosts)
    paths = [f"/page/{n}" for n in range(given.pages // given.hosts)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urls = [f"http://{address}:{port}{path}" for path in paths for address in addresses]
        (folder / "urls.txt").write_text("\n".join(urls))
        seconds_of(folder, "crawl", "urls.txt", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
        plain = seconds_of(folder, "refresh", "--all", *pace)
        Handler.slow, Handler.seconds = f"{addresses[0]}{paths[len(paths) // 4]}", given.slow
        slowed = seconds_of(folder, "refresh", "--all", *pace)
    ratio = slowed / plain
    print(f"{len(urls)} unchanged pages on {given.hosts} hosts: {plain:.1f} s")
    print(f"one of them answers after {given.slow:g} s:    {slowed:.1f} s, {ratio:.2f} times that")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
