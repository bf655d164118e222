"""Resources by what a user calls them."""

from collections.abc import Iterable, Iterator

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.storing import storable
from crawler.model.errors import NotFound
from crawler.net.credentials import without_credentials
from crawler.net.urls import page_url, spellings
from crawler.sources.registry import citation_key

END = "\U0010ffff"
"""After every other character."""

MAX_LISTED = 5
"""Resources of one key in a message."""


def find(cache: CacheFile, wanted: str) -> str:
    """The Resource ID of a URL, a Resource ID, a stable ID, a citation key, or an unambiguous beginning of an ID.

    Raises:
        NotFound: nothing, or more than one thing, of that name.
    """
    wanted = str(storable(wanted))
    if found := of_id(cache, wanted) or of_url(cache, wanted):
        return found
    if keyed := _with_key(cache, wanted):
        return keyed
    begin = wanted.lower()
    sql = "SELECT id FROM resources WHERE id >= ? AND id < ? LIMIT 2"
    rows = cache.execute(sql, [begin, f"{begin}{END}"]).fetchall()
    if len(rows) == 1 and len(begin) >= 4:
        return str(rows[0][0])
    what = "more than one resource begins with" if rows and len(begin) >= 4 else "nothing in the cache is called"
    raise NotFound(f"{what} {wanted[:200]}: `citecache list` shows what there is")


def of_id(cache: CacheFile, wanted: str) -> str | None:
    """The Resource of that Resource ID or stable ID; None: there is none."""
    sql = "SELECT id FROM resources WHERE id = ? OR stable_id = ?1"
    row = cache.execute(sql, [storable(wanted)]).fetchone()
    return None if row is None else str(row[0])


def of_url(cache: CacheFile, url: str) -> str | None:
    """The Resource that is cited by a URL, as it stands in a Document; else one of the same Page, else the one
    that was cited by it before a repair; None: there is none.

    By its indexes only, so it is quick for what is not there, too.
    """
    url = str(storable(url))
    of_page = "page_id = (SELECT id FROM pages WHERE url = ?) ORDER BY rowid LIMIT 1"
    for sql, value in (
        ("url = ? ORDER BY rowid LIMIT 1", without_credentials(url)),
        *((of_page, spelling) for spelling in spellings(page_url(url).url)),
    ):
        row = cache.execute(f"SELECT id FROM resources WHERE {sql}", [value]).fetchone()
        if row:
            return str(row[0])
    return _of_former_url(cache, url)


def _of_former_url(cache: CacheFile, url: str) -> str | None:
    """The Resource that was cited by a URL until that was repaired; with the same fragment, else with any."""
    for former in (without_credentials(url), *spellings(page_url(url).url)):
        sql = "SELECT resource_id FROM former_urls WHERE url = ?1 OR (url > ?1 || '#' AND url < ?1 || '$') ORDER BY url"
        row = cache.execute(f"{sql} LIMIT 1", [former]).fetchone()  # "$" follows "#" in ASCII
        if row:
            return str(row[0])
    return None


def _with_key(cache: CacheFile, wanted: str) -> str | None:
    """The Resource that a citation key stands for, written `key`, `@key` or `[@key]`.

    Raises:
        NotFound: it stands for several, in two bibliographies or in one entry.
    """
    key = wanted.removeprefix("[").removesuffix("]").removeprefix("@")
    rows = cache.execute(
        "SELECT t.resource_id, r.url, d.path, t.line, d.format, t.label FROM citations t"
        " JOIN documents d ON d.id = t.document_id JOIN resources r ON r.id = t.resource_id"
        " WHERE t.label IN (?, ?) ORDER BY coalesce(d.path, d.name), t.line, t.column, t.id",
        [key, f"@{key}"],
    ).fetchall()
    places = DocumentPlaces.of(cache)
    found: dict[str, str] = {}
    for id_, url, path, line, format, label in rows:
        if citation_key(label, format):
            found.setdefault(id_, f"{'-' if path is None else places.shown(path)}:{line} {url}")
    if len(found) > 1:
        shown = "; ".join(list(found.values())[:MAX_LISTED])
        more = f"; and {len(found) - MAX_LISTED:,} more" if len(found) > MAX_LISTED else ""
        raise NotFound(f"the key {key[:200]} stands for {len(found):,} resources: {shown}{more}: name one by its URL")
    return next(iter(found), None)


def resource_ids(cache: CacheFile) -> Iterator[str]:
    """Every Resource ID there is, in their order."""
    return (str(row[0]) for row in cache.execute("SELECT id FROM resources ORDER BY id"))


def count_missing(cache: CacheFile, ids: Iterable[str]) -> int:
    """How many of these are no Resource ID of this cache."""
    there = "SELECT 1 FROM resources WHERE id = ?"
    return sum(cache.conn.execute(there, (id_,)).fetchone() is None for id_ in ids)


def ids_after(cache: CacheFile, stable_id: str, *, limit: int) -> list[str]:
    """The ids of the next Resources in the order of their stable ids."""
    sql = "SELECT id FROM resources WHERE stable_id > ? ORDER BY stable_id LIMIT ?"
    return [str(row[0]) for row in cache.execute(sql, [str(storable(stable_id)), limit])]


def beginning_with(cache: CacheFile, text: str, *, limit: int) -> list[tuple[str, str]]:
    """Id and URL of the Resources whose id or URL begins so, in their order."""
    column = "url" if text.lower().startswith("http") else "id"
    sql = f"SELECT id, url FROM resources WHERE {column} >= ? AND {column} < ? ORDER BY {column} LIMIT ?"
    return [(str(id_), str(url)) for id_, url in cache.execute(sql, [text, f"{text}\U0010ffff", limit])]
