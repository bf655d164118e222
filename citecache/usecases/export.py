"""Cards written to a file in an exchange format."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from citecache.exports.files import writing
from citecache.exports.formats import FORMATS, ExportFormat, FileWriter
from citecache.exports.selection import CardSelection
from crawler.model.errors import Error


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What came of an export."""

    cards: int
    withheld: Mapping[str, int]  # reason (render/withheld.py) -> cards whose text, or preview, was left out
    left_out: Mapping[str, int]  # what the cache does not have, for a person -> how many


def export(format: str, selection: CardSelection, path: Path | None) -> Exported:
    """Write the cards to a file, or to stdout for None and `-`.

    Raises:
        KeyError: no such format.
        Error: the file cannot be written; it is then as it was before. Or the format needs an extra.
    """
    write = _writer(FORMATS[format])
    with selection.cache.snapshot(), writing(path, readers_of=selection.cache.path) as out:
        write(selection, out)
    return Exported(cards=selection.count, withheld=dict(selection.withheld), left_out=dict(selection.left_out))


def _writer(format: ExportFormat) -> FileWriter:
    try:
        return format.file()
    except ModuleNotFoundError as error:
        if format.extra is None:
            raise
        raise Error(f"export {format.name} needs an extra: {format.install}") from error
