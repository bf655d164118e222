"""Links of Documents to files and anchors of the same project."""

from collections.abc import Iterable, Iterator

from crawler.cache.database import CacheFile
from crawler.cache.places import STREAM, DocumentPlaces
from crawler.cache.read.document_order import ORDERED, READ, ordered_documents
from crawler.model import LocalLink


def local_links(cache: CacheFile, paths: Iterable[str] | None = None) -> Iterator[LocalLink]:
    """The links of these Documents, or of all, by document, line and column. Not of standard input."""
    places = DocumentPlaces.of(cache)
    where = "d.path <> :stream" + ("" if paths is None else f" AND d.id IN ({READ})")
    rows = cache.execute(
        f"WITH {ORDERED} SELECT d.path, d.format, l.line, l.column, l.target, l.image FROM local_links l"
        f" JOIN documents d ON d.id = l.document_id JOIN ordered o ON o.id = d.id WHERE {where}"
        " ORDER BY o.place, l.line, l.column, l.id",
        ordered_documents(cache, places, paths) | {"stream": STREAM},
    )
    for path, format, line, column, target, image in rows:
        yield LocalLink(
            document=places.shown(path),
            file=places.absolute(path),
            format=format,
            line=line,
            column=column,
            target=target,
            image=bool(image),
        )
