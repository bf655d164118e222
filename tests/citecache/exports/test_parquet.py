"""`export parquet` and the Arrow table: typed columns, read back by pyarrow, pandas and polars."""

import io
import json
import os
import shutil
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export_cards import EMPTY, HOSTILE, PLAIN
from given_cards import GivenCards, write

from citecache.exports import parquet
from citecache.exports.arrow import arrow_table, card_schema, columns_of
from citecache.exports.jsonl import card_json
from citecache.exports.selection import CardSelection
from crawler.cache import CacheFile
from crawler.model import ALL_CARDS, Card, Verdict
from crawler.model.card_fields import Column, Table

FIXTURE = Path(__file__).parents[2] / "crawler" / "cache" / "fixtures" / "schema-010.db"


def exported(*cards: Card, with_text: bool = True) -> pq.ParquetFile:
    out = io.BytesIO()
    assert write("parquet", cards, out, with_text=with_text) == len(cards)
    return pq.ParquetFile(pa.BufferReader(out.getvalue()))


def test_columns_have_types() -> None:
    schema = exported(PLAIN, EMPTY).schema_arrow
    moment, words = pa.timestamp("us", tz="UTC"), pa.list_(pa.string())
    wanted = {
        "url": pa.string(), "importance": pa.float64(), "http_status": pa.int64(), "truncated": pa.bool_(),
        "tags": words, "key_points": words, "authors": words, "reservations": words,
        "fetched_at": moment, "last_good_at": moment, "marked_at": moment, "archived_at": moment,
        "memento_datetime": moment, "published_date": pa.string(), "verdict": pa.string(),
        "redirects": pa.list_(pa.struct([("url", pa.string()), ("status", pa.int64())])),
        "sources": pa.map_(pa.string(), pa.string()),
        "identity": pa.struct([("grade", pa.string()), ("reasons", words)]),
    }  # fmt: skip
    assert {name: schema.field(name).type for name in wanted} == wanted
    cited_by = schema.field("cited_by").type.value_type
    types = {cited_by.field(at).name: cited_by.field(at).type for at in range(cited_by.num_fields)}
    assert ", ".join(types) == "document, title, type, quality, line, column, label, link_text, claim, mark, quotes"
    assert types["document"] == types["label"] == types["claim"] == types["mark"] == pa.string()
    assert types["line"] == types["column"] == pa.int64()
    assert types["quality"] == pa.float64()


def test_columns_are_json_s_keys() -> None:
    assert exported().schema_arrow.names == list(card_json(PLAIN))
    assert exported(with_text=False).schema_arrow.names == list(card_json(PLAIN, with_text=False))


def test_values_are_json_s() -> None:
    """Read back, a row says what the line of `export jsonl` says."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return f"{value.replace(tzinfo=None).isoformat()}Z"
        return value

    for card, row in zip((PLAIN, EMPTY), exported(PLAIN, EMPTY).read().to_pylist(), strict=True):
        for place in row["cited_by"]:
            del place["mark"]
        values = {name: plain(value) for name, value in row.items()} | {"sources": dict(row["sources"])}
        assert values == card_json(card)


@pytest.mark.parametrize("date", ["2023", "2023-03", "2023-03-08"])
def test_a_partial_date_is_kept_as_it_is_known(date: str) -> None:
    assert exported(replace(PLAIN, published_date=date)).read()["published_date"].to_pylist() == [date]


def test_a_moment_is_in_utc() -> None:
    (moment,) = exported(PLAIN).read()["fetched_at"].to_pylist()
    assert moment == datetime(2026, 4, 9, 8, tzinfo=UTC)


def test_a_moment_that_is_none_is_null() -> None:
    assert exported(replace(PLAIN, fetched_at="yesterday")).read()["fetched_at"].to_pylist() == [None]


def test_hostile_text_comes_back() -> None:
    """Half a surrogate pair, which UTF-8 cannot hold, is U+FFFD; a pair is its character."""
    (title,) = exported(HOSTILE).read()["title"].to_pylist()
    assert HOSTILE.title is not None
    assert title == HOSTILE.title.replace("\ud83d\udc00", "\U0001f400").replace("\udcff", "\ufffd")


def test_a_text_withheld_for_legal_reasons_is_null() -> None:
    (row,) = exported(replace(PLAIN, verdict=Verdict.LEGAL)).read().to_pylist()
    assert (row["verdict"], row["text"], row["preview"]) == ("legal", None, None)


def test_compressed_by_zstandard_in_groups_of_10_000_rows() -> None:
    file = exported(*[EMPTY] * 10_001)
    groups = [file.metadata.row_group(at) for at in range(file.metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [10_000, 1]
    assert {group.column(at).compression for group in groups for at in range(group.num_columns)} == {"ZSTD"}


def test_a_group_of_long_texts_ends_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP_BYTES", 4_000_000)
    file = exported(*(replace(PLAIN, id=f"{at:016x}", text="x" * 1_500_000) for at in range(7)))
    assert [file.metadata.row_group(at).num_rows for at in range(file.metadata.num_row_groups)] == [3, 3, 1]
    assert file.read()["id"].to_pylist() == [f"{at:016x}" for at in range(7)]


def test_memory_stays_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the cards take no more memory, neither Python's nor Arrow's."""
    monkeypatch.setattr(parquet, "GROUP_BYTES", 1_000_000)

    def peak(count: int) -> int:
        before, highest = pa.total_allocated_bytes(), 0

        def cards() -> Iterator[Card]:
            nonlocal highest
            for number in range(count):
                highest = max(highest, pa.total_allocated_bytes() - before)
                yield replace(PLAIN, text=f"{number:05} " * 4_000)

        tracemalloc.start()
        try:
            with Path(os.devnull).open("wb") as out:
                write("parquet", cards(), out)
            return highest + tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(400) < 1.3 * peak(100)


