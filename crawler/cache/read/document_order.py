"""The order of Documents in reports: by what they are called, as it is shown."""

import json
from collections.abc import Iterable, Iterator

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces

ORDERED = "ordered AS MATERIALIZED (SELECT value AS id, key AS place FROM json_each(:documents))"
"""A table for a query: `id` of a Document, `place` in the order. `:documents` is what `ordered_documents` gives."""

READ = "SELECT id FROM documents WHERE path IN (SELECT value FROM json_each(:paths))"
"""The ids of the Documents of these paths, as stored."""

_TOLD_OF = f"id IN ({READ}) OR id IN (SELECT document_id FROM citations WHERE told_by IN ({READ}))"


def document_names(cache: CacheFile) -> Iterator[str]:
    """What Documents are called in reports: paths, and names where there is no path."""
    places = DocumentPlaces.of(cache)
    for path, name in cache.execute("SELECT path, name FROM documents"):
        yield name if path is None else places.shown(path)


def ordered_documents(cache: CacheFile, places: DocumentPlaces, paths: Iterable[str] | None = None) -> dict[str, str]:
    """The values of `ORDERED` and `READ`: of all Documents, or of those of these paths and those that they tell of."""
    stored = json.dumps([] if paths is None else [places.stored(path) for path in paths])
    where = "1" if paths is None else _TOLD_OF
    rows = cache.execute(f"SELECT path, name, id FROM documents WHERE {where}", {"paths": stored})
    named = sorted((name if path is None else places.shown(path), id_) for path, name, id_ in rows)
    return {"documents": json.dumps([id_ for _, id_ in named]), "paths": stored}
