"""The export formats by name. A writer's module, and the libraries it stands on, are imported when it is used."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, cast

from citecache.exports.selection import CardSelection
from crawler.extras import missing
from crawler.model.errors import Error

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
    file: str | None = None  # the module whose `write` is a FileWriter; None: it is always a folder
    folder: str | None = None  # the module whose `write` is a FolderWriter; None: it is always a file
    binary: bool = False  # no text: not for a terminal
    of_cards: bool = True  # else it describes the cache, and no filter changes it
    extra: str | None = None  # of citecache, that has the libraries

    def file_writer(self) -> FileWriter:
        """Import the writer of one file.

        Raises:
            Error: it needs an extra that is not installed.
        """
        return cast(FileWriter, self._writer(self.file))

    def folder_writer(self) -> FolderWriter:
        """Import the writer of a folder.

        Raises:
            Error: it needs an extra that is not installed.
        """
        return cast(FolderWriter, self._writer(self.folder))

    def _writer(self, module: str | None) -> object:
        assert module is not None
        try:
            return import_module(f"citecache.exports.{module}").write
        except ModuleNotFoundError as error:
            if self.extra is None:
                raise
            raise Error(missing(f"export {self.name}", self.extra)) from error


FORMATS: MappingProxyType[str, ExportFormat] = MappingProxyType(
    {
        format.name: format
        for format in (
            ExportFormat(name="jsonl", file="jsonl"),
            ExportFormat(name="csv", file="csv"),
            ExportFormat(name="markdown", file="markdown", folder="markdown_folder"),
            ExportFormat(name="parquet", file="parquet", binary=True, extra="parquet"),
            ExportFormat(name="warc", file="warc.archive", binary=True),
            ExportFormat(name="wacz", file="wacz.package", binary=True),
            ExportFormat(name="bibtex", file="bibtex"),
            ExportFormat(name="csl", file="csl"),
            ExportFormat(name="site", folder="site"),
            ExportFormat(name="datasette", file="datasette", of_cards=False),
        )
    }
)
"""The formats by name, in the order in which help shows them."""
