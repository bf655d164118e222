"""One cache, one server, one browser and its windows for all tests of a worker."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

import harbour_wiki
from cited_web import build
from served import Served, chromium, serving
from windows import BrowserLog, Windows

from citecache.web import remembered


@pytest.fixture(scope="session")
def cache_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of `cited_web`, which no test changes: copy it first."""
    return build(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def server(cache_file: Path) -> Iterator[Served]:
    with serving(cache_file) as served:
        yield served


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the cache of `harbour_wiki`."""
    with serving(harbour_wiki.build(tmp_path_factory.mktemp("harbour"))) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window. Its sandbox is not to be had in containers."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        _show_loop()
        running.close()


_hidden: list[asyncio.AbstractEventLoop] = []


def _show_loop() -> None:
    if _hidden:
        asyncio._set_running_loop(_hidden.pop())


@pytest.fixture(autouse=True)
def loop_of_playwright(request: pytest.FixtureRequest) -> Iterator[None]:
    """It runs as long as the browser does, and is hidden from all tests that need none: some run loops of their own."""
    if "browser" in request.fixturenames:
        _show_loop()
    yield
    if (loop := asyncio._get_running_loop()) is not None:
        _hidden.append(loop)
        asyncio._set_running_loop(None)


@pytest.fixture(autouse=True)
def counted_while_one_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine, too: no page shows what was counted before the last change."""
    monkeypatch.setattr(remembered, "QUICK", 60)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def browser_log(server: Served) -> BrowserLog:
    return BrowserLog(server.url)


@pytest.fixture
def page(windows: Windows, server: Served, browser_log: BrowserLog) -> Iterator[Page]:
    """A window for the pages of the server."""
    with windows.at(server.url, browser_log) as page:
        yield page
    assert browser_log == BrowserLog(server.url)  # no requests elsewhere, no errors, no dialogs
