"""How a card's fields are declared: where each is read from, and how it is written in JSON and in a table's cell.

The declaration stands in the annotation of the field itself, in `card.py`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import Any, get_args, get_type_hints

from crawler.model.fetch import Hop


class Table(Enum):
    """What a column of a card is read from."""

    VIEW = auto()  # the view `cards`, the public interface
    PAGE = auto()
    FETCH = auto()  # the Page's last Fetch
    CAPTURE = auto()  # the one that the card shows
    SEEN = auto()  # likewise, or the newest answer with the same text where that has it otherwise
    ARCHIVE = auto()  # the Page's archived copy
    SAVED = auto()  # the newest copy that an archive made at our request
    SAVE = auto()  # the newest such request


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A field that the reader computes from several columns or rows."""

    json: bool = True  # whether JSON has it, in the order of the fields
    csv: bool = True  # whether CSV has it
    csv_after: str | None = None  # the field that it follows there; "": it is the last; None: as in the card
    cell: Callable[[Any], str] | None = None  # field value -> cell of a table; None: by its type
    moment: bool = False  # UTC ISO 8601 with Z: a timestamp where a format has types


@dataclass(frozen=True, slots=True)
class Column(Computed):
    """A field that is one column of a table."""

    table: Table
    name: str = ""  # "": the field's own name
    about: str = field(default="", kw_only=True)  # what a column of the view is, for who reads the table
    decode: Callable[[Any], Any] | None = field(
        default=None, kw_only=True
    )  # column value -> field value; None: as it is


@dataclass(frozen=True, slots=True)
class CardField:
    """One field of a card: its name, its type, and where it is read from and written to."""

    name: str
    type: Any  # as annotated
    declared: Computed

    @property
    def column(self) -> Column | None:
        """What it is read from; None: it is computed."""
        return self.declared if isinstance(self.declared, Column) else None


_KNOWN: dict[type, tuple[CardField, ...]] = {}


def fields_of(card_type: type) -> tuple[CardField, ...]:
    """The fields of `Card`, or of a class derived from it, in order."""
    if card_type not in _KNOWN:
        hints = get_type_hints(card_type, include_extras=True)
        declared = ((field.name, get_args(hints[field.name])) for field in fields(card_type))
        _KNOWN[card_type] = tuple(CardField(name, type_, how) for name, (type_, how) in declared)
    return _KNOWN[card_type]


def csv_fields(card_type: type) -> tuple[CardField, ...]:
    """The fields that CSV has, in its order."""
    wanted = [one for one in fields_of(card_type) if one.declared.csv]
    ordered = [one for one in wanted if one.declared.csv_after is None]
    for one in wanted:
        after = one.declared.csv_after
        if after is not None:
            at = [other.name for other in ordered].index(after) + 1 if after else len(ordered)
            ordered.insert(at, one)
    return tuple(ordered)


def names(value: str | None) -> tuple[str, ...]:
    """A column that holds a JSON list of strings."""
    return tuple(json.loads(value or "[]"))


def hops(value: str | None) -> tuple[Hop, ...]:
    """A column that holds a JSON list of redirects."""
    return tuple(Hop(url=hop["url"], status=hop["status"]) for hop in json.loads(value or "[]"))
