"""Parquet: the rules of tables, rows and columns as places, and a plain word when pyarrow is missing."""

import io
import sys
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from source_files import Read

A, B = "https://e.org/a", "https://e.org/b"


def written(columns: Mapping[str, list[Any]]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(dict(columns)), out)
    return out.getvalue()


def test_rows_are_cited_by_the_rules_of_tables(read: Read) -> None:
    reading = read(
        "t.parquet",
        written({"id": [1, 1, 2], "Article URL": [A, B, None], "title": ["T", "U", "V"], "tags": [["x", "y"], [], None],
                 "code": ["https://e.org/c", None, None], "doi": [None, None, "10.1/x"]}),
    )  # fmt: skip
    assert reading.document.format == "parquet"
    assert [(c.url, c.link_text, c.line, c.column) for c in reading.citations] == [
        (A, "T", 1, 2), (B, "U", 2, 2), ("https://doi.org/10.1/x", "V", 3, 6),
    ]  # fmt: skip
    assert [(r.title, r.tags, r.id, r.extra["id"]) for r in reading.records] == [
        ("T", ("x", "y"), None, "1"), ("U", None, None, "1"), ("V", None, None, "2"),
    ]  # fmt: skip
    assert [(i.reason, i.text, i.line, i.column) for i in reading.ignored] == [
        ("URL in another column", "https://e.org/c", 1, 5),
    ]


@pytest.mark.parametrize("data", [b"PAR1", b"", written({"url": [A]})[:-9], b"PAR1" + b"\xff" * 60 + b"PAR1"])
def test_a_damaged_file_is_refused_in_a_line(read: Read, data: bytes) -> None:
    reading = read("t.parquet", data)
    assert reading.document is None
    assert reading.skipped[0].reason.startswith("not a readable Parquet file")


def test_without_pyarrow_the_extra_is_named(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    reading = read("t.parquet", b"PAR1")
    assert reading.skipped[0].reason == "reading Parquet needs an extra: pip install 'citecache[documents]'"
