"""The fixtures of the tests of imports."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from citecache.imports.found import Problems


@pytest.fixture
def problems() -> Problems:
    return Problems()
