"""Pages: their present state, and which there are."""

from crawler.cache import bodies
from crawler.cache.database import CacheFile
from crawler.cache.read import counted
from crawler.model import PageState, Verdict


def page_state(cache: CacheFile, id_: str) -> PageState:
    """The Page of a Resource."""
    columns = (
        "id, url, verdict, verdict_at, last_fetch_id, last_good_at, marked_at, marked_note, marked_by, marked_file,"
    )
    columns += " due_at"
    sql = f"SELECT {columns} FROM pages WHERE id = (SELECT page_id FROM resources WHERE id = ?)"
    row = next(cache.query(sql, [id_]))
    return PageState(**row | {"verdict": Verdict(row["verdict"])})


def page_exists(cache: CacheFile, url: str) -> bool:
    """Whether there is a Page of that normalised URL."""
    return cache.execute("SELECT 1 FROM pages WHERE url = ?", [url]).fetchone() is not None


def tried_urls(cache: CacheFile) -> set[str]:
    """The URLs of the Pages that have been fetched at least once."""
    return {row[0] for row in cache.execute("SELECT url FROM pages WHERE last_fetch_id IS NOT NULL")}


def count_pages(cache: CacheFile) -> int:
    """How many Pages there are."""
    return counted.total(cache, "pages")


def good_html(cache: CacheFile, url: str) -> bytes | None:
    """The body of the last good Capture of a Page, if it is HTML.

    Raises:
        CacheDamaged: it is not what was stored.
    """
    row = cache.execute(
        "SELECT c.body_sha256 FROM pages p JOIN captures c ON c.id = p.last_good_capture_id"
        " WHERE p.url = ? AND c.media_type IN ('text/html', 'application/xhtml+xml')",
        [url],
    ).fetchone()
    return None if row is None else bodies.load(cache, row[0])


def verdict_counts(cache: CacheFile) -> dict[Verdict, int]:
    """How many Pages have each verdict that any has, in the order of `Verdict`."""
    found = counted.by_key(cache, "pages")
    return {verdict: found[verdict.value] for verdict in Verdict if verdict.value in found}
