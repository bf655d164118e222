"""The name of an extraction changes with everything that decides the text."""

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipelines.extract import fingerprint
from pipelines.extract.fingerprint import LIBRARIES, PACKAGES, extraction_name, extractor_digest

URL = "https://example.org/a"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """No digest is kept from one test for another."""
    extractor_digest.cache_clear()
    yield
    extractor_digest.cache_clear()


def test_the_same_extraction_has_the_same_name() -> None:
    names = set()
    for _ in range(2):
        extractor_digest.cache_clear()
        names.add(extraction_name("0" * 64, url=URL, content_type="text/html"))
    assert len(names) == 1


def test_body_url_and_type_are_in_the_name() -> None:
    calls = [
        ("0" * 64, URL, "text/html"),
        ("1" * 64, URL, "text/html"),
        ("0" * 64, f"{URL}b", "text/html"),
        ("0" * 64, URL, "text/plain"),
        ("0" * 64, URL, None),
    ]
    assert len({extraction_name(body, url=url, content_type=kind) for body, url, kind in calls}) == len(calls)


def test_the_chosen_extractor_is_in_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for mode in ("auto", "trafilatura", "blocks"):
        monkeypatch.setenv("CITECACHE_EXTRACTOR", mode)
        names.add(extraction_name("0" * 64, url=URL, content_type=None))
    assert len(names) == 3


@pytest.mark.parametrize("name", LIBRARIES)
def test_each_library_s_version_is_in_the_digest(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = extractor_digest()
    extractor_digest.cache_clear()
    installed = fingerprint._version
    monkeypatch.setattr(fingerprint, "_version", lambda asked: "0" if asked == name else installed(asked))
    assert extractor_digest() != before


def test_our_version_is_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = extractor_digest()
    extractor_digest.cache_clear()
    monkeypatch.setattr(fingerprint, "__version__", "0")
    assert extractor_digest() != before


@pytest.mark.parametrize("file", ["pipelines.extract/html/data/model.json", "crawler.text/phrases/en.toml"])
def test_models_and_phrases_are_in_the_digest(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    before = extractor_digest()
    extractor_digest.cache_clear()
    found = fingerprint._files

    def changed(package: str) -> Iterator[tuple[str, bytes]]:
        for name, content in found(package):
            yield name, content + b" " if name == file else content

    assert any(name == file for package in PACKAGES for name, _ in found(package))
    monkeypatch.setattr(fingerprint, "_files", changed)
    assert extractor_digest() != before


def test_all_that_extraction_imports_is_in_the_digest() -> None:
    """Libraries by their distributions, our own modules by their packages."""
    distributions = packages_distributions()
    unknown = set()
    for path in _sources():
        for module in _imported(path):
            top = module.partition(".")[0]
            names = {name.lower().replace("_", "-") for name in distributions.get(top, ())}
            ours = top in ("crawler", "pipelines")
            if not (ours or top in sys.stdlib_module_names or names & set(LIBRARIES)):
                unknown.add(f"{path.name}: {module}")
            if ours and "extract" in path.parts and module != "crawler" and not f"{module}.".startswith(OURS):
                unknown.add(f"{path.name}: {module}")
    assert unknown - OTHERWISE == set()


OURS = tuple(f"{package}." for package in PACKAGES)
OTHERWISE = {"zstd.py: compression", "forks.py: crawler.child_path", "codings.py: brotli"}
"""Imports that the digest need not know: Python's own from 3.14 on; what the worker imports from; what decodes an
answer before it is a body."""


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        found = import_module(package)
        yield from Path(str(found.__file__)).parent.rglob("*.py") if hasattr(found, "__path__") else ()


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
