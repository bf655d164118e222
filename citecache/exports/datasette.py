"""metadata.json for Datasette: facets, descriptions and canned queries (docs.datasette.io, "Metadata", 0.65).

The file holds nothing of the cache's rows. What the columns of `cards` are is declared with the card's fields.
"""

import json
from typing import Any, BinaryIO

from citecache.exports.selection import CardSelection
from crawler.cache.read.datasette import FACETS, HIDDEN, QUERIES, SORTED_BY, TABLES
from crawler.model import Card
from crawler.model.card_fields import Table, fields_of


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write the metadata of the cache's file, whose name Datasette gives to the database."""
    text = json.dumps(metadata(selection.cache.path.stem), ensure_ascii=False, indent=2)
    out.write(text.encode("utf-8", "backslashreplace") + b"\n")


def metadata(database: str) -> dict[str, Any]:
    """The metadata as a JSON object."""
    tables: dict[str, Any] = {
        "cards": {
            "description": "One row per cited URL, with what is known of it now: a public interface.",
            "columns": columns(),
            "facets": list(FACETS),
            "sortable_columns": list(SORTED_BY),
            "size": 50,
        }
    }
    tables |= {name: {"description": what} for name, what in TABLES.items()}
    tables |= {name: {"hidden": True} for name in HIDDEN}
    queries = {
        query.name: {"title": query.title, "description": query.description, "sql": query.sql} for query in QUERIES
    }
    about = "A readable, verifiable copy of everything cited: start with the view cards, or with a query."
    return {"title": "citecache", "databases": {database: {"description": about, "tables": tables, "queries": queries}}}


def columns() -> dict[str, str]:
    """What each column of the view `cards` is."""
    return {
        column.name or field.name: column.about
        for field in fields_of(Card)
        if (column := field.column) and column.table is Table.VIEW
    }
