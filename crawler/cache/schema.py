"""Is the schema of a file ours? Triggers, views, tables and indexes of others, told apart by what they can do.

Opening a database runs what is in it: a view when it is read, a trigger when a table is written. So the schema of every
file is compared with the one that our own migrations make, before anything else is read. Where it is the same,
its digest tells.
"""

import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.messages import shown
from crawler.cache.schema_version import SCHEMA_DIGEST, SCHEMA_VERSION


class Harm(IntEnum):
    """What an object of others in the schema prevents."""

    NOTHING = 0  # a table or view of the user's own, a plain index
    WRITING = 1  # it would run, or fail, when a table of ours is written
    READING = 2  # what we read is not what we made


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignObject:
    """A trigger, view, table or index that citecache did not make."""

    what: str  # "the trigger 't' on documents"
    harm: Harm
    remedy: str = ""
    missing: bool = False  # it is ours, and gone: damage rather than somebody's doing


Key = tuple[str, str]
"""Type and name, which is in lower case, as SQLite compares names. A trigger may be called as a table is."""

Schema = MappingProxyType[Key, tuple[str, str]]
"""The table that each object belongs to, and its SQL."""

_RECORD = ("table", "_sqlite_migrations")
"""Where sqlite-utils keeps which migrations were applied; its SQL is that library's."""

_SHADOWS = ("captures_fts_", "segments_fts_")
"""How the names of the full-text indexes' own tables begin (sqlite.org/fts5.html, 9); FTS5 guards them itself."""

_INTERNAL = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4")
"""Tables that SQLite makes itself (sqlite.org/fileformat.html, 2.6)."""

_NOISE = re.compile(r"('(?:[^']|'')*')|--[^\n]*|/\*.*?\*/|\s+", re.DOTALL)
_QUOTED = re.compile(r'"(\w+)"')

EXPRESSION = -2
"""The column of an index that is an expression, as `PRAGMA index_xinfo` has it."""

COLLATIONS = ("BINARY", "NOCASE", "RTRIM")
"""What SQLite compares by without functions of others."""

_COMPUTED = re.compile(r"\w+ \w+ GENERATED ALWAYS AS \(.*?\) VIRTUAL")
"""A computed column in plain SQL."""

GENERATED = (2, 3)
"""Columns that are computed, as `PRAGMA table_xinfo` marks them."""


def foreign_objects(db: SqlConnection, version: int) -> tuple[ForeignObject, ...]:
    """What is not as our migrations up to that version make it, the worst first."""
    there, twice = _schema(db)
    if version == SCHEMA_VERSION and not twice and digest(there) == SCHEMA_DIGEST:
        return ()
    ours = expected(version)
    found = [one for key in ours for one in _compared(db, key, version, there)]
    found += [_additional(db, key, there[key][0], ours) for key in there if key not in ours and not _record(key, there)]
    found += [ForeignObject(what=f"the {kind} {shown(name)} twice", harm=Harm.READING) for kind, name in twice]
    return tuple(sorted(found, key=lambda one: (-one.harm, one.what)))


def digest(schema: Schema) -> str:
    """One of the whole schema, but for what is not ours to define: the first 16 hex digits of a SHA-256."""
    lines = sorted(
        (*key, table, "" if key[1].startswith(_SHADOWS) else sql)
        for key, (table, sql) in schema.items()
        if key != _RECORD and not _record(key, schema)
    )
    return sha256(repr(lines).encode()).hexdigest()[:16]


def _record(key: Key, there: Schema) -> bool:
    """Whether it is the record of migrations, or sqlite-utils' index of it."""
    return key == _RECORD or (key[0] == "index" and there[key][0] == _RECORD[1])


@contextmanager
def _made(version: int) -> Iterator[SqlConnection]:
    """An empty database with the schema that the first migrations make."""
    from crawler.cache.lean_import import database_on  # noqa: PLC0415 - neither is needed where the digest is ours
    from crawler.cache.migrations import STEPS  # noqa: PLC0415

    db = database_on(sqlite3.connect(":memory:", isolation_level=None))
    try:
        for step in STEPS[:version]:
            step.apply(db)
        yield db
    finally:
        db.conn.close()


@cache
def expected(version: int) -> Schema:
    """The schema that the first migrations make."""
    with _made(version) as db:
        return _schema(db)[0]


@cache
def _columns(table: str, version: int) -> frozenset[str]:
    with _made(version) as db:
        return frozenset(row[1] for row in _pragma(db, "table_info", table))


