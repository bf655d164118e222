"""How much the texts of two Captures differ: kept when the later one is stored, or when somebody has compared them.

Only numbers are kept, no words. They go with either text.
"""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile
from crawler.cache.read.changes import AS_STORED
from crawler.model import KeptCounts, WordCounts
from crawler.model.errors import CacheError
from crawler.text.difference import compare

LONGEST = 200_000
"""Characters of both texts that are compared when the later one is stored, in at most some 0.3 s. Longer ones are
compared when somebody asks."""

KEEP = """
INSERT OR REPLACE INTO differences (capture_id, before_id, stamp, cause, words_added, words_removed, coarse)
SELECT :now, :before, :stamp, :cause, :words_added, :words_removed, :coarse
WHERE (SELECT count(*) FROM captures WHERE id IN (:now, :before) AND dropped_at IS NULL) = 2
"""
"""Of texts that are still there."""


def store_difference(db: SqlConnection, before: int | None, now: int) -> None:
    """Compare a Capture with the good one before it, and keep what came of it. Not compared are texts that different
    extractors made: their bodies would have to be read again.
    """
    if before is None or before == now:
        return
    sql = "SELECT text, text_sha256, body_sha256, extractor, extractor_version FROM captures WHERE id = ?"
    (old, *old_made), (new, *new_made) = (db.execute(sql, [id_]).fetchone() for id_ in (before, now))
    if old is None or new is None or old_made[2:] != new_made[2:] or len(old) + len(new) > LONGEST:
        return
    if old_made[0] == new_made[0] or old_made[1] == new_made[1]:
        return
    found = compare(old, new)
    counts = WordCounts(
        cause="page" if found.hunks else None,
        words_added=found.words_added,
        words_removed=found.words_removed,
        coarse=found.coarse,
    )
    db.execute(KEEP, _row(before, now, KeptCounts(stamp=AS_STORED, counts=counts)))


def keep_counts(cache: CacheFile, new: Mapping[tuple[int, int], KeptCounts]) -> None:
    """Keep what came of comparing pairs of Captures, the earlier one first.

    A file that cannot be written, or is being written for long, stays as it is: the same is compared again next time.
    """
    if new:
        rows = [_row(before, now, kept) for (before, now), kept in new.items()]
        with suppress(CacheError), cache.write() as db:
            db.conn.executemany(KEEP, rows)


def remove_differences(db: SqlConnection, capture_ids: Collection[int]) -> None:
    """Texts go, and with them what is kept of their comparisons."""
    wanted = "(SELECT value FROM json_each(?))"
    of_pages = f"SELECT o.id FROM captures c JOIN captures o ON o.page_id = c.page_id WHERE c.id IN {wanted}"
    theirs = f"capture_id IN {wanted} OR before_id IN {wanted}"
    ids = json.dumps([*capture_ids])
    db.execute(f"DELETE FROM differences WHERE capture_id IN ({of_pages}) AND ({theirs})", [ids, ids, ids])


def _row(before: int, now: int, kept: KeptCounts) -> dict[str, Any]:
    counts = kept.counts
    row = {name: getattr(counts, name) for name in ("cause", "words_added", "words_removed", "coarse")}
    return {"before": before, "now": now, "stamp": kept.stamp, **row}
