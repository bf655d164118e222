"""A person's verdict on a Page: `pages.verdict` keeps it until it is removed, whatever later Fetches find.

The verdict of each later Fetch is still recorded, in `fetches.effective_verdict`.
"""

from datetime import datetime

from crawler.cache.database import CacheFile, utc
from crawler.cache.read.pages import page_state
from crawler.cache.storing import update
from crawler.cache.write.pages import shown_good
from crawler.model import Verdict
from crawler.model.errors import NotFound


def mark(
    cache: CacheFile,
    id_: str,
    verdict: Verdict,
    *,
    note: str | None,
    now: datetime,
    at: str | None = None,
    by: str | None = None,
    file: str | None = None,
) -> Verdict:
    """Set the verdict of a Resource's Page and return the previous one. A good verdict on a successful last Fetch makes
    its Capture the last good one. `at` is when, if not now, `by` who, `file` the marks
    file that says so.
    """
    found = page_state(cache, id_)
    at = at or utc(now)
    values = {"verdict": verdict.value, "verdict_at": at, "marked_at": at, "marked_note": note}
    values |= {"marked_by": by, "marked_file": file}
    sql = "SELECT id, status, capture_id, started_at FROM fetches WHERE id = ? AND capture_id IS NOT NULL"
    last = cache.db.execute(sql, [found.last_fetch_id]).fetchone()
    with cache.write() as db:
        if last is not None and shown_good(verdict, last[1]):
            values |= {"last_good_capture_id": last[2], "last_good_at": last[3]}
            update(db, "fetches", last[0], {"good": True})
        update(db, "pages", found.id, values)
    return found.verdict


def unmark(cache: CacheFile, id_: str) -> Verdict:
    """Remove the mark, and return the verdict that the evidence gives the Page.

    Raises:
        NotFound: the Page is not marked.
    """
    found = page_state(cache, id_)
    if found.marked_at is None:
        raise NotFound(f"{found.url} is not marked: its verdict is {found.verdict}, from the evidence")
    sql = (
        "SELECT effective_verdict, started_at FROM fetches WHERE page_id = ? AND effective_verdict IS NOT NULL"
        " ORDER BY id DESC LIMIT 1"
    )
    verdict, since = cache.db.execute(sql, [found.id]).fetchone() or (Verdict.UNCHECKED.value, None)
    with cache.write() as db:
        values = {"verdict": verdict, "verdict_at": since, "marked_at": None, "marked_note": None}
        values |= {"marked_by": None, "marked_file": None}
        update(db, "pages", found.id, values)
    return Verdict(verdict)


def adopt(cache: CacheFile, id_: str, file: str) -> None:
    """A mark that was given by hand is that of a marks file, which says the same: it goes when it goes from there."""
    with cache.write() as db:
        update(db, "pages", page_state(cache, id_).id, {"marked_file": file})
