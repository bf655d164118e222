"""The child process that the Python API crawls in: what it is given, and that it ends with its parent."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from citecache import Cache, Error
from crawler.cache import CacheFile

NOBODY = "nowhere.example"
CRAWL = """
import signal, sys
from citecache import Cache
signal.signal(signal.SIGINT, signal.default_int_handler)
with Cache("citecache.db", create=True) as cache:
    cache.crawl(urls=[sys.argv[1]], allow_address=["127.0.0.0/8"], settings={"DOWNLOAD_TIMEOUT": "3"})
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def silent_url() -> Iterator[str]:
    """Of a server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_a_child_is_given_more_than_a_command_line_holds(folder: Path) -> None:
    hosts = [f"{number}.{'x' * 120}.{NOBODY}" for number in range(20_000)]
    with Cache("citecache.db", create=True) as cache:
        (folder / "elsewhere").mkdir()
        os.chdir(folder / "elsewhere")
        report = cache.crawl(hosts=hosts, older_than=timedelta(days=3000), settings={"USER_AGENT": "a\0\udc80"})
    assert report.state == "nothing due"
    assert list((folder / "elsewhere").iterdir()) == []


def test_a_url_that_utf8_cannot_hold_is_a_page_like_any_other() -> None:
    with Cache("citecache.db", create=True) as cache:
        report = cache.crawl(urls=["http://127.0.0.1:9/\udcff", "http://127.0.0.1:9/\0", "http://127.0.0.1:9/a\nb"])
        assert report.fetched == 3
        with pytest.raises(Error, match="no scheme"):
            cache.crawl(urls=["--help"])


def test_an_interpreter_that_cannot_be_started_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache("citecache.db", create=True) as cache:
        for executable in ("", "/no/such/python"):
            monkeypatch.setattr(sys, "executable", executable)
            with pytest.raises(Error, match="cannot be started"):
                cache.crawl()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_crawl_ends_with_the_process_that_asked_for_it(folder: Path, silent_url: str, number: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", CRAWL, silent_url], stderr=subprocess.DEVNULL)
    try:
        _await("running", folder)
        parent.send_signal(number)
        parent.wait(60)
        _await("interrupted", folder)
    finally:
        parent.kill()


def _await(state: str, folder: Path) -> None:
    """Wait until the last run has a state."""
    deadline = time.monotonic() + 60
    found = None
    while found != state and time.monotonic() < deadline:
        time.sleep(0.1)
        if (folder / "citecache.db").exists():
            with CacheFile.open(folder / "citecache.db") as cache:
                row = cache.db.execute("SELECT state FROM runs ORDER BY id DESC LIMIT 1").fetchone()
                found = row and row[0]
    assert found == state
