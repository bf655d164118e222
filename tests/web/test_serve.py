"""`citecache serve`: what it says, what it refuses, and how it ends."""

import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from citecache.cli.group import citecache
from citecache.web.app import application
from citecache.web.server import WebServer

BIN = Path(sys.executable).parent


def serve(*arguments: str) -> Result:
    return CliRunner().invoke(citecache, ["serve", *arguments])


def test_it_prints_its_address_answers_there_and_ends_cleanly(cache_file: Path) -> None:
    command = [BIN / "citecache", "serve", "--port", "0", "--db", cache_file]
    endings = [signal.SIGINT, signal.SIGTERM]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in endings]
    for running, ending in zip(started, endings, strict=True):
        with running:
            assert running.stdout is not None
            address = running.stdout.readline().strip()
            with urllib.request.urlopen(f"{address}healthz", timeout=20) as answer:
                assert answer.status == 200
            running.send_signal(ending)
            rest, said = running.communicate(timeout=20)
        assert (running.returncode, rest, said) == (0, "", "stop with Ctrl+C\n")


def test_an_answer_leaves_at_once(cache_file: Path) -> None:
    """A second request on a connection is not answered 40 ms late: head and body do not wait for each other."""
    server = WebServer(application(cache_file))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        with closing(HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=20)) as client:
            client.request("GET", "/healthz")
            client.getresponse().read()
            (connection,) = server.server_state.connections
            accepted = connection.transport.get_extra_info("socket")  # type: ignore[union-attr]
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        server.should_exit = True
        thread.join()


def test_a_port_that_is_taken_is_said(cache_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = serve("--db", str(cache_file), "--port", str(port))
    assert str(result.exception) == f"port {port} is taken: choose another with --port, or --port 0 for any"


def test_without_a_cache_there_is_nothing_to_serve(tmp_path: Path) -> None:
    result = serve("--db", str(tmp_path / "none.db"))
    assert str(result.exception).startswith("there is no cache at ")


def test_without_the_extra_one_line_says_what_installs_it(cache_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = serve("--db", str(cache_file))
    assert str(result.exception) == "the web view needs an extra: pip install 'citecache[web]'"
    assert "extra web" in CliRunner().invoke(citecache, ["doctor", "--db", str(cache_file)]).stdout


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "sources.example.org"])
def test_others_reach_it_only_by_a_name_that_is_given(cache_file: Path, host: str) -> None:
    result = serve("--db", str(cache_file), "--port", "0", "--host", host)
    assert result.exit_code == 2
    assert "also needs --allow-host NAME" in result.output


@pytest.mark.parametrize(
    "name", ["*", "", "*.example.org", "http://example.org", "example.org/path", "a b", "user@example.org", "a?b"]
)
def test_a_name_that_no_browser_sends_is_refused(cache_file: Path, name: str) -> None:
    result = serve("--db", str(cache_file), "--port", "0", "--host", "127.0.0.1", "--allow-host", name)
    assert result.exit_code == 2
    assert "is no host name" in result.output


def test_an_address_of_another_machine_is_refused(cache_file: Path) -> None:
    result = serve("--db", str(cache_file), "--port", "0", "--host", "192.0.2.1", "--allow-host", "a.example")
    assert str(result.exception) == "192.0.2.1 is no address of this machine"
