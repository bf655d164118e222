"""Cards as Arrow record batches: what Parquet files are written from, and what `Cache.cards_table()` gives.

The schema follows the declarations of the card's fields, so that a new field of a known type is a new column. The
columns are JSON's keys in JSON's order, typed: moments are timestamps in UTC, lists are lists, citations, redirects and
the identity are structs, `sources` is a map. `published_date` stays text, since it may be a year or a month only.
Types: arrow.apache.org, "Columnar Format" and "Schema.fbs".
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa

from citecache.exports.selection import CardSelection
from crawler.model import Card
from crawler.model.card_fields import CardField, fields_of
from pipelines.identity import grade

BATCH_ROWS = 1_000
BATCH_CHARS = 1_000_000
"""Of texts in a batch: what is in memory as Python's objects at a time. Heuristic."""

MOMENT = pa.timestamp("us", tz="UTC")
IDENTITY = pa.field("identity", pa.struct([("grade", pa.string()), ("reasons", pa.list_(pa.string()))]))

_AS_THEY_ARE = frozenset((str, int, bool))
_SCALARS = {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}


def card_schema(card_type: type[Card] = Card, *, with_text: bool = True) -> pa.Schema:
    """One column for each field that JSON has, and `identity`."""
    columns = [pa.field(one.name, _field_type(one)) for one in columns_of(card_type, with_text=with_text)]
    return pa.schema([*columns, IDENTITY])


def columns_of(card_type: type[Card] = Card, *, with_text: bool = True) -> list[CardField]:
    """The fields that are columns, in order."""
    return [one for one in fields_of(card_type) if one.declared.json and (with_text or one.name != "text")]


def record_batches(selection: CardSelection) -> Iterator[pa.RecordBatch]:
    """The cards in batches; none if there is no card."""
    schema = card_schema(with_text=selection.with_text)
    readers = [(one.name, _reader(one)) for one in columns_of(with_text=selection.with_text)]
    rows: list[dict[str, Any]] = []
    chars = 0
    for card in selection.cards():
        row = {name: read(getattr(card, name)) for name, read in readers}
        identity = grade(card)
        row["identity"] = {"grade": _value(identity.grade), "reasons": _value(identity.reasons)}
        rows.append(row)
        chars += len(card.text or "")
        if len(rows) == BATCH_ROWS or chars >= BATCH_CHARS:
            yield _batch(rows, schema)
            rows, chars = [], 0
    if rows:
        yield _batch(rows, schema)


def arrow_table(selection: CardSelection) -> pa.Table:
    """All cards as one table in memory."""
    return pa.Table.from_batches(record_batches(selection), schema=card_schema(with_text=selection.with_text))


def _batch(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can hold and UTF-8 cannot
        return pa.RecordBatch.from_pylist(_whole_characters(rows), schema=schema)


def _whole_characters(value: Any) -> Any:  # noqa: ANN401 - rows, and what is in them
    """The same with surrogate pairs joined, and U+FFFD for what is half of one."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list() | tuple():
            return type(value)(map(_whole_characters, value))
        case dict():
            return {key: _whole_characters(entry) for key, entry in value.items()}
        case _:
            return value


def _field_type(field: CardField) -> pa.DataType:
    return MOMENT if field.declared.moment else _type(field.type)


def _type(annotation: Any) -> pa.DataType:  # noqa: ANN401 - a type, or a generic one
    """The Arrow type of an annotation. TypeError: there is none."""
    args = get_args(annotation)
    origin = get_origin(annotation)
    if NoneType in args:
        return _type(next(arg for arg in args if arg is not NoneType))
    if origin is tuple:
        return pa.list_(_type(args[0]))
    if origin is Mapping:
        return pa.map_(_type(args[0]), _type(args[1]))
    if is_dataclass(annotation):
        hints = get_type_hints(annotation)
        return pa.struct([(name, _type(hints[name])) for name in _members(annotation)])  # type: ignore[arg-type]  # it is hashable
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if isinstance(annotation, type) and issubclass(annotation, str):
        return pa.string()
    raise TypeError(f"no Arrow type for {annotation}: citecache/exports/arrow.py has to know it")


@cache
def _members(struct: Any) -> tuple[str, ...]:  # noqa: ANN401 - a dataclass
    """The fields of a dataclass that are data: what does not count when two are compared is ours alone."""
    return tuple(one.name for one in fields(struct) if one.compare)


def _reader(field: CardField) -> Callable[[Any], Any]:
    """What makes a value for Arrow of the value of a field."""
    return _moment if field.declared.moment else _value


def _moment(value: str | None) -> datetime | None:
    try:
        return None if value is None else datetime.fromisoformat(value)
    except ValueError:
        return None


def _value(value: Any) -> Any:  # noqa: ANN401 - any field of a card
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    match value:
        case str():
            return str(value)  # a Verdict
        case float() if not math.isfinite(value):
            return None  # as in JSON
        case tuple():
            return [_value(entry) for entry in value]
        case Mapping():
            return sorted(value.items())
        case _ if is_dataclass(value):
            return {name: _value(getattr(value, name)) for name in _members(type(value))}  # type: ignore[arg-type]  # it is hashable
        case _:
            return value
