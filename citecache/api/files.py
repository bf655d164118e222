"""Methods of `Cache` that give what is cached away: as files, as a table."""

import os
from pathlib import Path
from typing import Any, Unpack

from citecache.api.filters import Filters, at_least, card_filter
from citecache.api.handle import CacheHandle
from citecache.exports.formats import FORMATS
from citecache.exports.selection import CardSelection
from citecache.usecases import export
from citecache.usecases.export import Exported
from crawler.cache.read import snapshots
from crawler.extras import missing
from crawler.model.errors import Error


class FileMethods(CacheHandle):
    """Ways out."""

    def export(
        self,
        format: str,
        path: str | os.PathLike[str],
        *,
        sort: str = "url",
        limit: int | None = None,
        with_text: bool = True,
        **filters: Unpack[Filters],
    ) -> Exported:
        """Write the cards to a file or a folder, as `citecache export` does; count them, and what was left out.

        The formats, with the extras that some need, are in exports.md. Arguments as for `cards`.

        >>> done = cache.export("jsonl", "cache.jsonl", verdict=["alive"])
        >>> done.cards, done.withheld
        (1, {})

        Raises:
            Error: there is no such format, or the file cannot be written; it is then as it was before.
        """
        at_least(0, limit)
        if format not in FORMATS:
            raise Error(f"there is no export format {format!r}: choose {', '.join(FORMATS)}")
        if os.fspath(path) == "-":
            raise Error("`-` is standard output on the command line: name a file")
        with self._writing() as file:  # grades that are computed first are kept
            wanted = card_filter(file, filters, sort=sort)
        with self._reading() as file:
            return export.export(format, CardSelection(file, wanted, with_text=with_text, limit=limit), path)

    def cards_table(
        self, *, sort: str = "url", limit: int | None = None, with_text: bool = True, **filters: Unpack[Filters]
    ) -> Any:  # noqa: ANN401 - of a library that is an extra, and has no types
        """The cards as a `pyarrow.Table`: typed columns, for pandas, polars and DuckDB. Arguments as for `cards`.

        It needs the extra `parquet`, and holds what a Parquet export holds: texts that their pages reserve are left
        out.

        >>> table = cache.cards_table(verdict="alive")
        >>> table.num_rows, table.schema.field("fetched_at").type
        (1, TimestampType(timestamp[us, tz=UTC]))
        >>> table.to_pandas()["title"].tolist()
        ['The leak']

        Raises:
            Error: pyarrow is missing; there is no such verdict, grade or order.
            NotFound: there is no such document.
        """
        at_least(0, limit)
        with self._writing() as file:  # grades that are computed first are kept
            wanted = card_filter(file, filters, sort=sort)
        try:
            from citecache.exports.arrow import arrow_table  # noqa: PLC0415 - pyarrow is an extra
        except ModuleNotFoundError as error:
            raise Error(missing("cards_table()", "parquet")) from error
        with self._reading() as file:
            return arrow_table(CardSelection(file, wanted, with_text=with_text, limit=limit))

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
