"""The open file: the check that it is a citecache file, migrations, write transactions, snapshots.

The rest of the cache relies on the pragmas of `connection.py` and on the transactions of this module.
"""

import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from crawler.cache import outputs
from crawler.cache.connection import MEMORY, Values, connect
from crawler.cache.counting import begin_counting, count_inserted
from crawler.cache.locks import holds_run_lock, run_lock
from crawler.cache.messages import BUSY_TIMEOUT, explain
from crawler.cache.schema import ForeignObject, Harm, foreign_objects
from crawler.cache.schema_version import APPLICATION_ID, SCHEMA_VERSION
from crawler.cache.transactions import begin_writing
from crawler.model.errors import CacheBusy, CacheDamaged, CacheError

if TYPE_CHECKING:
    from sqlite_utils import Database


def utc(moment: datetime) -> str:
    """A moment as every table and output writes it.

    >>> utc(datetime(2026, 4, 9, 12, 30, 15, 999, tzinfo=UTC))
    '2026-04-09T12:30:15Z'
    """
    # strftime does not pad years before 1000, and then they would not sort as text
    return f"{moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"


class CacheFile:
    """An open citecache file. Bound to the thread that opened it, as sqlite3 connections are."""

    def __init__(
        self, path: Path, conn: sqlite3.Connection, anchor: Path | None = None, *, read_only: str = ""
    ) -> None:
        self.path = path
        self.conn = conn
        self.anchor = (anchor or path).absolute()  # the file by which places of Documents are stored: places.py
        self.read_only = read_only  # why it cannot be written; "": it can
        self.foreign: tuple[ForeignObject, ...] = ()  # what others have put into its schema
        self._snapshot = False

    @classmethod
    def open(cls, path: Path, *, create: bool = False, snapshot: bool = False, examined: bool = False) -> "CacheFile":
        """Open the file, and bring its schema up to date. One that cannot be written is read as it is.

        `snapshot`: until it is written to, all that is read is of one moment. `examined`: what is foreign in its schema
        is told, not refused (`foreign`); only for who reads nothing else then.

        Raises:
            CacheError: there is no such file and `create` is false; it belongs to another program or to a newer
                citecache; it needs a migration and cannot be written; its schema is not ours; it is damaged.
        """
        if not create and not path.exists() and "\0" not in str(path):
            raise CacheError(
                f"there is no cache at {path}: `citecache add` makes one (--db or CITECACHE_DB names another)"
            )
        try:
            conn, read_only = connect(path, create=create)
            cache = cls(path, conn, read_only=read_only)
            try:
                cache._prepare(examined=examined)
                if snapshot:
                    cache._begin_snapshot()
            except BaseException:
                cache.close()
                raise
        except sqlite3.DatabaseError as error:
            raise explain(error, path) from error
        outputs.protect(path, cache)
        return cache

    @classmethod
    def in_memory(cls, anchor: Path | None = None) -> "CacheFile":
        """An empty cache that is gone when it is closed: for dry runs, in place of the file `anchor`."""
        cache = cls(MEMORY, connect(MEMORY, create=True)[0], anchor)
        cache._prepare()
        return cache

    @cached_property
    def db(self) -> "Database":
        """The connection in sqlite-utils, for who writes: its import takes as long as what a short command reads."""
        from crawler.cache.lean_import import database_on  # noqa: PLC0415

        return database_on(self.conn)

    def execute(self, sql: str, parameters: Values | None = None, /) -> sqlite3.Cursor:
        """Run a statement that reads: the rows as tuples."""
        return self.conn.execute(sql, parameters or ())

    def query(self, sql: str, parameters: Values | None = None, /) -> Iterator[dict[str, Any]]:
        """The same by the names of the columns, each of which has one of its own."""
        cursor = self.conn.execute(sql, parameters or ())
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def _prepare(self, *, examined: bool = False) -> None:
        found = self.pragma("application_id"), self.pragma("user_version")
        if found[0] != APPLICATION_ID and (found != (0, 0) or self._has_tables()):
            raise CacheError(f"{self.path} is a database of another program: name another file with --db")
        if not 0 <= found[1] <= SCHEMA_VERSION:
            raise CacheError(
                f"{self.path} was written by a newer citecache (schema {found[1]}, here {SCHEMA_VERSION}): upgrade"
            )
        if found[0] == APPLICATION_ID:
            self.foreign = foreign_objects(self, found[1])
        if not examined:
            self._require_own(Harm.READING)
        if self.read_only:
            if found != (APPLICATION_ID, SCHEMA_VERSION):
                raise CacheError(f"{self._of_version(found[1])} and has to be brought up to date, but {self.read_only}")
            return
        if self.foreign and self.foreign[0].harm > Harm.NOTHING and found == (APPLICATION_ID, SCHEMA_VERSION):
            return  # it is read only
        self._bring_up_to_date(found)

    def _bring_up_to_date(self, found: tuple[int, int]) -> None:
        if found != (APPLICATION_ID, SCHEMA_VERSION):
            self._require_own(Harm.WRITING)
        if self.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):  # new, or a restored backup
            with suppress(sqlite3.OperationalError):  # in use: it works without, less smoothly
                self.conn.execute("PRAGMA journal_mode = WAL")
        if found != (APPLICATION_ID, SCHEMA_VERSION):
            self._migrate(found[1])

    def _of_version(self, schema: int) -> str:
        if schema == 0:
            return f"{self.path} is empty"
        return f"{self.path} is of an earlier version (schema {schema}, here {SCHEMA_VERSION})"

    def _require_own(self, harm: Harm) -> None:
        """Refuse to read, or to write, what others have changed.

        Raises:
            CacheDamaged: something in the schema does that harm, or worse.
        """
        worst = [one for one in self.foreign if one.harm >= harm]
        if not worst:
            return
        more = f" and {len(worst) - 1} more" if len(worst) > 1 else ""
        named = f"{self.path} has what citecache did not make: {worst[0].what}{more}"
        if harm is Harm.READING:
            raise CacheDamaged(
                f"{named}: nothing of it was run or read; restore a backup (`citecache doctor` lists all)"
            )
        remedy = f"; `sqlite3 {shlex.quote(str(self.path))} {worst[0].remedy}` removes it" if worst[0].remedy else ""
        raise CacheDamaged(
            f"{named}: it is not written to, which would set that off{remedy} (`citecache doctor` lists all)"
        )

    def require_writable(self) -> None:
        """Raises CacheError: the file is read-only, or others' triggers would run."""
        self._require_own(Harm.WRITING)
        if self.read_only:
            raise CacheError(f"{self.path} {self.read_only}")

    def _migrate(self, schema: int) -> None:
        """Bring the file from that schema to ours, in one transaction.

        Raises:
            CacheError: the file cannot be written, or objects that someone added to it prevent it.
        """
        try:
            with self._no_older_crawl(schema), self._transaction():
                from crawler.cache.migrations import migrations  # noqa: PLC0415 - hardly ever

                migrations.apply(self.db)
                self.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
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
        if schema == 0 or holds_run_lock(self.path):
            yield
            return
        with run_lock(self.path, wait=BUSY_TIMEOUT):  # another process may be bringing it up to date
            yield

    def _has_tables(self) -> bool:
        return self.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table'").fetchone() is not None

    def pragma(self, name: str) -> int:
        return int(self.conn.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def write(self) -> "Iterator[Database]":
        """One write transaction: all of it or nothing. It ends the snapshot, if there is one.

        Raises:
            CacheBusy: another writer kept the lock for longer than the timeout.
            CacheError: the disk is full, the file is read-only, or damaged; others' triggers would run.
        """
        with self._transaction():
            begin_counting(self.conn)
            yield self.db
            count_inserted(self.conn)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.require_writable()
        try:
            self.end_snapshot()
            begin_writing(self.conn)
            try:
                yield
                self.conn.execute("COMMIT")
            except BaseException:
                self.conn.rollback()
                raise
        except sqlite3.DatabaseError as error:
            raise explain(error, self.path) from error

    def vacuum(self) -> None:
        """Write the file anew, without the space that deleted rows have left; others can read it meanwhile.

        Raises:
            CacheBusy: another program writes.
            CacheError: the disk is full.
        """
        self.require_writable()
        try:
            self.end_snapshot()
            self.conn.execute("VACUUM")
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.DatabaseError as error:
            raise explain(error, self.path) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read within is of one moment, whatever others write; unless it is written to within."""
        mine = not self.conn.in_transaction
        if mine:
            self._begin_snapshot()
        try:
            yield
        finally:
            if mine:
                self.end_snapshot()

    def _begin_snapshot(self) -> None:
        """A transaction that reads; its first read, here, decides of which moment (sqlite.org/isolation.html)."""
        self.conn.execute("BEGIN")
        self.pragma("user_version")
        self._snapshot = True

    def end_snapshot(self) -> None:
        """From now on each read is of its own moment."""
        if self._snapshot:
            self._snapshot = False
            self.conn.execute("COMMIT")

    def close(self) -> None:
        outputs.release(self)
        self.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        damage = self.explained(error)
        self.close()
        if damage is not None:
            raise damage from error

    def explained(self, error: BaseException | None) -> CacheError | None:
        """The one line for an error that what is in the file explains; damage shows only when it is read."""
        if error is None:
            return None
        from crawler.cache.values import explanation  # noqa: PLC0415 - which knows each column of the file

        if (wrong := explanation(error, self, self.path)) is not None:
            return wrong
        return explain(error, self.path) if isinstance(error, sqlite3.DatabaseError) else None
