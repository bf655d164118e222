"""The validator of Webrecorder, and the cache of the tests of WARC files."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "warc"))  # the tests of a folder are no package

from made_cache import Shelf, shelf

__all__ = ["Shelf", "shelf"]

VALIDATOR = Path(__file__).resolve().parents[4] / ".venv-wacz" / "bin" / "wacz"


@pytest.fixture(scope="session")
def validator() -> Path:
    """py-wacz's command; without it the test is skipped, and under CI it fails."""
    if not VALIDATOR.exists():
        reason = f"py-wacz is not installed: `make {VALIDATOR.parents[1].name}/installed` does it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return VALIDATOR
