"""Parquet (parquet.apache.org): typed columns (arrow.py), Zstandard, row groups of 10,000 cards.

A row group is in memory until it is written, so one whose texts are long ends earlier.
"""

from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from citecache.exports.arrow import card_schema, record_batches
from citecache.exports.selection import CardSelection

GROUP_ROWS = 10_000
GROUP_BYTES = 128 * 1024 * 1024
"""Of values in a row group before it is compressed; Parquet's own advice is 512 MB to 1 GB. Heuristic."""


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write one row per card."""
    schema = card_schema(with_text=selection.with_text)
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    with pq.ParquetWriter(pa.PythonFile(out, mode="w"), schema, compression="zstd") as writer:
        for batch in record_batches(selection):
            waiting.append(batch)
            rows, size = rows + batch.num_rows, size + batch.nbytes
            if rows >= GROUP_ROWS or size >= GROUP_BYTES:
                waiting = _write_group(writer, waiting)
                rows, size = sum(one.num_rows for one in waiting), sum(one.nbytes for one in waiting)
        while waiting:
            waiting = _write_group(writer, waiting)


def _write_group(writer: pq.ParquetWriter, batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Write what belongs to one row group, and return the rest."""
    table = pa.Table.from_batches(batches)
    writer.write_table(table.slice(0, GROUP_ROWS), row_group_size=GROUP_ROWS)
    rest: list[pa.RecordBatch] = table.slice(GROUP_ROWS).to_batches()
    return rest
