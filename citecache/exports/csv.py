"""CSV for spreadsheets and programs: UTF-8 without a byte order mark, a header, RFC 4180 line ends and quoting.

A cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return is a formula to a spreadsheet, and the
cell's text comes from strangers: it gets a leading apostrophe (OWASP, "CSV Injection"). So does a cell that
starts with white space before one of them, which some programs trim. Numbers are written by us and stay numbers.
"""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from citecache.render.clean import inert, passed_on
from crawler.model import Card

COLUMNS = (
    *("id", "stable_id", "url", "title", "type", "importance", "tags", "summary", "key_points", "authors"),
    *("published_date", "cited_by", "cited_by_count", "verdict", "http_status", "final_url", "redirects"),
    *("fetched_at", "last_good_at", "content_type", "media_type", "text_bytes", "preview", "truncated", "language"),
    *("description", "sitename", "extractor", "extractor_version", "body_sha256", "error", "no_text", "doubt"),
    "reservations",
)
TEXT_COLUMN = "text"  # the last one, where asked for

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # their full-width twins, too
_CELL_CHARS = 32_767
"""A cell's limit in Excel ("Excel specifications and limits"); a longer text is cut there with three dots."""


def write(cards: Iterable[Card], out: BinaryIO, with_text: bool = True) -> int:
    """Write a header and one record per card; return the number of cards."""
    names = (*COLUMNS, TEXT_COLUMN) if with_text else COLUMNS
    out.write(_record(names))
    count = 0
    for count, card in enumerate(cards, 1):  # noqa: B007 - the number is the answer
        visible = passed_on(card)
        out.write(_record([_field(visible, name) for name in names]))
    return count


def safe(text: str) -> str:
    """Text that a spreadsheet takes for text.

    >>> safe("=1+1"), safe("plain")
    ("'=1+1", 'plain')
    """
    clean = inert(text)
    if text.startswith(("\t", "\r")) or clean.lstrip().startswith(_FORMULA):
        clean = f"'{clean}"
    return clean if len(clean) <= _CELL_CHARS else f"{clean[: _CELL_CHARS - 3]}..."


def _record(fields: Iterable[str]) -> bytes:
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\r\n").writerow(fields)
    return row.getvalue().encode()


def _field(card: Card, name: str) -> str:
    """A field of a card as a cell: lists joined by "; ", unknown as nothing."""
    if name == "cited_by":
        return safe("; ".join(f"{by.document}:{by.line}" if by.line else by.document for by in card.cited_by))
    if name == "redirects":
        return safe("; ".join(f"{hop.status} {hop.url}" for hop in card.redirects))
    match value := getattr(card, name):
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:.15g}" if isinstance(value, float) else str(value)
        case tuple():
            return safe("; ".join(value))
        case _:
            return safe(str(value))
