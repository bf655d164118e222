"""A text beside the other texts of its host, by their sketches: for the judge. Bounded work, without reading texts.

A host that sends its home page, or the same text, for every path is found so without asking it anything.
"""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low
from urllib.parse import urlsplit

from crawler.cache.connection import SqlConnection
from crawler.cache.database import utc
from crawler.model import Fetch
from crawler.net.urls import is_home
from crawler.text.scripts import alphabet_length
from crawler.text.sketches import resemblance

LIKEST_DAYS = timedelta(days=30)
LIKEST_LOOKED_AT, LIKEST_COMPARED = 60, 20
"""The host's Pages that were fetched last, and how many of them, of half to twice the length, are compared."""

HOME_DAYS = timedelta(days=90)

MEDIAN_OF, MEDIAN_LEAST = 50, 3
"""Good Pages of a host whose lengths are read, and how many there must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The fields of a Fetch that say how its text stands beside the host's others."""

    home_likeness: float | None = None
    host_chars: int | None = None
    likest: float | None = None
    likest_url: str | None = None
    likest_status: int | None = None


def neighbours(db: SqlConnection, fetch: Fetch) -> Neighbours:
    """How the text of a Fetch stands beside those of its host, as the cache has them now."""
    if fetch.capture is None or not fetch.capture.text:
        return Neighbours()
    (host,) = db.execute("SELECT host FROM pages WHERE id = ?", [fetch.page.id]).fetchone() or ("",)
    likest, url, status = _likest(db, fetch, host)
    return Neighbours(
        home_likeness=_home_likeness(db, fetch),
        host_chars=_host_chars(db, host, fetch.page.id),
        likest=likest,
        likest_url=url,
        likest_status=status,
    )


def _likest(db: SqlConnection, fetch: Fetch, host: str) -> tuple[float | None, str | None, int | None]:
    capture = fetch.capture
    if capture is None or capture.sketch is None:
        return None, None, None
    length = alphabet_length(capture.text or "")
    rows = db.execute(
        # a 304 confirms an answer of 200: only those are ever asked about so
        "SELECT url, iif(status = 304, 200, status), sketch FROM ("
        " SELECT p.url, f.status, f.started_at, s.chars, s.sketch FROM pages p JOIN fetches f ON f.id = p.last_fetch_id"
        " JOIN sketches s ON s.capture_id = f.capture_id WHERE p.host = ? AND p.id <> ?"
        " ORDER BY p.last_fetch_id DESC LIMIT ?"
        ") WHERE sketch IS NOT NULL AND started_at >= ? AND chars BETWEEN ? AND ? LIMIT ?",
        [
            *(host, fetch.page.id, LIKEST_LOOKED_AT, utc(fetch.started_at - LIKEST_DAYS)),
            *(length // 2, length * 2, LIKEST_COMPARED),
        ],
    )
    compared = ((resemblance(capture.sketch, sketch) or 0.0, url, status) for url, status, sketch in rows)
    return max(compared, key=lambda one: one[0], default=(None, None, None))


def _host_chars(db: SqlConnection, host: str, page_id: int) -> int | None:
    rows = db.execute(
        "SELECT s.chars FROM pages p JOIN sketches s ON s.capture_id = p.last_good_capture_id"
        " WHERE p.host = ? AND p.id <> ? ORDER BY p.last_fetch_id DESC LIMIT ?",
        [host, page_id, MEDIAN_OF],
    ).fetchall()
    return median_low([chars for (chars,) in rows]) if len(rows) >= MEDIAN_LEAST else None


def _home_likeness(db: SqlConnection, fetch: Fetch) -> float | None:
    """1 if the home page itself answered for another one, after redirects."""
    url = fetch.final_url or fetch.page.url
    if fetch.capture is None or is_home(fetch.page.url):
        return None
    if is_home(url):
        return 1.0
    host = urlsplit(url).netloc
    row = db.execute(
        "SELECT s.sketch FROM pages p JOIN sketches s ON s.capture_id = p.last_good_capture_id"
        " WHERE p.url IN (?, ?) AND p.last_good_at >= ? ORDER BY p.last_good_at DESC LIMIT 1",
        [f"https://{host}/", f"http://{host}/", utc(fetch.started_at - HOME_DAYS)],
    ).fetchone()
    return None if row is None else resemblance(fetch.capture.sketch, row[0])
