"""What a Page's good Fetches tell of how often its text changes: the schedule's history."""

from datetime import datetime
from itertools import pairwise

from crawler.cache.connection import SqlConnection
from crawler.cache.schedule import LAST_OBSERVATIONS, Observation
from crawler.text.difference import changed


def differs(db: SqlConnection, before: int | None, now: int) -> bool | None:
    """Whether a good Capture has another text than the good one before it, churn aside.

    None: there is nothing to compare, or the extractor has changed in between, so that the text may differ by that.
    """
    if before is None or before == now:
        return None if before is None else False
    sql = "SELECT text, body_sha256, extractor, extractor_version FROM captures WHERE id = ?"
    (old, *old_made), (new, *new_made) = (db.execute(sql, [id_]).fetchone() for id_ in (before, now))
    if old_made[0] == new_made[0] or old == new:
        # Without any text, the bytes decide: they made a Capture of their own.
        return old is None and old_made[0] != new_made[0]
    if old_made[1:] != new_made[1:]:
        return None
    return old is None or new is None or changed(old, new)


def observations(db: SqlConnection, page_id: int) -> list[Observation]:
    """The last pairs of good Fetches of a Page, in order; one that could not be compared makes no pair."""
    rows = db.execute(
        "SELECT started_at, changed FROM fetches WHERE page_id = ? AND good ORDER BY id DESC LIMIT ?",
        [page_id, LAST_OBSERVATIONS + 1],
    ).fetchall()
    moments = [(datetime.fromisoformat(at), seen) for at, seen in reversed(rows)]
    return [
        Observation((later - sooner).total_seconds(), bool(seen))
        for (sooner, _), (later, seen) in pairwise(moments)
        if seen is not None
    ]
