"""Citations with the current verdict of their Pages: what `check` reports. One query.

The state of a Page is that of its last conclusive Fetch: an outage of ours after it changes neither the verdict nor the
status and counts shown with it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.model import Finding, Hop, Verdict
from crawler.sources.registry import citation_key

_PLACE = """
    d.path, d.name, w.path AS told_in, t.document_id, t.line, t.column, t.label, t.link_text,
    coalesce(r.url, t.cited_id) AS url, coalesce(r.id, t.cited_id) AS id, r.id IS NULL AS undefined
"""
_NO_PLACE = """
    NULL AS path, NULL AS name, NULL AS told_in, NULL AS document_id, NULL AS line, NULL AS column, NULL AS label,
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
FROM citations t
JOIN documents d ON d.id = t.document_id
JOIN documents w ON w.id = t.told_by
LEFT JOIN resources r ON r.id = t.resource_id
{_PAGE}
"""
_IN_ORDER = "ORDER BY coalesce(d.path, d.name), t.line IS NULL, t.line, t.column, t.id"


def findings(cache: CacheFile) -> list[Finding]:
    """Every citation, by document, line and column. A Document that a record names as citing is listed without a place,
    and only if it does not cite the same Resource itself.
    """
    return list(_findings(cache.db.query(f"{_CITED} {_IN_ORDER}"), DocumentPlaces.of(cache)))


def findings_in(cache: CacheFile, paths: Iterable[str], named: Iterable[str] = ()) -> list[Finding]:
    """The citations in these Documents, those that their records name elsewhere, then the Resources of these ids."""
    read = "SELECT id FROM documents WHERE path IN (SELECT value FROM json_each(?))"
    where = f"WHERE t.document_id IN ({read}) OR t.told_by IN ({read})"
    places = DocumentPlaces.of(cache)
    given = json.dumps([places.stored(path) for path in paths])
    found = list(_findings(cache.db.query(f"{_CITED} {where} {_IN_ORDER}", [given, given]), places))
    ids = json.dumps(list(named))
    sql = (
        f"SELECT {_NO_PLACE}, {_STATE} FROM json_each(?) AS n JOIN resources r ON r.id = n.value {_PAGE} ORDER BY n.key"
    )
    return found + list(_findings(cache.db.query(sql, [ids]), places))


def findings_of_pages(cache: CacheFile, pages: Iterable[int]) -> dict[int, list[Finding]]:
    """Page id -> the citations of its Resources, by document, line and column."""
    resources = dict(
        cache.db.execute(
            "SELECT r.id, r.page_id FROM json_each(?) AS wanted JOIN resources r ON r.page_id = wanted.value",
            [json.dumps([*pages])],
        ).fetchall()
    )
    where = "WHERE t.resource_id IN (SELECT value FROM json_each(?))"
    rows = cache.db.query(f"{_CITED} {where} {_IN_ORDER}", [json.dumps([*resources])])
    found: dict[int, list[Finding]] = {}
    for finding in _findings(rows, DocumentPlaces.of(cache)):
        found.setdefault(resources[finding.id], []).append(finding)
    return found


def document_names(cache: CacheFile) -> set[str]:
    """What Documents are called in findings: paths, and names where there is no path."""
    places = DocumentPlaces.of(cache)
    rows = cache.db.execute("SELECT path, name FROM documents")
    return {name if path is None else places.shown(path) for path, name in rows}


def _findings(rows: Iterable[dict[str, Any]], places: DocumentPlaces) -> Iterator[Finding]:
    """Skips rows without a line that repeat one with a line; those come first within a Document."""
    located: set[tuple[int | None, str]] = set()
    for row in rows:
        key = (row.pop("document_id"), row["id"])
        if row["line"] is None and key[0] is not None and key in located:
            continue
        located.add(key)
        path, name, told_in = row.pop("path"), row.pop("name"), row.pop("told_in")
        file = told_in if path is None else path
        row["label"] = citation_key(row["label"], None) or row["label"]
        row["document"] = name if path is None else places.shown(path)
        row["file"] = None if file is None else places.shown(file)
        hops = json.loads(row["redirects"] or "[]")
        row["redirects"] = tuple(Hop(url=hop["url"], status=hop["status"]) for hop in hops)
        row["verdict"] = Verdict(row["verdict"])
        row["undefined"] = bool(row["undefined"])
        yield Finding(**row)
