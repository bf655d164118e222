"""Archived copies (Mementos, RFC 7089): for which Pages one is wanted and of when, what was looked for, what was kept.

A copy is a Capture without a Fetch: `captures.memento_datetime` says when the archive captured it, and `captures.url`
is its address there (URI-M). `pages.archived_capture_id` points to it. The last good Capture, the verdict and the
history of the Page are never touched by it. Each lookup, and each copy that was fetched, is a row of `mementos`.
"""

import json
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.cache import bodies
from crawler.cache.database import CacheFile, insert, update, utc
from crawler.cache.ledger import append_capture, capture_row
from crawler.model import Capture, MementoLookup, Page, Verdict
from crawler.model.errors import Error

GONE = (Verdict.DEAD, Verdict.MISSING, Verdict.SOFT_404, Verdict.USURPED)
"""Verdicts of Pages that a copy is wanted of."""

NONE_LASTS = timedelta(days=30)
"""An archive that had no good copy is asked again after so long. Our choice, not a measurement."""

NO_WEB_BEFORE = datetime(1991, 1, 1, tzinfo=UTC)
"""No moment before is ever asked for: there was no web to copy."""

KEPT, REFUSED, NONE, UNAVAILABLE = "kept", "refused", "none", "unavailable"
"""How a lookup, or one copy, ended: kept; there is no good one; there is none at all; it could not be looked up."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCopy:
    """A Page that a copy is wanted of."""

    page: Page
    verdict: Verdict
    moment: datetime  # UTC: the nearest copy before it is the best
    why: str  # where the moment comes from: "accessed", "published", "last good", "first cited"
    kept: int | None = None  # the Capture that is kept already


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """One copy that was looked at; with `url` None, a lookup as a whole."""

    outcome: str  # KEPT, REFUSED, NONE or UNAVAILABLE
    detail: str  # one line for a person; "" where the outcome says all
    url: str | None = None  # URI-M
    memento_datetime: datetime | None = None
    verdict: Verdict | None = None  # the judge's


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A good copy, to be kept."""

    url: str  # URI-M
    memento_datetime: datetime
    fetched_at: datetime
    status: int | None
    content_type: str | None
    body: bytes = field(repr=False)
    capture: Capture


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
    for (page_id,) in cache.db.execute(sql, values).fetchall():
        yield _wanted(cache.db, page_id, now)


def of_resource(cache: CacheFile, id_: str, *, now: datetime) -> WantedCopy:
    """The Page of a Resource, whatever its verdict.

    Raises:
        Error: no URL can be asked for.
    """
    (page_id,) = cache.db.execute("SELECT page_id FROM resources WHERE id = ?", [id_]).fetchone()
    found = _wanted(cache.db, page_id, now)
    if found.page.problem:
        raise Error(f"{found.page.url[:200]}: {found.page.problem}: no archive can be asked for it")
    return found


def _wanted(db: Database, page_id: int, now: datetime) -> WantedCopy:
    row = next(db.query("SELECT * FROM pages WHERE id = ?", [page_id]))
    moment, why = _moment(db, row)
    return WantedCopy(
        page=Page(id=page_id, url=row["url"], problem=row["problem"], unsafe=bool(row["unsafe"])),
        verdict=Verdict(row["verdict"]),
        moment=min(max(moment, NO_WEB_BEFORE), now),
        why=why,
        kept=row["archived_capture_id"],
    )


def _moment(db: Database, row: dict[str, Any]) -> tuple[datetime, str]:
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


def refused(cache: CacheFile, page_id: int) -> set[str]:
    """The copies of a Page that were refused before: an archive's copy does not change."""
    sql = "SELECT url FROM mementos WHERE page_id = ? AND outcome = ? AND url IS NOT NULL"
    return {url for (url,) in cache.db.execute(sql, [page_id, REFUSED])}


def record(
    cache: CacheFile, wanted: WantedCopy, lookups: Sequence[Lookup], copy: Copy | None, *, archive: str, now: datetime
) -> None:
    """Keep a lookup of a Page: each copy looked at, the whole, and the good copy if there is one."""
    with cache.write() as db:
        kept = _keep(db, wanted.page.id, copy) if copy else None
        for lookup in lookups:
            row = {
                "page_id": wanted.page.id,
                "looked_at": utc(now),
                "archive": archive,
                "wanted": utc(wanted.moment),
                "url": lookup.url,
                "memento_datetime": utc(lookup.memento_datetime) if lookup.memento_datetime else None,
                "outcome": lookup.outcome,
                "verdict": lookup.verdict,
                "detail": lookup.detail,
                "capture_id": kept if lookup.outcome == KEPT else None,
            }
            insert(db, "mementos", row)


def _keep(db: Database, page_id: int, copy: Copy) -> int:
    """The Capture of a copy: a new one, or the one of the same URI-M with the same bytes."""
    body_sha256 = bodies.keep(db, copy.body)
    sql = (
        "SELECT id FROM captures WHERE page_id = ? AND url = ? AND body_sha256 = ? AND memento_datetime IS NOT NULL"
        " ORDER BY id DESC LIMIT 1"
    )
    same = db.execute(sql, [page_id, copy.url, body_sha256]).fetchone()
    row = {
        "page_id": page_id,
        "fetch_id": None,
        "captured_at": utc(copy.fetched_at),
        "memento_datetime": utc(copy.memento_datetime),
        "status": copy.status,
        "url": copy.url,
        "body_sha256": body_sha256,
        "content_type": copy.content_type,
    }
    capture_id = int(same[0]) if same else append_capture(db, row | capture_row(copy.capture))
    update(db, "pages", page_id, {"archived_capture_id": capture_id})
    return capture_id


def kept(cache: CacheFile, page_id: int) -> dict[str, Any] | None:
    """The archived copy of a Page: its row of `captures`; None where there is none."""
    sql = "SELECT c.* FROM captures c JOIN pages p ON p.archived_capture_id = c.id WHERE p.id = ?"
    return next(cache.db.query(sql, [page_id]), None)


def lookups(cache: CacheFile, page_id: int) -> list[MementoLookup]:
    """Every lookup of a Page and every copy that was examined, the newest first."""
    rows = cache.db.query("SELECT * FROM mementos WHERE page_id = ? ORDER BY id DESC", [page_id])
    return [MementoLookup(**row | {"verdict": row["verdict"] and Verdict(row["verdict"])}) for row in rows]
