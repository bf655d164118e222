"""Which Captures a search finds, with their scores, for lists: as many as can be ranked in little time."""

from dataclasses import dataclass

from crawler.cache.database import CacheFile
from crawler.cache.read.full_text import begins
from crawler.cache.read.search_query import SearchQuery, parse
from crawler.cache.storing import storable
from crawler.model.errors import QueryError

RANKED = 1_000
"""Captures that are ranked. Of more the newest are looked at, and those with the words in their titles, which come
first. Heuristic: a frequent word stays within the time of a list (bench/web.py)."""

EXAMINED = 200
"""Captures whose texts are read to see whether a word begins as asked (full_text.begins)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHits:
    """Capture -> its score, the less the better (bm25 of FTS5)."""

    query: SearchQuery
    scores: dict[int, float]
    by_segments: frozenset[int]  # Captures found by parts of words of scripts without spaces
    more: bool  # there are more than could be ranked
    beginnings: bool = False  # nothing has the last word: these have words that begin so

    def is_by_segments(self, capture: int) -> bool:
        return capture in self.by_segments


def text_hits(cache: CacheFile, query: str) -> TextHits:
    """What `citecache search` finds; where that is nothing, what has words that begin as the last one does.

    Raises:
        QueryError: there is a mistake in the query.
    """
    query = str(storable(query))
    found = _hits(cache, parse(query), beginnings=False)
    if not found.scores and query[-1:].isalnum():
        try:
            return _hits(cache, parse(f"{query}*"), beginnings=True)
        except QueryError:
            return found
    return found


def stored_words(cache: CacheFile, capture: int) -> list[str]:
    """What is searched of a Capture: its text, its title; those that there are."""
    title, text = cache.execute("SELECT title, text FROM captures WHERE id = ?", [capture]).fetchone()
    return [words for words in (text, title) if words]


def _hits(cache: CacheFile, wanted: SearchQuery, *, beginnings: bool) -> TextHits:
    words = _scores(cache, "captures_fts", wanted.words)
    segments = _scores(cache, "segments_fts", wanted.segments)
    more = len(words) > RANKED or len(segments) > RANKED
    scores = segments | words
    if wanted.prefixes and not beginnings and len(scores) <= EXAMINED:
        scores = {id_: score for id_, score in scores.items() if begins(cache, id_, wanted.prefixes)}
    return TextHits(
        query=wanted,
        scores=scores,
        by_segments=frozenset(segments.keys() - words.keys()),
        more=more,
        beginnings=beginnings,
    )


def _scores(cache: CacheFile, index: str, wanted: str) -> dict[int, float]:
    found = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?"
    ids = [id_ for (id_,) in cache.execute(found, [wanted, RANKED + 1])]
    if len(ids) <= RANKED:
        return dict(cache.execute(f"SELECT rowid, rank FROM {index} WHERE {index} MATCH ?", [wanted]).fetchall())
    if "*" in wanted:  # a beginning of words is looked up in the whole index, each time
        return dict.fromkeys(ids, 0.0)
    titled = cache.execute(found, [f"{{title}} : ({wanted})", RANKED])
    return dict.fromkeys(ids, 0.0) | {id_: -1.0 for (id_,) in titled}
