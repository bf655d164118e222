"""Full-text search over titles and last good texts (SQLite's FTS5)."""

from crawler.cache.database import CacheFile, storable
from crawler.model import SearchHit, Verdict


def search(cache: CacheFile, query: str, *, limit: int) -> list[SearchHit]:
    """Cards whose last good text matches, best first, each with a snippet; `[` and `]` mark the hits.

    Every word of the query is treated as a word, never as FTS5 syntax; "quoted words" stay together.
    """
    # First the best hits alone, by their index; snippets and cards for those few. CROSS JOIN keeps the order.
    sql = (
        "WITH best AS MATERIALIZED (SELECT h.rowid AS capture_id, c.page_id, h.rank AS score,"
        " c.reservations LIKE '%\"nosnippet\"%' AS quiet FROM captures_fts h"
        " CROSS JOIN captures c ON c.id = h.rowid CROSS JOIN pages p ON p.id = c.page_id"
        " WHERE captures_fts MATCH :words AND p.last_good_capture_id = c.id AND p.verdict <> 'legal'"
        " ORDER BY h.rank, c.page_id LIMIT :limit)"
        " SELECT k.id, k.url, k.title, k.verdict, k.fetched_at, k.last_good_at, k.cited_by_count,"
        " CASE WHEN NOT best.quiet THEN snippet(captures_fts, -1, '[', ']', ' ... ', 24) END AS snippet"
        " FROM best CROSS JOIN captures_fts ON captures_fts.rowid = best.capture_id AND captures_fts MATCH :words"
        " CROSS JOIN resources r ON r.page_id = best.page_id CROSS JOIN cards k ON k.id = r.id"
        " ORDER BY best.score, k.url, k.id LIMIT :limit"
    )
    words = cache.db.quote_fts(str(storable(query)).replace("\0", " "))  # FTS5's strings end at a NUL
    rows = cache.db.query(sql, {"words": words, "limit": limit}) if words.strip('" ') else ()
    return [SearchHit(**row | {"verdict": Verdict(row["verdict"])}) for row in rows]
