"""Counting everything anew: for a file in which `doctor` finds counters that are wrong."""

from crawler.cache.counting import ROWS
from crawler.cache.database import CacheFile
from crawler.cache.read.counted import FETCHED_AT, NEWEST_DOUBT, RECOUNT, RECOUNT_HOSTS


def recount(cache: CacheFile) -> None:
    """Count everything, in one transaction; reads the whole file.

    Raises:
        CacheError: the file cannot be written.
    """
    with cache.write() as db:
        db.execute(
            f"UPDATE pages AS p SET fetched_at = {FETCHED_AT}, verdict_doubt = {NEWEST_DOUBT}"
            f" WHERE p.fetched_at IS NOT {FETCHED_AT} OR p.verdict_doubt IS NOT {NEWEST_DOUBT}"
        )
        db.execute("DELETE FROM hosts")
        db.execute(f"INSERT INTO hosts (host, pages, good, next_at) {RECOUNT_HOSTS} ORDER BY min(id)")
        db.execute("DELETE FROM counts")
        db.execute(f"INSERT INTO counts (name, key, number) {RECOUNT}")
        for table, row in ROWS.items():
            last = f"SELECT 'counted', '{table}', coalesce(max({row}), 0) FROM {table}"
            db.execute(f"INSERT INTO counts (name, key, number) {last}")
