"""`citecache archive --save` with a real archive: pywb in record mode, which captures a page of the tests' own site.

The site is on loopback, of which an archive is never told. So pywb, a process of its own, has another name for it.
"""

import functools
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from archive_desk import Desk, start_port, wait_for
from warcs import article

HOST = "harbour.example"
RESOLVER = f"""
import _socket
native = _socket.getaddrinfo
def getaddrinfo(host, *rest, **named):
    return native("127.0.0.1" if host in ("{HOST}", b"{HOST}") else host, *rest, **named)
_socket.getaddrinfo = getaddrinfo
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a site with one page, as pywb knows it."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "tides.html").write_bytes(article("the tides, as they are"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://{HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def recorder(pywb_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a collection that pywb records into."""
    folder = tmp_path_factory.mktemp("recorder")
    (folder / "collections" / "now" / "archive").mkdir(parents=True)
    (folder / "collections" / "now" / "indexes").mkdir()
    (folder / "names").mkdir()
    (folder / "names" / "sitecustomize.py").write_text(RESOLVER)
    (folder / "config.yaml").write_text("collections:\n  live: $live\nrecorder: live\n")
    port = start_port()
    environment = {"PATH": f"{pywb_program}:/usr/bin:/bin", "HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    environment["PYTHONPATH"] = str(folder / "names")
    command = [str(pywb_program / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        wait_for(port, process, folder / "log")
        yield f"http://127.0.0.1:{port}/now"
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def test_pywb_records_a_page_and_names_where_it_replays_it(desk: Desk, site: str, recorder: str) -> None:
    page = desk.cite(f"{site}/tides.html", verdict="alive")
    (result,) = desk.save(f"{recorder}/record/id_/{{url}}")["results"]
    assert result["outcome"] == "saved", result
    digits = result["memento"].removeprefix(f"{recorder}/").partition("/")[0]
    assert (result["memento"], digits.isdecimal(), len(digits)) == (f"{recorder}/{digits}/{page}", True, 14)


def test_pywb_records_no_error_page_as_a_copy(desk: Desk, site: str, recorder: str) -> None:
    desk.cite(f"{site}/gone.html", verdict="alive")
    result: dict[str, Any] = desk.save(f"{recorder}/record/id_/{{url}}")["results"][0]
    assert (result["outcome"], result["memento"]) == ("save_declined", None)
    assert result["detail"].startswith("HTTP 404")
