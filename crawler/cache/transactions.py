"""The begin of a write transaction: at once, or when whoever writes is done; and what many of them share."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from crawler.cache.messages import BUSY_TIMEOUT, is_busy

WRITE_CACHE = 64 * 2**20
"""Bytes of SQLite's page cache during many writes. New ids are random, so each goes to another page of the indexes: of
a million Resources, those of the ids take 30 MB each."""

WRITE_LOG = 256 * 2**20
"""Bytes of the write-ahead log, during many writes, after which SQLite moves it into the file."""


def begin_writing(connection: sqlite3.Connection) -> None:
    """Acquire the write lock: BEGIN IMMEDIATE, where SQLite honours the busy timeout.

    A deferred BEGIN would find out at its first write, when a stale snapshot makes SQLITE_BUSY immediate and final
    (sqlite.org/isolation.html). tenacity is the backstop for the busy answers that skip the timeout, such as a
    checkpoint in recovery.

    Raises:
        sqlite3.OperationalError: another writer kept the lock for longer than the timeout.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise
        _begin_when_free(connection)


def _begin_when_free(connection: sqlite3.Connection) -> None:
    # imported here: it takes longer than most commands take to write
    from tenacity import (  # noqa: PLC0415
        Retrying,
        retry_if_exception,
        stop_after_delay,
        wait_random_exponential,
    )

    for attempt in Retrying(
        retry=retry_if_exception(is_busy),
        wait=wait_random_exponential(multiplier=0.05, max=1.0),
        stop=stop_after_delay(BUSY_TIMEOUT),
        reraise=True,
    ):
        with attempt:
            connection.execute("BEGIN IMMEDIATE")


@contextmanager
def many_writes(connection: sqlite3.Connection) -> Iterator[None]:
    """For the time of many writes: pages of the file that are written again and again are kept in memory, and go from
    the log into the file less often.
    """

    def pragma(name: str) -> int:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    settings = {"cache_size": -WRITE_CACHE // 1024, "wal_autocheckpoint": WRITE_LOG // pragma("page_size")}
    before = {name: pragma(name) for name in settings}
    try:
        for name, value in settings.items():
            connection.execute(f"PRAGMA {name} = {value}")
        yield
    finally:
        for name, value in before.items():
            connection.execute(f"PRAGMA {name} = {value}")