def _schema(db: SqlConnection) -> tuple[Schema, list[Key]]:
    """The schema, and what is in it twice."""
    found: dict[Key, tuple[str, str]] = {}
    twice = []
    for kind, name, table, sql in db.execute("SELECT type, lower(name), lower(tbl_name), sql FROM sqlite_schema"):
        if (kind == "index" and sql is None) or (kind == "table" and name in _INTERNAL):
            continue
        if (kind, name) in found:
            twice.append((kind, name))
        found[kind, name] = table, _plain(sql)
    return MappingProxyType(found), twice


def _pragma(db: SqlConnection, pragma: str, name: str) -> list[tuple[Any, ...]]:
    """The rows of a pragma on a table or index. Not its table-valued function: a view might be called like that."""
    quoted = name.replace('"', '""')
    return db.execute(f'PRAGMA {pragma}("{quoted}")').fetchall()


@lru_cache(maxsize=256)  # a server opens the same file with every request
def _plain(sql: object) -> str:
    """SQL without comments, line breaks and needless quotes."""
    text = _NOISE.sub(lambda match: match[1] or " ", sql) if isinstance(sql, str) else ""
    return " ".join(_QUOTED.sub(r"\1", text).split())


def _compared(db: SqlConnection, key: Key, version: int, there: Schema) -> Iterator[ForeignObject]:
    """What is wrong with an object of ours."""
    (kind, name), sql = key, expected(version)[key][1]
    if key not in there:
        harm = Harm.NOTHING if kind == "index" else Harm.READING  # without an index it is only slow
        yield ForeignObject(what=f"the {kind} {name}, which is missing", harm=harm, missing=True)
    elif there[key][1] == sql or name.startswith(_SHADOWS):
        return
    elif kind == "index":
        if not _plain_index(db, name, there[key][0]):
            yield ForeignObject(what=f"the index {name}, which is another one", harm=Harm.WRITING)
    elif kind == "table" and _readable_table(db, name, there[key][1], version):
        yield ForeignObject(what=f"the table {name}, whose definition was changed", harm=Harm.WRITING)
    else:
        yield ForeignObject(what=f"the {kind} {name}, which is another one", harm=Harm.READING)


def _readable_table(db: SqlConnection, name: str, sql: str, version: int) -> bool:
    """Whether a table of another definition has all our columns, and none is computed but as ours is."""
    rows = _pragma(db, "table_xinfo", name)
    computed = sum(row[6] in GENERATED for row in rows)
    ours = _COMPUTED.findall(expected(version)["table", name][1])
    ordinary = name not in ("captures_fts", "segments_fts") and computed == sum(one in sql for one in ours)
    return ordinary and _columns(name, version) <= {row[1] for row in rows}


def _additional(db: SqlConnection, key: Key, table: str, ours: Schema) -> ForeignObject:
    """An object that is not among ours."""
    (kind, name), harm, remedy, on = key, Harm.NOTHING, "", ""
    our_tables = {_RECORD[1], *(name for kind, name in ours if kind != "index")}
    if kind == "trigger":
        on = f" on {shown(table)}"
        if table in our_tables or _leads_to(db, table, our_tables):
            harm, remedy = Harm.WRITING, _drop("TRIGGER", name)
    elif kind == "index" and table in our_tables:
        on = f" on {table}"
        if not _plain_index(db, name, table):
            harm, remedy = Harm.WRITING, _drop("INDEX", name)
    return ForeignObject(what=f"the {shown(kind)[1:-1]} {shown(name)}{on}", harm=harm, remedy=remedy)


def _leads_to(db: SqlConnection, table: str, our_tables: set[str]) -> bool:
    """Whether a table of others follows one of ours by a foreign key: a deletion there sets off its triggers."""
    return any(str(row[2]).lower() in our_tables for row in _pragma(db, "foreign_key_list", table))


def _plain_index(db: SqlConnection, name: str, table: str) -> bool:
    """Whether an index only makes things quicker: of columns as they are, of all rows, not unique."""
    flags = [
        (unique, partial) for _, one, unique, _, partial in _pragma(db, "index_list", table) if one.lower() == name
    ]
    if flags != [(0, 0)]:
        return False
    columns = [(row[1], row[4]) for row in _pragma(db, "index_xinfo", name)]
    return all(column != EXPRESSION and collation in COLLATIONS for column, collation in columns)


def _drop(kind: str, name: str) -> str:
    """The statement that removes it; none for a name that could deceive who pastes it."""
    if not re.fullmatch(r"[\w. -]{1,60}", name, re.ASCII):
        return ""
    return shlex.quote(f'DROP {kind} "{name}"')
