"""Methods of `Cache` that write files."""

import os
from pathlib import Path
from typing import Unpack

from citecache.api.filters import Filters, card_filter
from citecache.api.handle import CacheHandle
from citecache.exports.formats import FORMATS
from citecache.exports.selection import CardSelection
from citecache.usecases import export
from citecache.usecases.export import Exported
from crawler.cache.read import snapshots
from crawler.model.errors import Error


class FileMethods(CacheHandle):
    """Files."""

    def export(
        self,
        format: str,
        path: str | os.PathLike[str],
        *,
        with_text: bool = True,
        **filters: Unpack[Filters],
    ) -> Exported:
        """Write the cards to a file, as `citecache export` does; count them, and the texts that were left out.

        >>> done = cache.export("jsonl", "cache.jsonl", verdict=["alive"])
        >>> done.cards, done.withheld
        (1, {})

        Raises:
            Error: there is no such format, or the file cannot be written; it is then as it was before.
        """
        if format not in FORMATS:
            raise Error(f"there is no export format {format!r}: choose {', '.join(FORMATS)}")
        if os.fspath(path) == "-":
            raise Error("`-` is standard output on the command line: name a file")
        with self._writing() as file:  # grades that are computed first are kept
            wanted = card_filter(file, filters)
        with self._reading() as file:
            return export.export(format, CardSelection(file, wanted, with_text=with_text), Path(path))

    def backup(self, path: str | os.PathLike[str], *, replace: bool = False) -> int:
        """Copy the cache to a file, safely even while a crawl is running; give the copy's size in bytes.

        >>> cache.backup("copy.db") > 0
        True

        Raises:
            Error: the file exists, and `replace` is false; it cannot be written.
        """
        target = Path(path)
        if target.exists() and not replace:
            raise Error(f"{target} exists: name another file, or replace it, with replace=True")
        with self._writing() as file:
            return snapshots.backup(file, target)