def test_the_same_cards_are_the_same_bytes() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for out in files:
        write("parquet", [PLAIN, EMPTY, HOSTILE], out)
    assert files[0].getvalue() == files[1].getvalue()


def test_written_to_a_pipe() -> None:
    reading, writing = os.pipe()
    received: list[bytes] = []

    def read() -> None:
        with os.fdopen(reading, "rb") as pipe:
            received.append(pipe.read())

    thread = threading.Thread(target=read)
    thread.start()
    with os.fdopen(writing, "wb") as out:
        write("parquet", [PLAIN], out)
    thread.join()
    assert pq.read_table(pa.BufferReader(received[0])).num_rows == 1


def test_read_by_pandas_and_polars(tmp_path: Path) -> None:
    path = tmp_path / "cards.parquet"
    with path.open("wb") as out:
        write("parquet", [PLAIN, EMPTY], out)
    frame = pd.read_parquet(path)
    assert str(frame["fetched_at"].dtype) == "datetime64[us, UTC]"
    assert list(frame["tags"][0]) == ["news", "models"]
    assert frame["cited_by"][0][0]["line"] == 41
    table = pl.read_parquet(path)
    assert table["fetched_at"].dtype == pl.Datetime("us", "UTC")
    assert table["cited_by"].list.len().to_list() == [3, 0]
    assert table["cited_by"][0][0]["line"] == 41


def test_csv_and_jsonl_are_read_by_pandas_as_parquet_is() -> None:
    out = {format: io.BytesIO() for format in ("csv", "jsonl", "parquet")}
    for format, stream in out.items():
        write(format, [PLAIN, EMPTY], stream)
        stream.seek(0)
    lines = pd.read_json(out["jsonl"], lines=True, dtype=False)
    table, cells = pd.read_parquet(out["parquet"]), pd.read_csv(out["csv"])
    assert list(lines.columns) == list(table.columns)
    for column in ("url", "verdict", "title"):
        values = [[None if pd.isna(value) else value for value in frame[column]] for frame in (lines, table, cells)]
        assert values[0] == values[1] == values[2]
    assert pd.to_datetime(cells["fetched_at"])[0] == table["fetched_at"][0]
    assert table["tags"].map(list).tolist() == lines["tags"].tolist()


def test_the_arrow_table_is_what_the_file_has(tmp_path: Path) -> None:
    out = io.BytesIO()
    with CacheFile.open(Path(shutil.copy(FIXTURE, tmp_path / "c.db"))) as cache:
        table = arrow_table(CardSelection(cache, ALL_CARDS))
        parquet.write(CardSelection(cache, ALL_CARDS), out)
    assert table.num_rows > 1
    assert table.equals(pq.read_table(pa.BufferReader(out.getvalue())))


def test_nothing_is_a_table_with_columns() -> None:
    assert arrow_table(GivenCards([])).schema == card_schema()
    assert exported().read().num_rows == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCard(Card):
    """A card with one more field of each kind, and nothing else done."""

    reviewed_at: Annotated[str | None, Column(Table.PAGE, moment=True)] = None
    reviewers: Annotated[tuple[str, ...], Column(Table.PAGE)] = ()


def test_a_field_added_in_one_place_is_a_typed_column() -> None:
    schema = card_schema(DatedCard)
    assert schema.field("reviewed_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("reviewers").type == pa.list_(pa.string())


def test_every_moment_is_declared() -> None:
    """A field that ends in `_at` is a moment: a new one is a timestamp, or is named otherwise."""
    assert {one.name for one in columns_of() if one.name.endswith("_at")} <= {
        one.name for one in columns_of() if one.declared.moment
    }
    assert {one.name for one in columns_of()} == {field.name for field in fields(Card)} - {"cited_as", "found"}


def test_json_lines_and_parquet_have_the_same_rows() -> None:
    lines, table = io.BytesIO(), io.BytesIO()
    write("jsonl", [PLAIN, EMPTY], lines)
    write("parquet", [PLAIN, EMPTY], table)
    ids = [json.loads(line)["id"] for line in lines.getvalue().splitlines()]
    assert pq.read_table(pa.BufferReader(table.getvalue()))["id"].to_pylist() == ids
