"""The quotations that Documents make, in their order and in parts: reading only."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.quote_json import QUOTE_COLUMN, QUOTE_LINE, QUOTE_TEXT, QUOTED_CITATIONS
from crawler.cache.read.cards import label_of
from crawler.cache.storing import storable
from crawler.model import QuotedPlace, QuotePosition

_QUOTED = f"""
SELECT t.document_id, coalesce(t.line, 0) AS at_line, coalesce(t.column, 0) AS at_column, t.id, q.key AS number,
    d.path, d.name, d.format, {QUOTE_LINE} AS line, {QUOTE_COLUMN} AS column, t.label, t.resource_id,
    coalesce(r.url, t.cited_id) AS url, {QUOTE_TEXT} AS quote
FROM {QUOTED_CITATIONS} JOIN documents d ON d.id = t.document_id LEFT JOIN resources r ON r.id = t.resource_id
"""

_NAMED = """
(d.path = ? OR d.name = ?)
    AND (t.document_id, coalesce(t.line, 0), coalesce(t.column, 0), t.id, q.key) > (?, ?, ?, ?, ?)
"""

_BY_DOCUMENT = (
    f"ORDER BY coalesce(d.path, d.name), 1, {QUOTE_LINE} IS NULL, {QUOTE_LINE}, coalesce({QUOTE_COLUMN}, 0), 2, 3, 4, 5"
)
"""By where the quotations stand, which may be far from their footnotes."""

BEGINNING = QuotePosition(0, 0, 0, 0, 0)


def quoted_places(
    cache: CacheFile, document: str, *, after: QuotePosition = BEGINNING, limit: int
) -> list[QuotedPlace]:
    """The next `limit` quotations of the Documents of that path or name, after that position."""
    places = DocumentPlaces.of(cache)
    called = [str(storable(places.stored(document))), str(storable(document))]
    rows = cache.query(f"{_QUOTED} WHERE {_NAMED} ORDER BY 1, 2, 3, 4, 5 LIMIT ?", [*called, *after, limit])
    return [_place(row, places) for row in rows]


def quoted_in_documents(cache: CacheFile, paths: Iterable[str] | None = None) -> Iterator[QuotedPlace]:
    """The quotations of the Documents of these paths, or of all, by document and place; those that a record among them
    tells of elsewhere, too.
    """
    places = DocumentPlaces.of(cache)
    if paths is None:
        return (_place(row, places) for row in cache.query(f"{_QUOTED} {_BY_DOCUMENT}"))
    read = "SELECT id FROM documents WHERE path IN (SELECT value FROM json_each(:paths))"
    rows = cache.query(
        f"{_QUOTED} WHERE t.document_id IN ({read}) OR t.told_by IN ({read}) {_BY_DOCUMENT}",
        {"paths": json.dumps([places.stored(path) for path in paths])},
    )
    return (_place(row, places) for row in rows)


def quoted_from(cache: CacheFile, resource_id: str) -> list[QuotedPlace]:
    """The quotations from one Resource, by document and place."""
    places = DocumentPlaces.of(cache)
    rows = cache.query(f"{_QUOTED} WHERE t.resource_id = ? {_BY_DOCUMENT}", [resource_id])
    return [_place(row, places) for row in rows]


def texts_quoted_from(cache: CacheFile, page_ids: Iterable[int]) -> dict[int, list[str]]:
    """Page id -> what is quoted from it, each quotation once."""
    rows = cache.execute(
        f"SELECT DISTINCT r.page_id, {QUOTE_TEXT} FROM {QUOTED_CITATIONS} JOIN resources r ON r.id = t.resource_id"
        " WHERE r.page_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
        [json.dumps(sorted(set(page_ids)))],
    )
    found: dict[int, list[str]] = {}
    for page_id, words in rows:
        found.setdefault(page_id, []).append(words)
    return found


def _place(row: dict[str, Any], places: DocumentPlaces) -> QuotedPlace:
    position = QuotePosition(*(row.pop(name) for name in ("document_id", "at_line", "at_column", "id", "number")))
    path, name = row.pop("path"), row.pop("name")
    row["label"], _ = label_of(row["label"], row.pop("format"))
    shown = name if path is None else places.shown(path)
    return QuotedPlace(position=position, document=shown, **row)
