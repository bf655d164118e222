"""A card's fields are declared in one place: the reader, JSON and CSV follow."""

import csv
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from given_cards import write

import citecache.exports.csv as csv_export
from citecache.exports.jsonl import card_json
from crawler.cache import CacheFile
from crawler.cache.read import cards
from crawler.model import Card
from crawler.model.card_fields import Column, Table, csv_fields, fields_of

FIXTURE = Path(__file__).parents[2] / "crawler" / "cache" / "fixtures" / "schema-001.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class WiderCard(Card):
    """A card with one more field, and nothing else done."""

    page_kind: Annotated[str | None, Column(Table.CAPTURE, "kind", csv_after="type")] = None


def test_a_field_added_in_one_place_is_read_and_exported(tmp_path: Path) -> None:
    with CacheFile.open(Path(shutil.copy(FIXTURE, tmp_path / "c.db"))) as cache:
        found = list(cards.cards(cache, card_type=WiderCard))
        kinds = dict(cache.db.execute("SELECT page_id, kind FROM captures WHERE kind IS NOT NULL").fetchall())
    assert {card.page_kind for card in found if isinstance(card, WiderCard)} - {None} == set(kinds.values()) != set()
    paywalled = next(card for card in found if card.url.endswith("/paywall"))
    assert card_json(paywalled)["page_kind"] == "news article"
    names = [field.name for field in csv_export.columns(WiderCard)]
    assert names[names.index("type") + 1] == "page_kind"


def test_json_and_csv_have_the_declared_fields_in_the_declared_order(tmp_path: Path) -> None:
    out = {"jsonl": io.BytesIO(), "csv": io.BytesIO()}
    with CacheFile.open(Path(shutil.copy(FIXTURE, tmp_path / "c.db"))) as cache:
        for format, stream in out.items():
            write(format, cards.cards(cache, limit=1), stream)
    declared = [field.name for field in fields_of(Card) if field.declared.json]
    assert list(json.loads(out["jsonl"].getvalue())) == [*declared, "identity"]
    header = next(csv.reader(io.StringIO(out["csv"].getvalue().decode(), newline="")))
    assert header == [field.name for field in csv_fields(Card)]


def test_fields_read_from_the_view_are_its_columns(tmp_path: Path) -> None:
    """The view is a public interface: a card has what it shows, and shows nothing else as its column."""
    with CacheFile.open(tmp_path / "c.db", create=True) as cache:
        columns = {row[1] for row in cache.db.execute("PRAGMA table_info(cards)")}
    assert {field.name for field in fields_of(Card) if field.column and field.column.table is Table.VIEW} == columns
