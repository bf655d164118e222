"""Documents with what they cite: read row by row, for pages about them."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.quote_json import QUOTE_TEXT, QUOTED_CITATIONS, quoted_texts
from crawler.cache.read.cards import label_of
from crawler.cache.storing import storable
from crawler.model import CitedPlace, CitingDocument, Verdict, document_key

ONCE = """(t.line IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM citations o WHERE o.document_id = t.document_id AND o.resource_id = t.resource_id
    AND (o.line IS NOT NULL OR o.id < t.id)
))"""
"""Of a Citation `t`: what a record names is no second one where the Document itself cites the same."""


def citing_documents(cache: CacheFile) -> Iterator[CitingDocument]:
    """The Documents that cite anything, by path or else by name."""
    ids = [
        row[0]
        for row in cache.execute(
            "SELECT id FROM documents d WHERE EXISTS (SELECT 1 FROM citations WHERE document_id = d.id)"
            " ORDER BY coalesce(path, name), id"
        )
    ]
    for id_ in ids:
        sql = "SELECT id, path, name, title, type, quality FROM documents WHERE id = ?"
        row = next(cache.query(sql, [id_]), None)
        if row is not None:  # it was there a moment ago
            yield CitingDocument(**row)


def listed_documents(cache: CacheFile, *, offset: int = 0, limit: int) -> list[CitingDocument]:
    """Some of the Documents that cite anything, by path or else by name."""
    rows = cache.query(
        "SELECT id, path, name, title, type, quality FROM documents d WHERE EXISTS (SELECT 1 FROM citations WHERE"
        " document_id = d.id) ORDER BY coalesce(path, name), id LIMIT ? OFFSET ?",
        [limit, offset],
    )
    return [CitingDocument(**row) for row in rows]


def documents_by_ids(cache: CacheFile, ids: Collection[int]) -> dict[int, CitingDocument]:
    """Documents by their ids."""
    rows = cache.query(
        "SELECT id, path, name, title, type, quality FROM documents WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps([*ids])],
    )
    return {row["id"]: CitingDocument(**row) for row in rows}


def document_of_key(cache: CacheFile, key: str) -> CitingDocument | None:
    """The Document with that key (`document_key`); else the one that has it for a path, a name or a number."""
    rows = cache.execute("SELECT id, path, name FROM documents").fetchall()
    called = str(storable(DocumentPlaces.of(cache).stored(key)))
    found = next((id_ for id_, path, name in rows if document_key(path, name) == key), None)
    found = found or next((id_ for id_, path, name in rows if key in (path, name, str(id_)) or called == path), None)
    return None if found is None else documents_by_ids(cache, [found])[found]


def documents_to_fix(cache: CacheFile, gone: Collection[Verdict]) -> dict[int, int]:
    """Document id -> how many of its Citations are of what is gone, those with most first."""
    rows = cache.execute(
        "SELECT t.document_id, count(*) FROM pages p JOIN resources r ON r.page_id = p.id"
        " JOIN citations t ON t.resource_id = r.id JOIN documents d ON d.id = t.document_id"
        f" WHERE p.verdict IN (SELECT value FROM json_each(?)) AND {ONCE} GROUP BY t.document_id"
        " ORDER BY 2 DESC, coalesce(d.path, d.name), d.id",
        [json.dumps([*gone])],
    )
    return dict(rows.fetchall())


def citation_counts(cache: CacheFile, ids: Collection[int]) -> dict[int, dict[Verdict, int]]:
    """Document id -> the number of its Citations by verdict, in the order of `Verdict`."""
    rows = cache.execute(
        "SELECT t.document_id, coalesce(p.verdict, 'unchecked'), count(*) FROM citations t"
        " LEFT JOIN resources r ON r.id = t.resource_id LEFT JOIN pages p ON p.id = r.page_id"
        f" WHERE t.document_id IN (SELECT value FROM json_each(?)) AND {ONCE} GROUP BY 1, 2",
        [json.dumps([*ids])],
    )
    found: dict[int, dict[Verdict, int]] = {id_: {} for id_ in ids}
    for document, verdict, count in rows:
        found[document][Verdict(verdict)] = count
    return {id_: {one: counts[one] for one in Verdict if one in counts} for id_, counts in found.items()}


def cited_resources(cache: CacheFile, document_id: int) -> dict[str, int]:
    """Resource ID -> Page id, of all that a Document cites."""
    rows = cache.execute(
        "SELECT DISTINCT r.id, r.page_id FROM citations t JOIN resources r ON r.id = t.resource_id"
        " WHERE t.document_id = ?",
        [document_id],
    )
    return dict(rows.fetchall())


def quoted_in(cache: CacheFile, document_id: int, *, limit: int) -> list[tuple[int, str, str]]:
    """The first Quotes of a Document: the id of the Citation, the Resource ID and the words."""
    rows = cache.execute(
        f"SELECT t.id, t.resource_id, {QUOTE_TEXT} FROM {QUOTED_CITATIONS}"
        " WHERE t.document_id = ? AND t.resource_id IS NOT NULL"
        " ORDER BY t.line IS NULL, t.line, t.column, t.id, q.key LIMIT ?",
        [document_id, limit],
    )
    return rows.fetchall()


def cited_places(
    cache: CacheFile, document: CitingDocument, *, offset: int = 0, limit: int = -1
) -> Iterator[CitedPlace]:
    """The Citations of a Document in their order, or some of them; what a record tells is left out where the Document
    cites the same.
    """
    columns = (
        "t.resource_id, coalesce(r.url, t.cited_id) AS url,"
        " (SELECT title FROM cards WHERE id = t.resource_id) AS title, coalesce(p.verdict, 'unchecked') AS verdict,"
        " t.line, t.column, t.label, d.format, t.link_text, m.text AS claim, a.url AS archived_url,"
        " a.memento_datetime AS archived_at, t.id, t.quotes, t.accessed"
    )
    for row in cache.query(f"SELECT {columns} {_OF_DOCUMENT} LIMIT ? OFFSET ?", [document.id, limit, offset]):
        yield _place(row)


_OF_DOCUMENT = f"""
FROM citations t JOIN documents d ON d.id = t.document_id
LEFT JOIN resources r ON r.id = t.resource_id
LEFT JOIN pages p ON p.id = r.page_id
LEFT JOIN captures a ON a.id = p.archived_capture_id
LEFT JOIN claims m ON m.id = t.claim_id
WHERE t.document_id = ? AND {ONCE}
ORDER BY t.line IS NULL, t.line, t.column, t.id
"""


def _place(row: dict[str, Any]) -> CitedPlace:
    _, mark = label_of(row.pop("label"), row.pop("format"))
    row["quotes"] = quoted_texts(row["quotes"])
    return CitedPlace(mark=mark, **row | {"verdict": Verdict(row["verdict"])})


def resources_of(cache: CacheFile, page_id: int) -> list[tuple[str, str, str | None]]:
    """The id, URL and title of each Resource of a Page, the most cited first."""
    sql = (
        "SELECT k.id, k.url, k.title FROM resources r JOIN cards k ON k.id = r.id WHERE r.page_id = ?"
        " ORDER BY k.cited_by_count DESC, k.url, k.id"
    )
    return [(id_, url, title) for id_, url, title in cache.execute(sql, [page_id])]


def newest_fetch(cache: CacheFile) -> str | None:
    """When the last page was fetched (UTC, ISO 8601 with Z); None: none was.

    Runs follow each other, so it was fetched by the newest one; its Fetches are the last that were stored, unless
    another cache was merged in since.
    """
    run = (
        "SELECT id FROM runs WHERE EXISTS (SELECT 1 FROM fetches WHERE run_id = runs.id)"
        " ORDER BY started_at DESC, id DESC LIMIT 1"
    )
    last = "SELECT run_id, started_at FROM fetches ORDER BY id DESC LIMIT 100"
    found: str | None = cache.execute(
        f"SELECT coalesce((SELECT max(started_at) FROM ({last}) WHERE run_id = ({run})),"
        " (SELECT max(started_at) FROM fetches))"
    ).fetchone()[0]
    return found
