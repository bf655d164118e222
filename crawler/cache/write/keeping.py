"""Dropping earlier texts and bodies that the policy does not keep; and taking one up again that comes back."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crawler.cache import bodies
from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.cache.policy import KeepPolicy
from crawler.cache.read.growth import droppable
from crawler.cache.storing import update
from crawler.cache.write import base_bodies
from crawler.cache.write.differences import remove_differences
from crawler.cache.write.index import index_text, remove_text

BATCH = 200
"""Captures in one transaction: a few hundredths of a second."""

CLEARED = {"text": None, "preview_chars": None, "headings": "[]", "facts": "{}", "page_starts": "[]"}


def apply_policy(cache: CacheFile, policy: KeepPolicy, *, now: datetime) -> int:
    """Drop what the policy does not keep, in short transactions; gives how many Captures that was. Call under
    `run_lock`: a crawl may be about to compare with one of them.
    """
    ids = droppable(cache, policy, now=now)
    for start in range(0, len(ids), BATCH):
        with cache.write() as db:
            _drop(db, ids[start : start + BATCH], utc(now))
    return len(ids)


def _drop(db: SqlConnection, ids: Sequence[int], now: str) -> None:
    wanted = "(SELECT value FROM json_each(?))"
    chosen = [json.dumps(ids)]
    rows = db.execute(f"SELECT id, title, text, body_sha256 FROM captures WHERE id IN {wanted}", chosen).fetchall()
    for id_, title, text, _ in rows:
        remove_text(db, id_, title, text)
        index_text(db, id_, title, None)
        update(db, "captures", id_, CLEARED | {"dropped_at": now})
        db.execute("DELETE FROM sketches WHERE capture_id = ?", [id_])
    remove_differences(db, ids)
    used = "SELECT 1 FROM captures WHERE body_sha256 = value AND dropped_at IS NULL"
    unused = db.execute(
        f"SELECT value FROM json_each(?) WHERE NOT EXISTS ({used})", [json.dumps(sorted({row[3] for row in rows}))]
    )
    base_bodies.drop(db, [row[0] for row in unused.fetchall()])


def restore(db: SqlConnection, capture_id: int, columns: dict[str, Any], body: bytes) -> None:
    """A Capture whose text had been dropped, and that came again: it is whole again, by this answer's body."""
    sql = "SELECT title, body_sha256, page_id FROM captures WHERE id = ?"
    title, digest, page_id = db.execute(sql, [capture_id]).fetchone()
    found = bodies.store(db, body, base=base_bodies.base_for(db, page_id, columns["media_type"]))
    if digest != found:  # another body with the same text
        columns = columns | {"body_sha256": found}
    remove_text(db, capture_id, title, None)
    index_text(db, capture_id, columns["title"], columns["text"])
    update(db, "captures", capture_id, columns | {"dropped_at": None})
