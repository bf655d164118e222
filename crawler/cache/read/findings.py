"""Citations with the current verdict of their Pages: what `check` reports.

One query sorts the ids of the Citations, on disk where they are many; then their states are read, so many at a time.

The state of a Page is that of its last conclusive Fetch: an outage of ours after it changes neither the verdict nor the
status and counts shown with it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.document_order import ORDERED, READ, ordered_documents
from crawler.model import Finding, Hop, Verdict
from crawler.sources.registry import citation_key

_PLACE = """
    d.path, d.name, w.path AS told_in, t.line, t.column, t.label, t.link_text,
    coalesce(r.url, t.cited_id) AS url, coalesce(r.id, t.cited_id) AS id, r.id IS NULL AS undefined
"""
_NO_PLACE = """
    NULL AS path, NULL AS name, NULL AS told_in, NULL AS line, NULL AS column, NULL AS label,
    NULL AS link_text, r.url AS url, r.id AS id, 0 AS undefined
"""
_STATE = """
    coalesce(p.verdict, 'unchecked') AS verdict,
    -- a 304 confirms the stored response (RFC 9110, 15.4.5)
    CASE WHEN f.status = 304 THEN c.status ELSE f.status END AS http_status,
    f.outcome, f.final_url, CASE WHEN p.verdict = 'moved' THEN f.redirects END AS redirects, f.error,
    CASE WHEN p.verdict IN ('dead', 'missing', 'soft_404') THEN (
        SELECT detail FROM evidence WHERE fetch_id = f.id AND rule LIKE 'gone-%' ORDER BY id LIMIT 1
    ) END AS counted,
    CASE WHEN p.verdict <> 'alive' THEN (
        SELECT detail FROM evidence WHERE fetch_id = f.id AND verdict = f.verdict AND rule NOT LIKE 'gone-%'
        ORDER BY id LIMIT 1
    ) END AS seen,
    f.started_at AS fetched_at, p.last_good_at, p.marked_at, p.marked_note,
    a.url AS archived_url, a.memento_datetime AS archived_at
"""
_PAGE = """
LEFT JOIN pages p ON p.id = r.page_id
LEFT JOIN fetches f ON f.id = coalesce(
    (SELECT id FROM fetches WHERE page_id = p.id AND effective_verdict IS NOT NULL ORDER BY id DESC LIMIT 1),
    p.last_fetch_id
)
LEFT JOIN captures c ON c.id = f.capture_id
LEFT JOIN captures a ON a.id = p.archived_capture_id
"""
_CITED = f"""
SELECT {_PLACE}, {_STATE}
FROM json_each(?) AS n CROSS JOIN citations t ON t.id = n.value
JOIN documents d ON d.id = t.document_id
JOIN documents w ON w.id = t.told_by
LEFT JOIN resources r ON r.id = t.resource_id
{_PAGE}
ORDER BY n.key
"""
_NAMED = (
    f"SELECT {_NO_PLACE}, {_STATE} FROM json_each(?) AS n JOIN resources r ON r.id = n.value {_PAGE} ORDER BY n.key"
)

_CITED_ID = "coalesce(t.resource_id, t.cited_id)"
_IDS = """
WITH {ordered},
lineless AS MATERIALIZED (
    SELECT t.document_id, {cited_id} AS cited, min(t.id) AS id FROM citations t
    WHERE t.line IS NULL AND ({where}) GROUP BY 1, 2
),
located AS MATERIALIZED (
    SELECT DISTINCT t.document_id, {cited_id} AS cited FROM citations t
    WHERE t.line IS NOT NULL AND t.document_id IN (SELECT document_id FROM lineless) AND ({where})
),
alone AS MATERIALIZED (
    SELECT id FROM lineless WHERE (document_id, cited) NOT IN (SELECT document_id, cited FROM located)
)
SELECT t.id FROM citations t JOIN ordered d ON d.id = t.document_id
WHERE ({where}) AND (t.line IS NOT NULL OR t.id IN (SELECT id FROM alone))
ORDER BY d.place, t.line IS NULL, t.line, t.column, t.id
"""
"""A Document that a record names as citing is listed without a place, once, and only if it does not cite the same
Resource itself."""

_LAST_OF = """
    SELECT o.id FROM citations o WHERE {same} AND +o.document_id = t.document_id
    ORDER BY o.line DESC, o.column DESC, iif(o.line IS NULL, -o.id, o.id) DESC LIMIT 1
