"""How much of everything there is, from the tables `counts` and `hosts`, which are kept as rows are written
(crawler/cache/counting.py).

    name        key        what is counted
    pages       verdict    Pages
    resources   verdict    Resources, by the verdict of their Page
    due         day        Pages by the day, UTC, on which they are due
    fetched     day        Pages by the day of their last Fetch
    doubtful               Pages that may be something else than their verdict says
    hosts                  hosts of Pages
    documents              Documents that have been read
    citations              places in Documents
    fetches     run        Fetches
    captures               Captures
    dropped                Captures whose text is no longer kept
    text_bytes             of the texts that are kept
    body_bytes             of the bodies, compressed
    counted     table      up to which row it is counted

What depends on the time is a sum of whole days, and of a part of one, of which an index knows the Pages.
"""

from crawler.cache.database import CacheFile

DOUBTFUL = "verdict_doubt IS NOT NULL AND marked_at IS NULL"

RECOUNT = f"""
SELECT 'hosts' AS name, '' AS key, count(DISTINCT host) AS number FROM pages
UNION ALL SELECT 'pages', verdict, count(*) FROM pages GROUP BY verdict
UNION ALL SELECT 'due', substr(due_at, 1, 10), count(*) FROM pages WHERE due_at IS NOT NULL GROUP BY 2
UNION ALL SELECT 'fetched', substr(fetched_at, 1, 10), count(*) FROM pages WHERE fetched_at IS NOT NULL GROUP BY 2
UNION ALL SELECT 'doubtful', '', count(*) FROM pages WHERE {DOUBTFUL}
UNION ALL SELECT 'resources', p.verdict, count(*) FROM resources r JOIN pages p ON p.id = r.page_id GROUP BY p.verdict
UNION ALL SELECT 'documents', '', count(*) FROM documents WHERE path IS NOT NULL
UNION ALL SELECT 'citations', '', count(*) FROM citations WHERE line IS NOT NULL
UNION ALL SELECT 'fetches', CAST(run_id AS TEXT), count(*) FROM fetches GROUP BY run_id
UNION ALL SELECT 'captures', '', count(*) FROM captures
UNION ALL SELECT 'dropped', '', count(*) FROM captures WHERE dropped_at IS NOT NULL
UNION ALL SELECT 'text_bytes', '', coalesce(sum(text_bytes), 0) FROM captures WHERE dropped_at IS NULL
UNION ALL SELECT 'body_bytes', '', coalesce(sum(length(data)), 0) FROM bodies
"""
"""All of `counts`, counted: it reads everything."""

RECOUNT_HOSTS = """
SELECT host, count(*) AS pages, sum(verdict IN ('alive', 'moved')) AS good, min(due_at) AS next_at FROM pages
GROUP BY host
"""
"""All of `hosts`, likewise."""

FETCHED_AT = "(SELECT started_at FROM fetches WHERE id = p.last_fetch_id)"
NEWEST_DOUBT = """(
    SELECT verdict_doubt FROM fetches WHERE page_id = p.id AND outcome <> 'not_modified' ORDER BY id DESC LIMIT 1
)"""
"""What `fetched_at` and `verdict_doubt` of a Page `p` are copies of."""

STANDING = "SELECT name, key, number FROM counts WHERE name <> 'counted'"
WRONG_COUNTS = f"""
SELECT (SELECT count(*) FROM (SELECT * FROM ({RECOUNT}) WHERE number <> 0 EXCEPT {STANDING}))
    + (SELECT count(*) FROM ({STANDING} AND number <> 0 EXCEPT SELECT * FROM ({RECOUNT})))
    + (SELECT count(*) FROM (SELECT * FROM ({RECOUNT_HOSTS}) EXCEPT SELECT host, pages, good, next_at FROM hosts))
    + (SELECT count(*) FROM (SELECT host, pages, good, next_at FROM hosts EXCEPT SELECT * FROM ({RECOUNT_HOSTS})))
"""
WRONG_COPIES = f"""
SELECT count(*) FROM pages p WHERE p.fetched_at IS NOT {FETCHED_AT} OR p.verdict_doubt IS NOT {NEWEST_DOUBT}
"""
"""How many are not what counting gives: 0 in a sound file (`doctor`)."""


def total(cache: CacheFile, name: str) -> int:
    """How many there are, of all keys."""
    row = cache.execute("SELECT sum(number) FROM counts WHERE name = ?", [name]).fetchone()
    return int(row[0] or 0)


def by_key(cache: CacheFile, name: str) -> dict[str, int]:
    """How many there are of each key that has any."""
    sql = "SELECT key, number FROM counts WHERE name = ? AND number > 0"
    return dict(cache.execute(sql, [name]).fetchall())


def of_run(cache: CacheFile, run_id: int) -> int:
    """The Fetches of a run."""
    return by_key(cache, "fetches").get(str(run_id), 0)


def due_until(cache: CacheFile, moment: str) -> int:
    """The Pages that are due at a moment (UTC, ISO 8601 with Z), or before it."""
    rest = "SELECT count(*) FROM pages WHERE due_at >= ? AND due_at <= ?"
    return _days_before(cache, "due", moment) + _one(cache, rest, moment[:10], moment)


def fetched_until(cache: CacheFile, moment: str) -> int:
    """The Pages whose last Fetch began at a moment, or before it."""
    rest = "SELECT count(*) FROM pages WHERE fetched_at >= ? AND fetched_at <= ?"
    return _days_before(cache, "fetched", moment) + _one(cache, rest, moment[:10], moment)


def _days_before(cache: CacheFile, name: str, moment: str) -> int:
    sql = "SELECT coalesce(sum(number), 0) FROM counts WHERE name = ? AND key < ?"
    return _one(cache, sql, name, moment[:10])


def _one(cache: CacheFile, sql: str, *values: str) -> int:
    return int(cache.execute(sql, values).fetchone()[0])
