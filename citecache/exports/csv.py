"""CSV for spreadsheets and programs: UTF-8 without a byte order mark, a header, RFC 4180 line ends and quoting.

A cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return is a formula to a spreadsheet, and the
cell's text comes from strangers: it gets a leading apostrophe (OWASP, "CSV Injection"). So does a cell that
starts with white space before one of them, which some programs trim. Where the list separator of the locale is `;`,
Excel parts a record there, and its quotes, which then do not begin a cell, keep no line end: so what follows `;`, a tab
or a line end begins a cell, too. A line that a CI service would take for a command gets a backslash. Numbers are
written by us and stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import BinaryIO

from citecache.exports.selection import CardSelection
from citecache.render.clean import loggable
from crawler.model import Card
from crawler.model.card_fields import CardField, csv_fields

_CELL_START = re.compile(
    r"(^|[;\t])((?:[^\S\n]|[\"'])*)"
    r"([=+@\uff1d\uff0b\uff0d\uff20]"  # their full-width twins, too
    r"|-(?!(?<=^-) [^|!(;\t\n]*$))?",  # a list's item is no formula: it calls nothing
    re.MULTILINE,
)
"""What begins a cell, and whether it is a formula."""

_FORMULA = re.compile("'?[-=+@\uff1d\uff0b\uff0d\uff20]")

_CELL_CHARS = 32_767
"""A cell's limit in Excel ("Excel specifications and limits"); a longer text is cut there with three dots."""


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write a header and one record per card."""
    fields = columns(with_text=selection.with_text)
    out.write(_record(field.name for field in fields))
    out.writelines(_record(cell(field, getattr(card, field.name)) for field in fields) for card in selection.cards())


def header() -> bytes:
    """The first line of a file without texts."""
    return _record(field.name for field in columns(with_text=False))


def record(card: Card) -> bytes:
    """The record of a card in such a file."""
    return _record(cell(field, getattr(card, field.name)) for field in columns(with_text=False))


def columns(card_type: type[Card] = Card, *, with_text: bool = True) -> list[CardField]:
    """The fields that are columns, in order; the text is the last."""
    return [field for field in csv_fields(card_type) if with_text or field.name != "text"]


def safe(text: str) -> str:
    """Text that a spreadsheet treats as text.

    >>> safe("=1+1"), safe("plain"), safe("a;=1+1")
    ("'=1+1", 'plain', "a;'=1+1")
    """
    clean = _CELL_START.sub(_inert_start, loggable(text))
    if text.startswith(("\t", "\r")) or _FORMULA.match(clean.lstrip()):
        clean = f"'{clean.removeprefix(chr(39))}"
    return clean if len(clean) <= _CELL_CHARS else f"{clean[: _CELL_CHARS - 3]}..."


def _inert_start(match: re.Match[str]) -> str:
    before, space, formula = match[1], match[2], match[3]
    return match[0] if formula is None else f"{before}'{space}{formula}"


def _record(fields: Iterable[str]) -> bytes:
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\r\n").writerow(fields)
    return row.getvalue().encode()


def cell(field: CardField, value: object) -> str:
    """A field of a card as a cell: lists joined by "; ", unknown as nothing."""
    if field.declared.cell is not None:
        return safe(field.declared.cell(value))
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.15g}"
        case int():
            return str(value)
        case tuple():
            return safe("; ".join(value))
        case _:
            return safe(str(value))
