"""Resources by what a user calls them."""

from crawler.cache.database import CacheFile, storable
from crawler.model.errors import NotFound
from crawler.net.urls import page_url, without_credentials


def find(cache: CacheFile, wanted: str) -> str:
    """The Resource ID of a URL, a Resource ID, a stable ID, or an unambiguous beginning of an ID.

    Raises:
        NotFound: nothing, or more than one thing, of that name.
    """
    wanted = str(storable(wanted))
    page = page_url(wanted)
    for sql, value in (
        ("id = ? OR stable_id = ?1", wanted),
        ("url = ? ORDER BY rowid LIMIT 1", without_credentials(wanted)),
        ("page_id = (SELECT id FROM pages WHERE url = ?) ORDER BY rowid LIMIT 1", page.url),
    ):
        row = cache.db.execute(f"SELECT id FROM resources WHERE {sql}", [value]).fetchone()
        if row:
            return str(row[0])
    begin = wanted.lower()
    rows = cache.db.execute(
        "SELECT id FROM resources WHERE substr(id, 1, ?) = ? LIMIT 2", [len(begin), begin]
    ).fetchall()
    if len(rows) == 1 and len(begin) >= 4:
        return str(rows[0][0])
    what = "more than one resource begins with" if rows and len(begin) >= 4 else "nothing in the cache is called"
    raise NotFound(f"{what} {wanted[:200]}: `citecache list` shows what there is")


def resource_ids(cache: CacheFile) -> set[str]:
    """Every Resource ID there is."""
    return {row[0] for row in cache.db.execute("SELECT id FROM resources")}
