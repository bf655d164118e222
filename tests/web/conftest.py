"""One cache, one server and one browser for all tests of a worker; each test has a window of its own."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

import harbour_wiki
from cited_web import build
from served import BrowserLog, Served, chromium, serving


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


@pytest.fixture
def browser_log(server: Served) -> BrowserLog:
    return BrowserLog(server.url)


@pytest.fixture
def context(browser: Browser, server: Served, browser_log: BrowserLog) -> Iterator[BrowserContext]:
    """A window that remembers nothing of other tests; relative addresses are the server's."""
    with browser.new_context(base_url=server.url) as context:
        context.set_default_timeout(5_000)
        browser_log.watch(context)
        yield context
    assert browser_log == BrowserLog(server.url)  # no requests elsewhere, no errors, no dialogs


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
