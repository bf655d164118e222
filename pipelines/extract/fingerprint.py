"""Names an extraction: what was extracted, and everything that decides the text. The same name, the same Capture.

Our own code and data count by their content, so that a checkout in which they were changed extracts again; libraries
by their versions.
"""

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crawler import __version__
from pipelines.extract.modes import extractor_mode

PACKAGES = (
    *("pipelines.extract", "pipelines.reservations"),
    *("crawler.model", "crawler.net", "crawler.text", "crawler.sources.parsing"),
)
"""Packages and modules of ours whose code and data (models, phrases) decide the text."""

LIBRARIES = (
    *("charset-normalizer", "lxml", "pypdfium2", "resiliparse", "trafilatura", "w3lib", "ada-url"),
    *("markdown-it-py", "mdit-py-plugins", "pyyaml", "turbohtml", "backports.zstd"),
    *("courlan", "htmldate", "justext", "lxml-html-clean"),  # trafilatura's
)
"""Distributions that decide the text."""


def extraction_name(body_sha256: str, *, url: str, content_type: str | None) -> str:
    """The name of one extraction: a digest of the body, its URL and type, and the extractor of today."""
    parts = (body_sha256, url, content_type or "", extractor_mode(), extractor_digest())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def extractor_digest() -> str:
    """A digest of our version, of Python's and the libraries', and of our own code and data."""
    digest = hashlib.sha256(f"{__version__} {platform.python_version()}".encode())
    for name in LIBRARIES:
        digest.update(f" {name} {_version(name)}".encode())
    for package in PACKAGES:
        for name, content in sorted(_files(package)):
            digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _files(package: str) -> Iterator[tuple[str, bytes]]:
    """The files of a package or module, with their names in it; not what Python makes of them."""
    found = import_module(package)
    if not hasattr(found, "__path__"):
        yield package, Path(str(found.__file__)).read_bytes()
        return
    for root in map(Path, found.__path__):
        for path in root.rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield f"{package}/{path.relative_to(root).as_posix()}", path.read_bytes()
