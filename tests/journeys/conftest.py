"""The web and the command of the journeys: those of the tests that crawl."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Test folders are not packages: own_web.py is shared with the tests of the spiders.
sys.path.insert(0, str(Path(__file__).parents[1] / "crawler" / "spiders"))

from own_web import Desk, Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(10) as web:
        yield web


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
