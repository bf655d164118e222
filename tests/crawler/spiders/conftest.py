"""The fixtures of the tests that crawl."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # test folders are not packages: shared modules are beside the tests

from own_web import Desk, Web, article, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


@pytest.fixture
def another_web() -> Iterator[Web]:
    """A second web, for instance to act as a proxy."""
    with serving(1) as web:
        yield web


@pytest.fixture(scope="module")
def module_web() -> Iterator[Web]:
    """One web for all tests of a module, with more addresses."""
    with serving(10) as web:
        yield web


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def module_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def page() -> Callable[[str], bytes]:
    """The body of a good page."""
    return article


@pytest.fixture
def until() -> Callable[..., None]:
    """Waits for something to become true."""

    def wait(condition: Callable[[], object], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "the condition was not met in time"
            time.sleep(0.01)

    return wait


@pytest.fixture
def interrupt() -> Callable[[subprocess.Popen[str]], None]:
    """Ctrl-C."""
    return lambda process: os.kill(process.pid, signal.SIGINT)
