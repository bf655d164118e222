"""Archived copies (Mementos, RFC 7089): for which Pages one is wanted and of when, and what was found.

A copy is a Capture without a Fetch: `captures.memento_datetime` says when the archive captured it, and `captures.url`
is its address there (URI-M). `pages.archived_capture_id` points to it. The last good Capture, the verdict and the
history of the Page are never changed by it.
"""

import json
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.model import MementoLookup, Page, StoredCopy, Verdict, WantedCopy
from crawler.model.archived_copy import KEPT, NONE, REFUSED, UNAVAILABLE
from crawler.model.errors import Error

GONE = (Verdict.DEAD, Verdict.MISSING, Verdict.SOFT_404, Verdict.USURPED)
"""Verdicts of Pages that a copy is wanted of."""

NONE_LASTS = timedelta(days=30)
"""An archive that had no good copy is asked again after this time. Heuristic, not measured."""

NO_WEB_BEFORE = datetime(1991, 1, 1, tzinfo=UTC)
"""No earlier moment is ever asked for: there was no web to copy."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ].*)?", re.DOTALL)


def wanted(
    cache: CacheFile, *, archive: str, now: datetime, again: bool = False, limit: int | None = None
) -> Iterator[WantedCopy]:
    """The Pages that are gone and have no copy yet, those that most places cite first.

    Left out are those that this archive had nothing good of within NONE_LASTS; `again` asks for them, too. A lookup
    that claims to be later than now was noted while the clock was wrong, and does not count.
    """
    sql = (
        "SELECT p.id FROM pages p LEFT JOIN resources r ON r.page_id = p.id"
        " LEFT JOIN citations t ON t.resource_id = r.id"
        " WHERE p.verdict IN (SELECT value FROM json_each(?)) AND p.archived_capture_id IS NULL AND p.problem IS NULL"
        " AND (? OR NOT EXISTS (SELECT 1 FROM mementos m WHERE m.page_id = p.id AND m.archive = ? AND m.url IS NULL"
        " AND m.outcome IN (?, ?) AND m.looked_at > ? AND m.looked_at <= ?))"
        " GROUP BY p.id ORDER BY count(t.id) DESC, p.id LIMIT ?"
    )
    since = utc(now - NONE_LASTS)
    values = [json.dumps(GONE), again, archive, NONE, REFUSED, since, utc(now), -1 if limit is None else limit]
    for (page_id,) in cache.execute(sql, values).fetchall():
        yield _wanted(cache, page_id, now)


def wanted_of_resource(cache: CacheFile, id_: str, *, now: datetime) -> WantedCopy:
    """The Page of a Resource, whatever its verdict.

    Raises:
        Error: no URL can be asked for.
    """
    (page_id,) = cache.execute("SELECT page_id FROM resources WHERE id = ?", [id_]).fetchone()
    found = _wanted(cache, page_id, now)
    if found.page.problem:
        raise Error(f"{found.page.url[:200]}: {found.page.problem}: no archive can be asked for it")
    return found


def _wanted(db: SqlConnection, page_id: int, now: datetime) -> WantedCopy:
    row = next(db.query("SELECT * FROM pages WHERE id = ?", [page_id]))
    moment, why = _moment(db, row)
    return WantedCopy(
        page=Page(id=page_id, url=row["url"], problem=row["problem"], unsafe=bool(row["unsafe"])),
        verdict=Verdict(row["verdict"]),
        moment=min(max(moment, NO_WEB_BEFORE), now),
        why=why,
        kept=row["archived_capture_id"],
    )


def _moment(db: SqlConnection, row: dict[str, Any]) -> tuple[datetime, str]:
    """When the cited page was as it was cited: accessed, else published, else last good, else first cited."""
    cited = "SELECT t.accessed FROM citations t JOIN resources r ON r.id = t.resource_id WHERE r.page_id = ?"
    published = "SELECT published_date FROM resources WHERE page_id = ?"
    for sql, why in ((cited, "accessed"), (published, "published")):
        ends = [end for (text,) in db.execute(sql, [row["id"]]) if text and (end := end_of(text))]
        if ends:
            return min(ends), why
    if row["last_good_at"]:
        return datetime.fromisoformat(row["last_good_at"]), "last good"
    return datetime.fromisoformat(row["added_at"]), "first cited"


def end_of(text: str) -> datetime | None:
    """The last second of a day, a month or a year in ISO 8601, UTC; None for what is none of these.

    A copy of the very day is as good as one of the day before, and a year alone says only that it was by its end.

    >>> end_of("2021-02").isoformat(), end_of("2021-02-03T10:00:00Z").isoformat(), end_of("soon")
    ('2021-02-28T23:59:59+00:00', '2021-02-03T23:59:59+00:00', None)
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        day = int(match[3] or monthrange(year, month)[1])
        return datetime(year, month, day, 23, 59, 59, tzinfo=UTC)
    except ValueError:
        return None


def refused_copies(cache: CacheFile, page_id: int) -> set[str]:
    """The copies of a Page that were refused before: an archive's copy does not change."""
    sql = "SELECT url FROM mementos WHERE page_id = ? AND outcome = ? AND url IS NOT NULL"
    return {url for (url,) in cache.execute(sql, [page_id, REFUSED])}


def stored_copy(cache: CacheFile, page_id: int) -> StoredCopy | None:
    """The archived copy of a Page; None where there is none."""
    sql = (
        "SELECT c.id AS capture_id, c.url, c.memento_datetime FROM captures c JOIN pages p"
        " ON p.archived_capture_id = c.id WHERE p.id = ?"
    )
    row = next(cache.query(sql, [page_id]), None)
    return None if row is None else StoredCopy(**row)


def lookups(cache: CacheFile, page_id: int) -> list[MementoLookup]:
    """Every lookup of a Page and every copy that was examined, the newest first."""
    sql = "SELECT * FROM mementos WHERE page_id = ? AND outcome IN (?, ?, ?, ?) ORDER BY id DESC"
    rows = cache.query(sql, [page_id, KEPT, REFUSED, NONE, UNAVAILABLE])
    return [MementoLookup(**row | {"verdict": row["verdict"] and Verdict(row["verdict"])}) for row in rows]
