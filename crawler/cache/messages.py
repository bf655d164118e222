"""SQLite's errors as one line each: what, where, what to do."""

import sqlite3
from pathlib import Path

from crawler.model.errors import CacheBusy, CacheDamaged, CacheError

BUSY_TIMEOUT = 30.0
"""Seconds that SQLite waits for another writer. A write here takes milliseconds; a backup, seconds."""

_UNDECODED = "Could not decode to UTF-8"
"""How Python's sqlite3 begins what it says of a text that is none; then come the column and its bytes."""

MAX_SHOWN = 70
"""Characters of a name or value from the file in a message."""


def is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


def explain(error: sqlite3.Error, path: Path) -> CacheError:
    """SQLite's error as one line with the remedy."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CacheBusy(f"{path}: another program has been writing for over {BUSY_TIMEOUT:.0f} s; try again later")
    if code == sqlite3.SQLITE_NOTADB:
        return CacheError(f"{path} is no SQLite database: name another file with --db")
    if code == sqlite3.SQLITE_CORRUPT:
        return CacheDamaged(f"{path} is damaged ({error}): restore a backup, or try `sqlite3 {path} .recover`")
    if code == sqlite3.SQLITE_FULL:
        return CacheError(f"{path}: the disk is full; nothing of this step was kept, all earlier work was")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return CacheError(f"{path} cannot be written ({error}): check its permissions and those of its folder")
    if code == sqlite3.SQLITE_INTERRUPT:
        return CacheError(f"{path}: its reading took too long and was ended: `citecache doctor` looks for the reason")
    if str(error).startswith(_UNDECODED):
        column = str(error).removeprefix(_UNDECODED).partition(" with text ")[0]
        return CacheDamaged(
            f"{path} is damaged ({column.strip()} is no UTF-8): restore a backup; `citecache doctor` counts all"
        )
    return CacheError(f"{path}: {error}")


def shown(value: object) -> str:
    r"""A name or value from the file, on one line, quoted and short.

    >>> shown("zzz"), shown(b"\x00"), shown("a\x1bb"), shown(None)
    ("'zzz'", "b'\\x00'", "'a\\x1bb'", 'nothing')
    """
    if value is None:
        return "nothing"
    text = ascii(value[:MAX_SHOWN] if isinstance(value, str | bytes) else value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
