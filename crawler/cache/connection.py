"""Connections to the file: how it is opened where it can be written, and where it can only be read.

Nothing of the file is run, and nothing beside it is touched, before it is known to be a file of ours: `schema.py`.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from crawler.cache.messages import BUSY_TIMEOUT
from crawler.model.errors import CacheError

MEMORY = Path(":memory:")

MAX_VALUE = 256 * 2**20
"""Bytes of one value or row: twelve times what a page may have (DOWNLOAD_MAXSIZE). SQLite alone would allow 1 GB."""

UNWRITABLE = "cannot be written: check its permissions and those of its folder"
NO_SPACE = "cannot be written, not even the index of its log: its disk is full or fails; make room"
"""Why a file can only be read."""

JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""The last bytes of a rollback journal that names a super-journal (sqlite.org/fileformat.html, "The Rollback Journal",
and atomiccommit.html, 5.5). Playing it back ends with the deletion of the file of that name."""


Values = Sequence[Any] | dict[str, Any]
"""The parameters of a statement, by place or by name."""


class SqlConnection(Protocol):
    """What executes SQL: an open CacheFile, or, where something is written, the Database of sqlite-utils."""

    conn: sqlite3.Connection

    def execute(self, sql: str, parameters: Values | None = None, /) -> sqlite3.Cursor:
        """The rows as tuples."""
        ...

    def query(self, sql: str, parameters: Values | None = None, /) -> Iterator[dict[str, Any]]:
        """The rows by the names of their columns."""
        ...


def connect(path: Path, *, create: bool) -> tuple[sqlite3.Connection, str]:
    """A connection, and why it can only read; "" where it can write.

    Raises:
        CacheError: it is no file, or cannot be read.
        sqlite3.Error: SQLite cannot open it.
    """
    if path == MEMORY:
        return _configured(sqlite3.connect(path, isolation_level=None)), ""
    _require_plain_file(path)
    read_only = "" if _writable(path) else UNWRITABLE
    if not read_only:
        try:
            return _opened(_uri(path, "mode=rwc" if create else "mode=rw")), ""
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR) or not _size(path):
                raise
        read_only = NO_SPACE
    uris = list(_read_only_uris(path))
    for uri in uris[:-1]:
        with suppress(sqlite3.OperationalError):
            return _opened(uri), read_only
    return _opened(uris[-1]), read_only


def _opened(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT, isolation_level=None)
    try:
        if "vfs=" in uri:  # without locks and shared memory: the index of the log is kept in memory (wal.html, 8)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        _configured(connection)
        connection.execute("PRAGMA schema_version")  # reads the file
    except BaseException:
        connection.close()
        raise
    return connection


def _configured(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.execute("PRAGMA foreign_keys = 1")
    connection.execute("PRAGMA recursive_triggers = 1")  # as sqlite-utils has it
    connection.execute("PRAGMA trusted_schema = 0")  # a database from elsewhere runs no functions of ours
    connection.execute("PRAGMA cell_size_check = 1")  # nor does a malformed page of it lead SQLite astray
    connection.execute("PRAGMA synchronous = FULL")  # a Capture that was reported survives a power cut
    return connection


def forbid_writing(db: SqlConnection) -> None:
    """From now on SQLite itself refuses what would change the file (sqlite.org/pragma.html#pragma_query_only)."""
    db.conn.execute("PRAGMA query_only = 1")


def _require_plain_file(path: Path) -> None:
    """Refuse what is there but is no regular file, or may not be read; SQLite would wait for a FIFO's writer."""
    if "\0" in str(path):
        raise CacheError(f"{str(path)!r} is no name of a file: name another file with --db")
    if not path.parent.is_dir():
        raise CacheError(f"{path}: the folder {path.parent} does not exist")
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise CacheError(f"{path} cannot be read: {error.strerror}") from error
    if stat.S_ISDIR(mode):
        raise CacheError(f"{path} is a folder: name a file with --db")
    if not stat.S_ISREG(mode):
        raise CacheError(f"{path} is no regular file: name another file with --db")
    if not os.access(path, os.R_OK):
        raise CacheError(f"{path} cannot be read: check its permissions")
    _require_own_journal(path)


def _require_own_journal(path: Path) -> None:
    """Refuse a journal that names another file. Ours never do: citecache never attaches a second database."""
    journal = Path(f"{path.resolve()}-journal")
    try:
        with journal.open("rb") as file:
            file.seek(-len(JOURNAL_MAGIC), os.SEEK_END)
            foreign = file.read() == JOURNAL_MAGIC
    except OSError:  # there is none, or it is too short
        return
    if foreign:
        raise CacheError(
            f"{journal} is not citecache's: it would have SQLite delete another file; if you do not know it, delete it"
        )


def _writable(path: Path) -> bool:
    """Whether the file can be written, and its log beside it."""
    real = path.resolve()
    return os.access(real.parent, os.W_OK) and (not real.exists() or os.access(real, os.W_OK))


def _read_only_uris(path: Path) -> Iterator[str]:
    """The ways to read a file that cannot be written, without leaving anything beside it (sqlite.org/wal.html, 5).

    While somebody else writes it, there is an index (-shm) to share. Else nobody has it open: a log (-wal) that was
    left behind is read with an index in memory, and without one the file alone is all there is.
    """
    real = path.resolve()
    log, index, journal = (Path(f"{real}{end}") for end in ("-wal", "-shm", "-journal"))
    logged = _size(log) > 0
    if index.exists() or _size(journal) > 0:
        yield _uri(path, "mode=ro")
    if logged:
        yield _uri(path, "mode=ro&vfs=unix-none")
    elif _size(journal) == 0:
        yield _uri(path, "immutable=1")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _uri(path: Path, how: str) -> str:
    return f"{path.absolute().as_uri()}?{how}"
