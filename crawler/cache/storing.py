"""How a row is stored: values that SQLite accepts, without the credentials of URLs in them."""

from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.net.credentials import hide_credentials


def insert(db: SqlConnection, table: str, row: dict[str, Any]) -> int:
    """Insert one row and return its rowid. Plain SQL: sqlite-utils queries the schema before every insert."""
    columns = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" * len(row))
    values = [cleaned(*column) for column in row.items()]
    return int(db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', values).lastrowid or 0)


def update(db: SqlConnection, table: str, id_: int | str, row: dict[str, Any]) -> None:
    """Set columns of the row with that id."""
    assignments = ", ".join(f'"{name}" = ?' for name in row)
    db.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', [*(cleaned(*column) for column in row.items()), id_])


VERBATIM = frozenset(("text", "headings", "path"))
"""Columns that are stored as they are: a page's own words, which quotes and digests stand on, and names of files."""


def cleaned(column: str, value: object) -> object:
    """A value as that column stores it: what SQLite accepts, and without the credentials of URLs in it."""
    if isinstance(value, str) and column not in VERBATIM:
        value = hide_credentials(value)
    return storable(value)


def storable(value: object) -> object:
    """A value that SQLite accepts: a lone surrogate, which UTF-8 cannot encode, becomes a question mark."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return value.encode("utf-8", "replace").decode("utf-8")
    return value
