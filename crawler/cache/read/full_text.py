"""Full-text search over titles and texts: each Page's last good text, archived and imported copies (SQLite's FTS5)."""

import re
from collections.abc import Iterator
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.read.search_query import SearchQuery, parse, plain
from crawler.cache.storing import storable
from crawler.model import SearchHit, Verdict

SNIPPET_CHARS = 40
"""Characters before and after what was found, in a text without spaces."""

PART = 4
"""Hits that are looked at first, in units of those wanted: some are copies, or of texts that are not shown."""

GROWTH = 8
"""How many times as many are looked at next. Each time, all hits are ranked again."""

# the best hits alone, by their indexes
_HITS = """
SELECT rowid AS capture_id, rank AS score, 0 AS by_segments FROM captures_fts WHERE captures_fts MATCH :words
UNION ALL
SELECT rowid, rank, 1 FROM segments_fts WHERE segments_fts MATCH :segments
ORDER BY score, capture_id LIMIT :most OFFSET :after
"""
_SHOWN = """
SELECT c.id AS capture_id, c.page_id, c.memento_datetime, c.reservations LIKE '%"nosnippet"%' AS quiet,
    iif(c.source = 'imported', p.imported_copy_at, NULL) AS imported_at,
    iif(c.source = 'fetched', NULL, g.id) AS own
FROM captures c CROSS JOIN pages p ON p.id = c.page_id
LEFT JOIN captures g ON g.id = p.last_good_capture_id AND g.source = 'fetched'
WHERE c.id = ? AND p.verdict <> 'legal'
    AND c.id IN (p.last_good_capture_id, p.archived_capture_id, p.imported_capture_id)
"""
_IS_HIT = """
SELECT EXISTS (SELECT 1 FROM captures_fts WHERE rowid = :id AND captures_fts MATCH :words)
    OR EXISTS (SELECT 1 FROM segments_fts WHERE rowid = :id AND segments_fts MATCH :segments)
"""
_CARDS = """
SELECT k.id, k.url, k.title, k.verdict, k.fetched_at, k.last_good_at, k.cited_by_count
FROM resources r CROSS JOIN cards k ON k.id = r.id WHERE r.page_id = ? ORDER BY k.url, k.id
"""


def search(cache: CacheFile, query: str, *, limit: int) -> list[SearchHit]:
    """Cards whose text matches, best first, each with a snippet; `[` and `]` mark the hits.

    Raises:
        QueryError: there is a mistake in the query.
    """
    wanted = parse(str(storable(query)))
    found: list[SearchHit] = []
    for row in _best(cache, wanted, limit):
        if len(found) >= limit:
            break
        if wanted.prefixes and not begins(cache, row["capture_id"], wanted.prefixes):
            continue
        snippet = None if row["quiet"] else snippet_of(cache, row["capture_id"], wanted, bool(row["by_segments"]))
        for card in cache.query(_CARDS, [row["page_id"]]):
            copy = {"archived_at": row["memento_datetime"], "imported_at": row["imported_at"], "snippet": snippet}
            found.append(SearchHit(**card | copy | {"verdict": Verdict(card["verdict"])}))
    return found[:limit]


def _best(cache: CacheFile, wanted: SearchQuery, limit: int) -> Iterator[dict[str, Any]]:
    """The Captures of `_SHOWN`, best first, one of each Page: its own text, if that is a hit, not a copy."""
    terms = {"words": wanted.words, "segments": wanted.segments}
    seen, after, most = set[int](), 0, PART * limit
    while hits := cache.execute(_HITS, terms | {"after": after, "most": most}).fetchall():
        for capture_id, _, by_segments in hits:
            row = next(cache.query(_SHOWN, [capture_id]), None)
            if row is None or row["page_id"] in seen:
                continue
            if row["own"] is None or not cache.execute(_IS_HIT, terms | {"id": row["own"]}).fetchone()[0]:
                seen.add(row["page_id"])
                yield row | {"by_segments": by_segments}
        if len(hits) < most:
            return
        after, most = after + most, GROWTH * most


def begins(cache: CacheFile, capture_id: int, prefixes: tuple[str, ...]) -> bool:
    """Whether words of the title or the text begin so: the index has stems, which are shorter."""
    title, text = cache.execute("SELECT title, text FROM captures WHERE id = ?", [capture_id]).fetchone()
    whole = plain(f"{title or ''}\n{text or ''}")
    return all(re.search(rf"(?<![^\W_]){re.escape(prefix)}", whole) or not prefix.isascii() for prefix in prefixes)


def snippet_of(
    cache: CacheFile, capture_id: int, wanted: SearchQuery, by_segments: bool, marks: tuple[str, str] = ("[", "]")
) -> str:
    """The place of a Capture's text, or its title, where what is wanted stands, within those marks."""
    if by_segments:
        title, text = cache.execute("SELECT title, text FROM captures WHERE id = ?", [capture_id]).fetchone()
        return excerpt(text or title or "", [term.text for term in wanted.terms], marks)
    sql = (
        "SELECT snippet(captures_fts, -1, ?, ?, ' ... ', 24) FROM captures_fts WHERE rowid = ? AND captures_fts MATCH ?"
    )
    return str(cache.execute(sql, [*marks, capture_id, wanted.words]).fetchone()[0])


def excerpt(text: str, terms: list[str], marks: tuple[str, str] = ("[", "]")) -> str:
    """The place of a text where most of the terms stand, or its beginning.

    >>> excerpt("关于珊瑚礁的白化", ["珊瑚"])
    '关于[珊瑚]礁的白化'
    """
    pattern = re.compile("|".join(sorted(map(re.escape, terms), key=len, reverse=True)), re.IGNORECASE)
    first = next(_places(pattern, text), 0)
    start, end = max(0, first - SNIPPET_CHARS), first + 2 * SNIPPET_CHARS
    cut = pattern.sub(lambda match: match[0].join(marks), text[start:end])
    return "... " * (start > 0) + cut + " ..." * (end < len(text))


def _places(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (match.start() for match in pattern.finditer(text))
