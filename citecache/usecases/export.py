"""Cards written to a file, or to the files of a folder, in an exchange format."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from citecache.exports.files import writing
from citecache.exports.folder import export_folder
from citecache.exports.formats import FORMATS, ExportFormat
from citecache.exports.selection import CardSelection
from crawler.model.errors import Error


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What came of an export."""

    cards: int
    withheld: Mapping[str, int]  # reason (render/withheld.py) -> cards whose text, or preview, was left out
    left_out: Mapping[str, int]  # what the cache does not have, for a person -> how many
    removed: int = 0  # files of an earlier export of the folder, of Resources that are not in this one
    kept: int = 0  # files of an earlier export of the folder that were edited since, and so left as they are
    kept_names: tuple[str, ...] = ()  # the first of them


def export(format: str, selection: CardSelection, path: str | os.PathLike[str] | None) -> Exported:
    """Write the cards to a file, to stdout for None and `-`, or to the files of a folder.

    Raises:
        KeyError: no such format.
        Error: the file or folder cannot be written; it is then as it was before. Or the format needs an extra.
    """
    chosen = FORMATS[format]
    if path is not None and is_folder(chosen, path):
        return _to_folder(chosen, selection, Path(path))
    if chosen.file is None:
        raise Error(f"export {format} writes a folder: name one")
    write = chosen.file_writer()
    target = None if path is None else Path(path)
    with selection.cache.snapshot(), writing(target, readers_of=selection.cache.path) as out:
        write(selection, out)
    return Exported(cards=selection.count, withheld=dict(selection.withheld), left_out=dict(selection.left_out))


def is_folder(format: ExportFormat, path: str | os.PathLike[str]) -> bool:
    """Whether a path stands for a folder: it is one, ends with a slash, or is new and has no suffix."""
    if format.folder is None or os.fspath(path) == "-":
        return False
    if format.file is None or Path(path).is_dir() or os.fspath(path).endswith(os.sep):
        return True
    return not Path(path).suffix and not os.path.lexists(path)


def _to_folder(format: ExportFormat, selection: CardSelection, path: Path) -> Exported:
    write = format.folder_writer()
    heading = f"citecache {format.name}"
    with selection.cache.snapshot(), export_folder(path, heading, readers_of=selection.cache.path) as folder:
        write(selection, folder)
    return Exported(
        cards=selection.count,
        withheld=dict(selection.withheld),
        left_out=dict(selection.left_out),
        removed=folder.removed,
        kept=folder.kept,
        kept_names=tuple(folder.kept_names),
    )
