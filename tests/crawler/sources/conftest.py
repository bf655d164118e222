"""Real files in a temporary folder, read through the public function."""

import sys
from pathlib import Path

import pytest

from crawler.model import ParsedSource
from crawler.sources.reading import read_all

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from source_files import Read


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of each test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def read(folder: Path) -> Read:
    """Writes one file and reads it."""

    def write_and_read(name: str, content: str | bytes) -> ParsedSource:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (reading,) = read_all([name])
        return reading

    return write_and_read
