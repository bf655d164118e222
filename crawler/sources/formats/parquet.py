"""Parquet files, by the rules for tables (parsing/tables/rows.py). A place is a row's number and a column's number.

Read by pyarrow, which is heavy and therefore in the extra `documents`.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any

from crawler.extras import missing
from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.office.zip_parts import FREE_BYTES, MAX_RATIO, MAX_TOTAL_BYTES
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.tables.rows import TableReader

_BATCH_ROWS = 1_000
_CELL_BYTES = 8  # that a cell counts for beside its text
_MAX_CELL_CHARS = 1_000_000
_MISSING = missing("reading Parquet", "documents")


def sniff(source: SourceText) -> bool:
    return source.data.startswith(b"PAR1")


def read(source: SourceText) -> ParsedSource:
    """Raises SourceError for a file that is no Parquet, and when pyarrow is not installed."""
    try:
        pyarrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise SourceError(_MISSING) from None
    collector = Collector(source.path, source.size)
    try:
        file = parquet.ParquetFile(pyarrow.BufferReader(source.data))
        header = [str(name) for name in file.schema_arrow.names]
        rows = list(_rows(file, len(source.data), collector))
    except (pyarrow.ArrowException, OSError, ValueError, KeyError, TypeError, NotImplementedError) as error:
        raise SourceError(
            f"not a readable Parquet file: {str(error).partition('Error:')[0].split(chr(10))[0]}"
        ) from error
    reader = TableReader(header, rows, lambda row, column, _: (row + 1, column + 1), collector)
    if reader.columns.useful:
        reader.read()
    else:
        collector.skip(None, "no column is named url, link or href, or holds URLs")
        collector.ignore("table row", count=len(rows))
    return collector.parsed(source.document("parquet"))


def _rows(file: Any, size: int, collector: Collector) -> Iterator[list[str]]:  # noqa: ANN401 - pyarrow has no types
    count, left = 0, min(MAX_TOTAL_BYTES, max(FREE_BYTES, MAX_RATIO * size))
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
        columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
        for row in zip(*columns, strict=True):
            left -= sum(map(len, row)) + _CELL_BYTES * len(row)
            if left < 0:
                collector.skip(count, f"its first {count:,} rows are as much as is read of a file of its size")
                return
            count += 1
            yield list(row)


def _text(value: object) -> str:
    """A value as a cell has it: lists joined by `; `, moments in ISO 8601, structures as JSON."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)[:_MAX_CELL_CHARS]
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)[:_MAX_CELL_CHARS]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")[:_MAX_CELL_CHARS]
    return str(value)[:_MAX_CELL_CHARS]
