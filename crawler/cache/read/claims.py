"""The claims that Documents make, in their order: reading only."""

import json
from collections.abc import Iterable, Iterator

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.cards import label_of
from crawler.cache.read.citing import ONCE
from crawler.model import ClaimedPlace, Verdict

_CLAIMED = f"""
SELECT d.path, d.name, d.format, t.line, t.column, t.label, t.resource_id, coalesce(r.url, t.cited_id) AS url,
    m.text AS claim, coalesce(p.verdict, 'unchecked') AS verdict, p.last_good_at
FROM citations t JOIN documents d ON d.id = t.document_id JOIN claims m ON m.id = t.claim_id
LEFT JOIN resources r ON r.id = t.resource_id LEFT JOIN pages p ON p.id = r.page_id
WHERE {ONCE}
"""
_ORDER = "ORDER BY coalesce(d.path, d.name), t.line IS NULL, t.line, t.column, t.id"


def claimed_places(cache: CacheFile, paths: Iterable[str] | None = None) -> Iterator[ClaimedPlace]:
    """The Citations that a sentence leans on, of the Documents of these paths or of all; those that a record among
    them tells of elsewhere, too.
    """
    places = DocumentPlaces.of(cache)
    if paths is None:
        rows = cache.query(f"{_CLAIMED} {_ORDER}")
    else:
        read = "SELECT id FROM documents WHERE path IN (SELECT value FROM json_each(:paths))"
        rows = cache.query(
            f"{_CLAIMED} AND (t.document_id IN ({read}) OR t.told_by IN ({read})) {_ORDER}",
            {"paths": json.dumps([places.stored(path) for path in paths])},
        )
    for row in rows:
        path, name = row.pop("path"), row.pop("name")
        label, _ = label_of(row.pop("label"), row.pop("format"))
        shown = name if path is None else places.shown(path)
        yield ClaimedPlace(document=shown, label=label, **row | {"verdict": Verdict(row["verdict"])})


def told_beside(cache: CacheFile, capture_id: int) -> str:
    """What a Capture tells beside its text, in lines: title, description, authors, date."""
    row = cache.execute(
        "SELECT title, description, authors, published_date FROM captures WHERE id = ?", [capture_id]
    ).fetchone()
    title, description, authors, date = row
    return "\n".join(part for part in (title, description, *json.loads(authors), date) if part)
