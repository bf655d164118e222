"""The quotations that Documents make, in their order and in parts: reading only."""

from crawler.cache.database import CacheFile, storable
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.cards import label_of
from crawler.model import QuotedPlace, QuotePosition

_QUOTED = """
SELECT t.document_id, coalesce(t.line, 0) AS at_line, coalesce(t.column, 0) AS at_column, t.id,
    d.path, d.name, d.format, t.line, t.column, t.label, t.resource_id, coalesce(r.url, t.cited_id) AS url, t.quote
FROM documents d JOIN citations t ON t.document_id = d.id LEFT JOIN resources r ON r.id = t.resource_id
WHERE (d.path = ? OR d.name = ?) AND t.quote <> ''
    AND (t.document_id, coalesce(t.line, 0), coalesce(t.column, 0), t.id) > (?, ?, ?, ?)
ORDER BY 1, 2, 3, 4 LIMIT ?
"""


BEGINNING = QuotePosition(0, 0, 0, 0)


def quoted_places(
    cache: CacheFile, document: str, *, after: QuotePosition = BEGINNING, limit: int
) -> list[QuotedPlace]:
    """The next `limit` quotations of the Documents of that path or name, after that position."""
    places = DocumentPlaces.of(cache)
    called = [str(storable(places.stored(document))), str(storable(document))]
    found = []
    for row in cache.db.query(_QUOTED, [*called, *after, limit]):
        position = QuotePosition(*(row.pop(name) for name in ("document_id", "at_line", "at_column", "id")))
        path, name = row.pop("path"), row.pop("name")
        row["label"], _ = label_of(row["label"], row.pop("format"))
        shown = name if path is None else places.shown(path)
        found.append(QuotedPlace(position=position, document=shown, **row))
    return found
