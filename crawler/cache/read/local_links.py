"""Links of Documents to files and anchors of the same project."""

import json
from collections.abc import Iterable

from crawler.cache.database import CacheFile
from crawler.cache.places import STREAM, DocumentPlaces
from crawler.model import LocalLink


def local_links(cache: CacheFile, paths: Iterable[str] | None = None) -> list[LocalLink]:
    """The links of these Documents, or of all, by document, line and column. Not of standard input."""
    places = DocumentPlaces.of(cache)
    where, values = "d.path <> ?", [STREAM]
    if paths is not None:
        where += " AND d.path IN (SELECT value FROM json_each(?))"
        values.append(json.dumps([places.stored(path) for path in paths]))
    rows = cache.db.execute(
        "SELECT d.path, d.format, l.line, l.column, l.target, l.image FROM local_links l"
        f" JOIN documents d ON d.id = l.document_id WHERE {where} ORDER BY d.path, l.line, l.column, l.id",
        values,
    )
    return [
        LocalLink(
            document=places.shown(path),
            file=places.absolute(path),
            format=format,
            line=line,
            column=column,
            target=target,
            image=bool(image),
        )
        for path, format, line, column, target, image in rows
    ]
