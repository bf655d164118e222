"""Which Pages given sources cite."""

import json
from collections.abc import Iterable

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces


def pages_of(cache: CacheFile, paths: Iterable[str], named: Iterable[str]) -> tuple[str, ...]:
    """The URLs of the Pages that these Documents cite, or have records of, and of the Resources of these ids."""
    places = DocumentPlaces.of(cache)
    rows = cache.execute(
        "WITH given AS (SELECT id, format || ':' || path AS origin FROM documents"
        " WHERE path IN (SELECT value FROM json_each(?)))"
        " SELECT url FROM pages WHERE id IN ("
        " SELECT r.page_id FROM citations t JOIN resources r ON r.id = t.resource_id"
        " WHERE t.told_by IN (SELECT id FROM given) OR t.document_id IN (SELECT id FROM given)"
        " UNION SELECT page_id FROM resources WHERE id IN (SELECT value FROM json_each(?))"
        " UNION SELECT r.page_id FROM resources r, json_each(r.sources) s WHERE s.value IN (SELECT origin FROM given)"
        ") ORDER BY id",
        [json.dumps([places.stored(path) for path in paths]), json.dumps(list(named))],
    )
    return tuple(row[0] for row in rows)
