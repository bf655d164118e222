"""`cards_table` as pandas, polars and pyarrow itself read it."""

import sys
from datetime import UTC, datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from small_cache import DAY, GONE, GOOD, TEXT

import citecache


def test_the_table_has_what_the_cards_have() -> None:
    with citecache.Cache() as cache:
        table = cache.cards_table()
        cards = list(cache.cards())
    assert isinstance(table, pa.Table)
    rows = table.to_pylist()
    for name in ("id", "stable_id", "url", "title", "http_status", "text", "preview", "text_bytes", "cited_by_count"):
        assert [row[name] for row in rows] == [getattr(card, name) for card in cards], name
    assert [row["verdict"] for row in rows] == ["missing", "alive"]
    assert [row["fetched_at"] for row in rows] == [DAY, DAY]
    assert [(by["document"], by["line"]) for by in rows[1]["cited_by"]] == [("wiki/llama.md", 1)]


def test_filters_order_and_limit_are_those_of_cards() -> None:
    with citecache.Cache() as cache:
        assert cache.cards_table(verdict="alive").column("url").to_pylist() == [GOOD]
        assert cache.cards_table(grade="none").column("url").to_pylist() == [GONE]
        assert cache.cards_table(sort="verdict").column("url").to_pylist() == [GOOD, GONE]
        assert cache.cards_table(limit=1).num_rows == 1
        assert cache.cards_table(host="nowhere.example").num_rows == 0
        assert "text" not in cache.cards_table(with_text=False).column_names
        with pytest.raises(citecache.Error, match="no verdict"):
            cache.cards_table(verdict="fine")


def test_pandas_reads_it() -> None:
    with citecache.Cache() as cache:
        frame = cache.cards_table().to_pandas()
    assert frame["fetched_at"].tolist() == [pd.Timestamp(DAY)] * 2
    assert frame.groupby("verdict").size().to_dict() == {"alive": 1, "missing": 1}
    assert frame.set_index("url").loc[GOOD, "text"] == TEXT


def test_polars_reads_it() -> None:
    with citecache.Cache() as cache:
        frame = pl.from_arrow(cache.cards_table())
    assert isinstance(frame, pl.DataFrame)
    assert frame.schema["fetched_at"] == pl.Datetime("us", "UTC")
    assert frame.filter(pl.col("verdict") == "alive")["url"].to_list() == [GOOD]
    assert frame.filter(pl.col("fetched_at") > datetime(2026, 5, 1, tzinfo=UTC)).height == 0
    assert frame["cited_by"].list.len().to_list() == [1, 1]


def test_a_missing_pyarrow_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "citecache.exports.arrow", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with citecache.Cache() as cache, pytest.raises(citecache.Error, match=r"pip install .citecache\[parquet\]"):
        cache.cards_table()
