"""The cache that `make bench` exports is one that citecache could have written."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from citecache.cli.group import citecache

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def exports() -> ModuleType:
    """bench/exports.py as a module."""
    spec = importlib.util.spec_from_file_location("bench_exports", ROOT / "bench" / "exports.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def test_its_cache_is_sound_and_its_texts_are_exported(exports: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    exports.make(path, 120)
    said = CliRunner().invoke(citecache, ["--db", str(path), "doctor"])
    assert said.exit_code == 0, said.output
    text = CliRunner().invoke(citecache, ["--db", str(path), "export", "jsonl"]).stdout
    assert text.count("\n") == 120
    assert all(len(line) > 4000 for line in text.splitlines())


def test_every_format_is_measured_as_a_file_and_as_a_folder(exports: ModuleType) -> None:
    assert list(exports.targets("jsonl")) == ["jsonl.out"]
    assert list(exports.targets("markdown")) == ["markdown.out", "markdown-folder/"]
    assert list(exports.targets("site")) == ["site-folder/"]
