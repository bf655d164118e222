"""Assessments: stored by whoever computed them, where the file can be written."""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress

from crawler.cache.database import CacheFile
from crawler.model import Assessment
from crawler.model.errors import CacheError


def keep(cache: CacheFile, kind: str, new: Mapping[str, Assessment], gone: Collection[str] = ()) -> None:
    """Store assessments by their keys, and delete those of the keys that are `gone`.

    A file that cannot be written, or is being written for long, stays as it is: the same is computed again next time.
    """
    if not new and not gone:
        return
    rows = [(kind, key, one.stamp, json.dumps(one.result)) for key, one in new.items()]
    with suppress(CacheError), cache.write() as db:
        db.conn.executemany("INSERT OR REPLACE INTO assessments VALUES (?, ?, ?, ?)", rows)
        db.conn.executemany("DELETE FROM assessments WHERE kind = ? AND key = ?", [(kind, key) for key in gone])
