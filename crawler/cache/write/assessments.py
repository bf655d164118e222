"""Assessments: stored by whoever computed them, where the file can be written."""

import json
import sqlite3
from collections.abc import Collection, Mapping

from crawler.cache.database import CacheFile
from crawler.model import Assessment


def keep(cache: CacheFile, kind: str, new: Mapping[str, Assessment], gone: Collection[str] = ()) -> None:
    """Store assessments by their keys, and delete those of the keys that are `gone`.

    A file that cannot be written, or is being written, stays as it is: the same is computed again next time.
    """
    if not new and not gone:
        return
    rows = [(kind, key, one.stamp, json.dumps(one.result)) for key, one in new.items()]
    try:
        cache.db.conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return
    try:
        cache.db.conn.executemany("INSERT OR REPLACE INTO assessments VALUES (?, ?, ?, ?)", rows)
        cache.db.conn.executemany("DELETE FROM assessments WHERE kind = ? AND key = ?", [(kind, key) for key in gone])
        cache.db.conn.execute("COMMIT")
    except sqlite3.OperationalError:
        cache.db.rollback()
