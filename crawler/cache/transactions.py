"""The begin of a write transaction: at once, or when whoever writes is done."""

import sqlite3

from crawler.cache.messages import BUSY_TIMEOUT, is_busy


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