"""
"""The plus has SQLite look among the citations of a Resource, not among those of a Document."""
_LAST = f"""
SELECT coalesce(
    ({_LAST_OF.format(same="o.resource_id = t.resource_id")}),
    ({_LAST_OF.format(same="o.resource_id IS NULL AND o.cited_id = t.cited_id")})
)
FROM json_each(?) AS n CROSS JOIN citations t ON t.id = n.value ORDER BY n.key
"""

BATCH = 1_000
"""Citations whose states are read at once."""


def findings(cache: CacheFile) -> Iterator[Finding]:
    """Every citation, by document, line and column."""
    places = DocumentPlaces.of(cache)
    return _findings(cache, _ids(cache, "1", ordered_documents(cache, places)), places)


def findings_in(cache: CacheFile, paths: Iterable[str]) -> Iterator[Finding]:
    """The citations in these Documents, and those that their records name elsewhere, in the same order."""
    places = DocumentPlaces.of(cache)
    where = f"t.document_id IN ({READ}) OR t.told_by IN ({READ})"
    return _findings(cache, _ids(cache, where, ordered_documents(cache, places, paths)), places)


def findings_named(cache: CacheFile, ids: Iterable[str]) -> Iterator[Finding]:
    """The Resources of these ids, which were named without a Document."""
    places = DocumentPlaces.of(cache)
    for batch in _batches(ids):
        yield from _read(cache, _NAMED, batch, places)


def findings_quoted(cache: CacheFile, citations: Iterable[int]) -> Iterator[Finding]:
    """For each of these Citations, the last place in its Document that cites the same Resource."""
    places = DocumentPlaces.of(cache)
    for batch in _batches(citations):
        ids = [row[0] for row in cache.execute(_LAST, [json.dumps(batch)])]
        yield from _read(cache, _CITED, ids, places)


def findings_of_pages(cache: CacheFile, pages: Iterable[int]) -> dict[int, list[Finding]]:
    """Page id -> the citations of its Resources, by document, line and column."""
    places = DocumentPlaces.of(cache)
    resources = dict(
        cache.execute(
            "SELECT r.id, r.page_id FROM json_each(?) AS wanted JOIN resources r ON r.page_id = wanted.value",
            [json.dumps([*pages])],
        ).fetchall()
    )
    values = ordered_documents(cache, places) | {"resources": json.dumps([*resources])}
    where = "t.resource_id IN (SELECT value FROM json_each(:resources))"
    found: dict[int, list[Finding]] = {}
    for finding in _findings(cache, _ids(cache, where, values), places):
        found.setdefault(resources[finding.id], []).append(finding)
    return found


def _ids(cache: CacheFile, where: str, values: dict[str, str]) -> Iterator[int]:
    """The ids of the Citations, in order."""
    sql = _IDS.format(ordered=ORDERED, cited_id=_CITED_ID, where=where)
    return (row[0] for row in cache.execute(sql, values))


def _findings(cache: CacheFile, ids: Iterable[int], places: DocumentPlaces) -> Iterator[Finding]:
    """The Citations of these ids, in their order."""
    for batch in _batches(ids):
        yield from _read(cache, _CITED, batch, places)


def _batches(ids: Iterable[object]) -> Iterator[list[object]]:
    left = iter(ids)
    while batch := list(islice(left, BATCH)):
        yield batch


def _read(cache: CacheFile, sql: str, ids: Sequence[object], places: DocumentPlaces) -> Iterator[Finding]:
    rows = cache.execute(sql, [json.dumps(ids)])
    names = [column[0] for column in rows.description]
    for values in rows:
        row = dict(zip(names, values, strict=True))
        path, name, told_in = row.pop("path"), row.pop("name"), row.pop("told_in")
        file = told_in if path is None else path
        row["label"] = citation_key(row["label"], None) or row["label"]
        row["document"] = name if path is None else places.shown(path)
        row["file"] = None if file is None else places.shown(file)
        hops = json.loads(row["redirects"]) if row["redirects"] else ()
        row["redirects"] = tuple(Hop(url=hop["url"], status=hop["status"]) for hop in hops)
        row["verdict"] = Verdict(row["verdict"])
        row["undefined"] = bool(row["undefined"])
        yield Finding(**row)
