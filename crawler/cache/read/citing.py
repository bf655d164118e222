"""Documents with what they cite, and the newest changes: read row by row, for pages about them."""

from collections.abc import Iterator
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.read.cards import label_of
from crawler.model import CitedPlace, CitingDocument, RecentChange, Verdict


def citing_documents(cache: CacheFile) -> Iterator[CitingDocument]:
    """The Documents that cite anything, by path or else by name."""
    ids = [
        row[0]
        for row in cache.db.execute(
            "SELECT id FROM documents d WHERE EXISTS (SELECT 1 FROM citations WHERE document_id = d.id)"
            " ORDER BY coalesce(path, name), id"
        )
    ]
    for id_ in ids:
        sql = "SELECT id, path, name, title, type, quality FROM documents WHERE id = ?"
        row = next(cache.db.query(sql, [id_]), None)
        if row is not None:  # it was there a moment ago
            yield CitingDocument(**row)


def cited_places(cache: CacheFile, document: CitingDocument) -> Iterator[CitedPlace]:
    """The Citations of a Document in their order; what a record tells is left out where the Document cites the same."""
    columns = (
        "t.resource_id, coalesce(k.url, t.cited_id) AS url, k.title, coalesce(p.verdict, 'unchecked') AS verdict,"
        " t.line, t.column, t.label, d.format, t.link_text, m.text AS claim, a.url AS archived_url,"
        " a.memento_datetime AS archived_at"
    )
    for row in cache.db.query(f"SELECT {columns} {_OF_DOCUMENT}", [document.id]):
        yield _place(row)


_OF_DOCUMENT = """
FROM citations t JOIN documents d ON d.id = t.document_id
LEFT JOIN cards k ON k.id = t.resource_id
LEFT JOIN resources r ON r.id = t.resource_id
LEFT JOIN pages p ON p.id = r.page_id
LEFT JOIN captures a ON a.id = p.archived_capture_id
LEFT JOIN claims m ON m.id = t.claim_id
WHERE t.document_id = ? AND (t.line IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM citations o WHERE o.document_id = t.document_id AND o.resource_id = t.resource_id
    AND (o.line IS NOT NULL OR o.id < t.id)
))
ORDER BY t.line IS NULL, t.line, t.column, t.id
"""


def _place(row: dict[str, Any]) -> CitedPlace:
    _, mark = label_of(row.pop("label"), row.pop("format"))
    return CitedPlace(mark=mark, **row | {"verdict": Verdict(row["verdict"])})


def recent_changes(cache: CacheFile) -> Iterator[RecentChange]:
    """Other verdicts and other texts, the newest first: of all time, so take as many as are wanted.

    What the first Fetch of a Page found is no change, and neither is what tells nothing of it (an outage of ours).
    """
    sql = """
        SELECT started_at AS at, page_id, before, after, 0 AS marked FROM (
            SELECT page_id, id, started_at, effective_verdict AS after,
                lag(effective_verdict) OVER (PARTITION BY page_id ORDER BY id) AS before
            FROM fetches WHERE effective_verdict IS NOT NULL
        ) WHERE before <> after
        UNION ALL
        SELECT started_at, page_id, NULL, effective_verdict, 0 FROM fetches
        WHERE good AND changed AND effective_verdict IS NOT NULL
        UNION ALL
        SELECT marked_at, id, NULL, verdict, 1 FROM pages WHERE marked_at IS NOT NULL
        ORDER BY at DESC, page_id, before
    """
    for row in cache.db.query(sql):
        before, after = row["before"], Verdict(row["after"])
        verdict = None if before is None else Verdict(before)
        yield RecentChange(**row | {"before": verdict, "after": after, "marked": bool(row["marked"])})


def resources_of(cache: CacheFile, page_id: int) -> list[tuple[str, str, str | None]]:
    """The id, URL and title of each Resource of a Page, the most cited first."""
    sql = (
        "SELECT k.id, k.url, k.title FROM resources r JOIN cards k ON k.id = r.id WHERE r.page_id = ?"
        " ORDER BY k.cited_by_count DESC, k.url, k.id"
    )
    return [(id_, url, title) for id_, url, title in cache.db.execute(sql, [page_id])]


def newest_fetch(cache: CacheFile) -> str | None:
    """When the last page was fetched (UTC, ISO 8601 with Z); None: none was."""
    found: str | None = cache.db.execute("SELECT max(started_at) FROM fetches").fetchone()[0]
    return found
