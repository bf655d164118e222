"""The fixtures of the tests of a cluster: a web on loopback, a desk, and Dask's own scheduler and workers."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Test folders are not packages: shared modules are beside the tests; own_web.py is shared with those of the spiders.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "crawler" / "spiders"))

from dask_processes import DaskProcesses
from own_web import Desk, Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(12) as web:
        yield web


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[DaskProcesses]:
    """A scheduler; a test starts workers."""
    with DaskProcesses(tmp_path / "dask") as processes:
        yield processes
