"""How much is cited, in all or by the Documents of some sources: the numbers of `add`, `status`, `check` and `list`."""

import json
from collections.abc import Iterable

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read import counted
from crawler.model import Tally

_NAMED = """
    SELECT DISTINCT t.document_id, coalesce(t.resource_id, t.cited_id) AS id FROM citations t WHERE t.line IS NULL
"""
_LOCATED = """
    EXISTS (SELECT 1 FROM citations o WHERE o.document_id = n.document_id AND o.line IS NOT NULL
    AND coalesce(o.resource_id, o.cited_id) = n.id)
"""
"""What a record names is no second citation where the Document itself cites the same: as in `findings.py`."""


def tally(cache: CacheFile) -> Tally:
    """Of everything."""
    sql = f"SELECT count(DISTINCT n.document_id), count(*) FROM ({_NAMED}) AS n WHERE NOT {_LOCATED}"
    named = cache.execute(sql).fetchone()
    return _tally((*(counted.total(cache, name) for name in ("documents", "citations", "resources")), *named))


def tally_of(cache: CacheFile, paths: Iterable[str], named: Iterable[str] = ()) -> Tally:
    """Of the Documents with these paths, and the Resources of these ids."""
    places = DocumentPlaces.of(cache)
    sql = f"""
        WITH docs AS MATERIALIZED (
            SELECT id, path, format FROM documents WHERE path IN (SELECT value FROM json_each(:paths))
        ),
        ids AS MATERIALIZED (SELECT id FROM docs),
        described AS (
            SELECT r.id FROM ids JOIN record_ids i ON i.document_id = ids.id
            JOIN resources r ON r.id = i.id OR r.stable_id = i.id
            UNION
            SELECT r.id FROM resources r, json_each(r.sources) AS s
            WHERE r.sources <> '{{}}' AND s.value IN (SELECT format || ':' || path FROM docs)
        ),
        counted AS (
            SELECT resource_id AS id FROM citations
            WHERE resource_id IS NOT NULL AND (told_by IN ids OR document_id IN ids)
            UNION SELECT id FROM described
            UNION SELECT value FROM json_each(:named)
        )
        SELECT (SELECT count(*) FROM docs),
            (SELECT count(*) FROM citations WHERE line IS NOT NULL AND told_by IN ids),
            (SELECT count(*) FROM counted), count(DISTINCT n.document_id), count(*)
        FROM ({_NAMED} AND (t.told_by IN ids OR t.document_id IN ids)) AS n
        WHERE n.document_id NOT IN ids OR NOT {_LOCATED}
    """
    values = {"paths": json.dumps([places.stored(path) for path in paths]), "named": json.dumps([*named])}
    return _tally(cache.execute(sql, values).fetchone())


def _tally(row: tuple[int, ...]) -> Tally:
    documents, citations, resources, named_documents, named_citations = row
    return Tally(
        documents=documents,
        citations=citations,
        resources=resources,
        named_documents=named_documents,
        named_citations=named_citations,
    )
