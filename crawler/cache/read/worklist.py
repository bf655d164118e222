"""What calls for a person: Pages in trouble that Documents cite, how much they matter, citations of changed texts.

A Page that a person has marked is settled: it is nowhere here.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.quote_json import quoted_texts
from crawler.cache.storing import storable
from crawler.model import ChangedCitation, CitedWeight, Verdict
from crawler.model.worklist import NEUTRAL

_CITING = """
    SELECT DISTINCT r.page_id, t.document_id FROM json_each(:pages) AS wanted
    JOIN resources r ON r.page_id = wanted.value JOIN citations t ON t.resource_id = r.id
"""
_STOOD = """
    SELECT f.capture_id FROM fetches f WHERE f.page_id = p.id AND f.good AND f.started_at <=
        CASE WHEN t.accessed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND t.accessed < t.added_at
        THEN t.accessed || 'T23:59:59Z' ELSE t.added_at END
    ORDER BY f.id DESC LIMIT 1
"""
"""The good text that stood when a Citation `t` was made: on its access date, else when it was first read."""
_FIRST = "SELECT f.capture_id FROM fetches f WHERE f.page_id = p.id AND f.good ORDER BY f.id LIMIT 1"


def with_verdict(cache: CacheFile, verdicts: Iterable[Verdict]) -> list[int]:
    """The Pages with these verdicts."""
    sql = "SELECT id FROM pages WHERE marked_at IS NULL AND verdict IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [row[0] for row in cache.execute(sql, [json.dumps([*verdicts])])]


def page_verdicts(cache: CacheFile, ids: Collection[str]) -> dict[str, tuple[int, Verdict]]:
    """Resource ID -> its Page and the Page's verdict, by URL."""
    rows = cache.execute(
        "SELECT r.id, p.id, p.verdict FROM json_each(?) AS wanted JOIN resources r ON r.id = wanted.value"
        " JOIN pages p ON p.id = r.page_id WHERE p.marked_at IS NULL ORDER BY r.url, r.id",
        [json.dumps([*ids])],
    )
    return {id_: (page, Verdict(verdict)) for id_, page, verdict in rows}


def cited_weights(cache: CacheFile, pages: Collection[int], document: str | None = None) -> dict[int, CitedWeight]:
    """Page id -> how much depends on it, of the Pages that are cited (by `document`, a path or a name)."""
    values = {"pages": json.dumps([*pages]), "neutral": NEUTRAL}
    counted = {
        page: (documents, quality if known else None)
        for page, documents, quality, known in cache.execute(
            "SELECT c.page_id, count(*), avg(coalesce(min(max(d.quality, 0), 100), :neutral)), count(d.quality)"
            f" FROM ({_CITING}) AS c JOIN documents d ON d.id = c.document_id GROUP BY c.page_id",
            values,
        )
    }
    rows = cache.execute(
        "SELECT p.id, p.verdict, r.id, r.importance, EXISTS (SELECT 1 FROM mementos m WHERE m.page_id = p.id"
        " AND m.url IS NULL AND m.outcome IN ('none', 'refused')) FROM json_each(:pages) AS wanted"
        " JOIN pages p ON p.id = wanted.value JOIN resources r ON r.page_id = p.id ORDER BY p.id,"
        " (SELECT count(*) FROM citations t WHERE t.resource_id = r.id) DESC, r.url, r.id",
        values,
    )
    cited_there = None if document is None else _cited_in(cache, document)
    found = {}
    for page, group in groupby(rows, key=lambda row: row[0]):
        resources = list(group)
        if page not in counted or (cited_there is not None and page not in cited_there):
            continue
        documents, quality = counted[page]
        importances = [min(max(row[3], 0.0), 100.0) for row in resources if row[3] is not None]
        found[page] = CitedWeight(
            page_id=page,
            verdict=Verdict(resources[0][1]),
            resource_ids=tuple(row[2] for row in resources),
            documents=documents,
            quality=quality,
            importance=max(importances, default=None),
            archive_looked=bool(resources[0][4]),
        )
    return found


def _cited_in(cache: CacheFile, document: str) -> set[int]:
    """The Pages that the Document of that path or name cites."""
    rows = cache.execute(
        "SELECT DISTINCT r.page_id FROM documents d JOIN citations t ON t.document_id = d.id"
        " JOIN resources r ON r.id = t.resource_id WHERE d.path = ? OR d.name = ?",
        [storable(DocumentPlaces.of(cache).stored(document)), storable(document)],
    )
    return {row[0] for row in rows}


def cited_texts(cache: CacheFile, document_id: int | None = None) -> Iterator[ChangedCitation]:
    """Citations with a claim or a quotation, of Pages that have another good text now than when they were made; of all
    Documents, or of one.

    A text that differs by churn only is the same (`fetches.changed`). A Capture stands for the newest extraction of its
    body.
    """
    newest = (
        "SELECT max(c.id) FROM captures g JOIN captures c ON c.page_id = g.page_id AND c.fetch_id = g.fetch_id"
        " AND +c.body_sha256 = g.body_sha256 WHERE g.id = w.before"
    )
    rows = cache.query(
        "WITH changed AS MATERIALIZED (SELECT page_id FROM fetches WHERE good AND changed IS NOT 0"
        " GROUP BY page_id HAVING count(DISTINCT capture_id) > 1),"
        " cited AS MATERIALIZED (SELECT t.id AS citation_id, p.id AS page_id, m.text AS claim, t.quotes,"
        f" p.last_good_capture_id AS now, coalesce(({_STOOD}), ({_FIRST})) AS before FROM changed"
        " JOIN pages p ON p.id = changed.page_id JOIN resources r ON r.page_id = p.id"
        " JOIN citations t ON t.resource_id = r.id LEFT JOIN claims m ON m.id = t.claim_id"
        " WHERE p.marked_at IS NULL AND p.verdict IN ('alive', 'moved')"
        " AND coalesce(t.claim_id, t.quotes) IS NOT NULL AND (:document IS NULL OR t.document_id = :document)),"
        f" newest AS MATERIALIZED (SELECT before, coalesce(({newest}), before) AS latest FROM"
        " (SELECT DISTINCT before FROM cited) AS w)"
        " SELECT citation_id, cited.page_id, claim, quotes, latest AS before, now, b.extractor = a.extractor"
        " AND b.extractor_version = a.extractor_version AS same_extractor FROM cited"
        " JOIN newest USING (before) JOIN captures b ON b.id = latest JOIN captures a ON a.id = now"
        " WHERE latest <> now AND b.text_sha256 IS NOT a.text_sha256 AND b.dropped_at IS NULL"
        " ORDER BY cited.page_id, citation_id",
        {"document": document_id},
    )
    for row in rows:
        row["quotes"] = quoted_texts(row["quotes"])
        yield ChangedCitation(**row | {"same_extractor": bool(row["same_extractor"])})
