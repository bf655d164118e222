"""What is published on static hosts: files of a folder or of a mapping, on loopback ports of their own."""

import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


@dataclass
class Host:
    """A static host: files by their paths (`/cited/index.html`), and the headers of all of them."""

    headers: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # paths, in order
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def publish(self, folder: Path, under: str) -> None:
        """All files of a folder that are not hidden."""
        for path in folder.rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                self.files[f"{under}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()


@contextmanager
def published(headers: Mapping[str, str] | None = None) -> Iterator[Host]:
    """A host that has nothing yet."""
    host = Host(dict(headers or {}))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            host.asked.append(path)
            found = host.files.get(path)
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "text/html")
            for name, value in host.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        host.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
