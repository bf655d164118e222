"""Opening the file: pragmas, the check that it is a citecache file, write transactions, the run lock.

The rest of the cache relies on the pragmas and the immediate transactions; the reason is given beside each.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout
from sqlite_utils import Database
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random_exponential

from crawler.cache import outputs
from crawler.cache.migrations import APPLICATION_ID, SCHEMA_VERSION, migrations
from crawler.model.errors import CacheBusy, CacheDamaged, CacheError
from crawler.net.credentials import hide_credentials

BUSY_TIMEOUT = 30.0
"""Seconds that SQLite waits for another writer. A write here takes milliseconds; a backup, seconds."""


def utc(moment: datetime) -> str:
    """A moment as every table and output writes it.

    >>> utc(datetime(2026, 4, 9, 12, 30, 15, 999, tzinfo=UTC))
    '2026-04-09T12:30:15Z'
    """
    # strftime does not pad years before 1000, and then they would not sort as text
    return f"{moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"


class CacheFile:
    """An open citecache file. Bound to the thread that opened it, as sqlite3 connections are."""

    def __init__(self, path: Path, db: Database, anchor: Path | None = None) -> None:
        self.path = path
        self.db = db
        self.anchor = (anchor or path).absolute()  # the file by which places of Documents are stored: places.py

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> "CacheFile":
        """Open the file, and bring its schema up to date.

        Raises:
            CacheError: there is no such file and `create` is false; it cannot be written; it belongs to
                another program or to a newer citecache; it is damaged.
        """
        if not create and not path.exists():
            raise CacheError(
                f"there is no cache at {path}: `citecache add` makes one (--db or CITECACHE_DB names another)"
            )
        _require_folder(path)
        outputs.protect(path)
        try:
            cache = cls(path, _connect(path))
            try:
                cache._prepare()
            except BaseException:
                cache.close()
                raise
        except sqlite3.DatabaseError as error:
            raise explain(error, path) from error
        return cache

    @classmethod
    def in_memory(cls, anchor: Path | None = None) -> "CacheFile":
        """An empty cache that is gone when it is closed: for dry runs, in place of the file `anchor`."""
        cache = cls(Path(":memory:"), _connect(Path(":memory:")), anchor)
        cache._prepare()
        return cache

    def _prepare(self) -> None:
        found = self.pragma("application_id"), self.pragma("user_version")
        if found[0] != APPLICATION_ID and (found != (0, 0) or self.db.table_names()):
            raise CacheError(f"{self.path} is a database of another program: name another file with --db")
        if found[1] > SCHEMA_VERSION:
            raise CacheError(
                f"{self.path} was written by a newer citecache (schema {found[1]}, here {SCHEMA_VERSION}): upgrade"
            )
        if self.db.journal_mode not in ("wal", "memory"):  # new, or a restored backup
            with suppress(sqlite3.OperationalError):  # read-only, or in use: it works without, less smoothly
                self.db.conn.execute("PRAGMA journal_mode = WAL")
        if found != (APPLICATION_ID, SCHEMA_VERSION):
            self._migrate(found[1])

    def _migrate(self, schema: int) -> None:
        """Bring the file from that schema to ours, in one transaction.

        Raises:
            CacheError: the file cannot be written, or objects that someone added to it prevent it.
        """
        try:
            with self._no_older_crawl(schema), self.write():
                migrations.apply(self.db)
                self.db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self.db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        except (CacheBusy, CacheDamaged):
            raise
        except CacheError as error:
            if schema == 0:
                raise
            reason = str(error).removeprefix(f"{self.path}: ").removeprefix(f"{self.path} ")
            raise CacheError(f"{self.path} is of an earlier version and cannot be upgraded: {reason}") from error

    @contextmanager
    def _no_older_crawl(self, schema: int) -> Iterator[None]:
        """No migration during a crawl of the older version that wrote the file: its columns would be gone."""
        if schema == 0 or self.path.resolve() in _locked:
            yield
            return
        with run_lock(self.path, wait=BUSY_TIMEOUT):  # another process may be bringing it up to date
            yield

    def pragma(self, name: str) -> int:
        return int(self.db.conn.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def write(self) -> Iterator[Database]:
        """One write transaction: all of it or nothing.

        BEGIN IMMEDIATE acquires the write lock at once, where SQLite honours the busy timeout. A deferred
        BEGIN would find out at its first write, when a stale snapshot makes SQLITE_BUSY immediate and
        final (sqlite.org/isolation.html). tenacity is the backstop for the busy answers that skip the
        timeout, such as a checkpoint in recovery.

        Raises:
            CacheBusy: another writer kept the lock for longer than the timeout.
            CacheError: the disk is full, the file is read-only, or damaged.
        """
        try:
            for attempt in Retrying(
                retry=retry_if_exception(_is_busy),
                wait=wait_random_exponential(multiplier=0.05, max=1.0),
                stop=stop_after_delay(BUSY_TIMEOUT),
                reraise=True,
            ):
                with attempt:
                    self.db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                self.db.conn.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise
        except sqlite3.DatabaseError as error:
            raise explain(error, self.path) from error

    def vacuum(self) -> None:
        """Write the file anew, without the space that deleted rows have left; others can read it meanwhile.

        Raises:
            CacheBusy: another program writes.
            CacheError: the disk is full.
        """
        try:
            self.db.conn.execute("VACUUM")
            self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.DatabaseError as error:
            raise explain(error, self.path) from error

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):  # of a read: damage shows only when it is read
            raise explain(error, self.path) from error


def require_space(path: Path, least: int) -> None:
    """Refuse to begin a crawl for which the disk has too little free space.

    `least` is in bytes; at least twice the write-ahead log is required, since its pages are yet to be copied.

    Raises:
        CacheError: there is less.
    """
    log = Path(f"{path}-wal")
    wanted = max(least, 2 * log.stat().st_size if log.exists() else 0)
    free = shutil.disk_usage(path.absolute().parent).free
    if free < wanted:
        raise CacheError(
            f"{path}: only {free / 2**20:,.0f} MB are free on its disk, a crawl needs {wanted / 2**20:,.0f}:"
            " make room, or set CITECACHE_MIN_FREE (bytes; -s CITECACHE_MIN_FREE=0 for this run)"
        )


def _connect(path: Path) -> Database:
    # isolation_level=None: only `write` begins transactions, never the sqlite3 module.
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = 1")
    connection.execute("PRAGMA trusted_schema = 0")  # a database from elsewhere runs no functions of ours
    connection.execute("PRAGMA synchronous = FULL")  # a Capture that was reported survives a power cut
    return Database(connection, execute_plugins=False)  # nor do sqlite-utils plugins touch it


def _require_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise CacheError(f"{path}: the folder {path.parent} does not exist")


def _is_busy(error: BaseException) -> bool:
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
    return CacheError(f"{path}: {error}")


def insert(db: Database, table: str, row: dict[str, Any]) -> int:
    """Insert one row and return its rowid. Plain SQL: sqlite-utils queries the schema before every insert."""
    columns = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" * len(row))
    values = [cleaned(*column) for column in row.items()]
    return int(db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', values).lastrowid or 0)


def update(db: Database, table: str, id_: int | str, row: dict[str, Any]) -> None:
    """Set columns of the row with that id."""
    assignments = ", ".join(f'"{name}" = ?' for name in row)
    db.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', [*(cleaned(*column) for column in row.items()), id_])


VERBATIM = frozenset(("text", "preview", "headings", "path"))
"""Columns that are stored as they are: a page's own words, which quotes and digests stand on, and names of files."""


def cleaned(column: str, value: object) -> object:
    """A value as that column stores it: what SQLite accepts, and without the credentials of URLs in it."""
    if isinstance(value, str) and column not in VERBATIM:
        value = hide_credentials(value)
    return storable(value)


def storable(value: object) -> object:
    """A value that SQLite accepts: a lone surrogate, which UTF-8 cannot encode, becomes a question mark."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return value.encode("utf-8", "replace").decode("utf-8")
    return value


_locked: set[Path] = set()
"""The files whose run lock this process holds."""


@contextmanager
def run_lock(path: Path, *, wait: float = 0) -> Iterator[None]:
    """Exclude every other crawl of this cache; the operating system lifts it when a process dies.

    `wait` is in seconds.

    Raises:
        CacheBusy: another crawl is running.
    """
    _require_folder(path)  # the lock would create it
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise CacheBusy(f"another crawl of {path} is running: wait for it to end") from None
    except OSError as error:
        raise CacheError(f"{path}.lock cannot be written: {error.strerror}") from error
    _locked.add(path.resolve())
    try:
        yield
    finally:
        _locked.discard(path.resolve())
        lock.release()
