"""The quotations that Documents make, in their order and in parts: reading only."""

from crawler.cache.database import CacheFile, storable
from crawler.cache.places import DocumentPlaces
from crawler.cache.quote_json import QUOTE_COLUMN, QUOTE_LINE, QUOTE_TEXT, QUOTED_CITATIONS
from crawler.cache.read.cards import label_of
from crawler.model import QuotedPlace, QuotePosition

_QUOTED = f"""
SELECT t.document_id, coalesce(t.line, 0) AS at_line, coalesce(t.column, 0) AS at_column, t.id, q.key AS number,
    d.path, d.name, d.format, {QUOTE_LINE} AS line, {QUOTE_COLUMN} AS column, t.label, t.resource_id,
    coalesce(r.url, t.cited_id) AS url, {QUOTE_TEXT} AS quote
FROM {QUOTED_CITATIONS} JOIN documents d ON d.id = t.document_id LEFT JOIN resources r ON r.id = t.resource_id
WHERE (d.path = ? OR d.name = ?)
    AND (t.document_id, coalesce(t.line, 0), coalesce(t.column, 0), t.id, q.key) > (?, ?, ?, ?, ?)
ORDER BY 1, 2, 3, 4, 5 LIMIT ?
"""


BEGINNING = QuotePosition(0, 0, 0, 0, 0)


def quoted_places(
    cache: CacheFile, document: str, *, after: QuotePosition = BEGINNING, limit: int
) -> list[QuotedPlace]:
    """The next `limit` quotations of the Documents of that path or name, after that position."""
    places = DocumentPlaces.of(cache)
    called = [str(storable(places.stored(document))), str(storable(document))]
    found = []
    for row in cache.db.query(_QUOTED, [*called, *after, limit]):
        position = QuotePosition(*(row.pop(name) for name in ("document_id", "at_line", "at_column", "id", "number")))
        path, name = row.pop("path"), row.pop("name")
        row["label"], _ = label_of(row["label"], row.pop("format"))
        shown = name if path is None else places.shown(path)
        found.append(QuotedPlace(position=position, document=shown, **row))
    return found
