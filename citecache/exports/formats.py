"""The export formats by name. A writer's module, and the libraries it stands on, are imported when it is used."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from citecache.exports.selection import CardSelection

if TYPE_CHECKING:
    from citecache.exports.folder import ExportFolder

FileWriter = Callable[[CardSelection, BinaryIO], None]
"""Writes to the stream only, from where it stands, and leaves it open. Nothing of the export itself (time, version,
random ids) may be in the bytes."""

FolderWriter = Callable[[CardSelection, "ExportFolder"], None]
"""The same, for files of a folder."""


@dataclass(frozen=True, kw_only=True)
class ExportFormat:
    """A format that cards can be exported in."""

    name: str
    file: Callable[[], FileWriter] | None = None  # imports the writer of one file; None: it is always a folder
    folder: Callable[[], FolderWriter] | None = None  # imports the writer of a folder; None: it is always a file
    binary: bool = False  # no text: not for a terminal
    of_cards: bool = True  # else it describes the cache, and no filter changes it
    extra: str | None = None  # of citecache, that has the libraries

    @property
    def install(self) -> str:
        """The command that makes this format available; "" where nothing is missing by default."""
        return f"pip install 'citecache[{self.extra}]'" if self.extra else ""


def _jsonl() -> FileWriter:
    from citecache.exports import jsonl

    return jsonl.write


def _csv() -> FileWriter:
    from citecache.exports import csv

    return csv.write


def _markdown() -> FileWriter:
    from citecache.exports import markdown

    return markdown.write


def _markdown_folder() -> FolderWriter:
    from citecache.exports import markdown_folder

    return markdown_folder.write


def _parquet() -> FileWriter:
    from citecache.exports import parquet

    return parquet.write


def _warc() -> FileWriter:
    from citecache.exports.warc import archive

    return archive.write


def _wacz() -> FileWriter:
    from citecache.exports.wacz import package

    return package.write


def _bibtex() -> FileWriter:
    from citecache.exports import bibtex

    return bibtex.write


def _csl() -> FileWriter:
    from citecache.exports import csl

    return csl.write


def _site() -> FolderWriter:
    from citecache.exports import site

    return site.write


def _datasette() -> FileWriter:
    from citecache.exports import datasette

    return datasette.write


FORMATS: MappingProxyType[str, ExportFormat] = MappingProxyType(
    {
        format.name: format
        for format in (
            ExportFormat(name="jsonl", file=_jsonl),
            ExportFormat(name="csv", file=_csv),
            ExportFormat(name="markdown", file=_markdown, folder=_markdown_folder),
            ExportFormat(name="parquet", file=_parquet, binary=True, extra="parquet"),
            ExportFormat(name="warc", file=_warc, binary=True),
            ExportFormat(name="wacz", file=_wacz, binary=True),
            ExportFormat(name="bibtex", file=_bibtex),
            ExportFormat(name="csl", file=_csl),
            ExportFormat(name="site", folder=_site),
            ExportFormat(name="datasette", file=_datasette, of_cards=False),
        )
    }
)
"""The formats by name, in the order in which help shows them."""
