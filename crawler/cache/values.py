"""Is every value in the file one that we could have written? Columns by what they may hold.

SQLite stores any type in any column. A file that is damaged, or from other hands, may have words for numbers, unknown
verdicts, JSON without end. What a command cannot read is explained by the first such value; `doctor` counts them.
"""

import json
import math
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.header_sets import are_stored_headers
from crawler.cache.messages import shown
from crawler.cache.quote_json import are_stored_quotes
from crawler.cache.schema import expected
from crawler.cache.schema_version import SCHEMA_VERSION
from crawler.model import Outcome, PageFacts, Verdict
from crawler.model.archive_save import SAVE_OUTCOMES
from crawler.model.capture import SOURCES
from crawler.model.errors import CacheDamaged

UNFORESEEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, StopIteration, RecursionError)
"""What code raises that meets a value which cannot be there."""

MAX_JSON = 32 * 2**20
"""Characters of one JSON value: far more than the headers or page starts of any page."""

MAX_NUMBER = 2**53
"""Beyond it no count, size or duration of ours is."""

MAX_SMALL = 10**9
"""Seconds of a step of the schedule (31 years), milliseconds of a Fetch, attempts, Fetches in a row, lines."""

EXPLAINED_WITHIN = 20.0
"""Seconds that are spent on explaining an error."""

Test = Callable[[Any], bool]
"""Whether a value that is not NULL is right."""


@dataclass(frozen=True, slots=True)
class TestedColumn:
    """A column of a table, and what it may hold."""

    name: str
    test: Test
    required: bool  # never NULL

    def holds(self, value: object) -> bool:
        """Whether we could have written that value."""
        if value is None:
            return not self.required
        try:
            return self.test(value)
        except UNFORESEEN:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongValue:
    """A value that citecache cannot have written."""

    table: str
    column: str
    row: int  # 0: the table does not number them
    value: str  # for a message

    def __str__(self) -> str:
        return f"{self.table}.{self.column} has {self.value}" + (f" (row {self.row})" if self.row else "")


def _text(value: object) -> bool:
    return isinstance(value, str) and (value.isascii() or not any("\ud800" <= char <= "\udfff" for char in value))


def _integer(value: object) -> bool:
    return isinstance(value, int) and -MAX_NUMBER <= value <= MAX_NUMBER


def _small(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= MAX_SMALL


def _number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and abs(value) <= MAX_NUMBER


def _blob(value: object) -> bool:
    return isinstance(value, bytes)


def moment(value: object) -> bool:
    """A time with its zone (ISO 8601)."""
    return _text(value) and datetime.fromisoformat(str(value)).tzinfo is not None


def _one_of(*values: str) -> Test:
    return lambda value: value in values


def _json(test: Test) -> Test:
    return lambda value: _text(value) and len(value) <= MAX_JSON and test(json.loads(value))


def _texts(value: Any) -> bool:  # noqa: ANN401 - what JSON holds
    return isinstance(value, list) and all(_text(one) for one in value)


def _object(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, dict)


def _names(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, dict) and all(_text(one) for one in value.values())


def _pairs(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(_texts(one) and len(one) == 2 for one in value)


def _hops(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(
        hop.keys() == {"url", "status"} and _text(hop["url"]) and _integer(hop["status"]) for hop in value
    )


def _offsets(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(_integer(one) for one in value)


def _rules(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(_text(place) and reserved in (0, 1) for place, reserved in value)


def _probe(value: Any) -> bool:  # noqa: ANN401
    likeness, status = value.get("likeness"), value["status"]
    known = _text(value["url"]) and value.keys() <= {"url", "status", "likeness", "to_home"}
    known = known and value.get("to_home", False) in (False, True)
    return known and (status is None or _integer(status)) and (likeness is None or _number(likeness))


def _facts(value: Any) -> bool:  # noqa: ANN401
    return all(_texts(texts) for texts in value.values()) and PageFacts.from_json(value) is not None


def _seen(value: Any) -> bool:  # noqa: ANN401
    """Columns of a Capture, by their tests."""
    tests = {name: TESTS["captures", name] for name in value if ("captures", name) in TESTS}
    return all(value[name] is None or test(value[name]) for name, test in tests.items()) and all(
        isinstance(one, str | int | float | None) for one in value.values()
    )


VERDICT = _one_of(*Verdict)
LIST, OBJECT, NAMES = _json(_texts), _json(_object), _json(_names)

TESTS: Mapping[tuple[str, str], Test] = MappingProxyType(
    {
        ("pages", "verdict"): VERDICT,
        **{("pages", name): _small for name in ("interval_s", "streak")},
        **{("fetches", name): _small for name in ("elapsed_ms", "latency_ms", "attempts")},
        **{(table, name): _small for table in ("citations", "local_links") for name in ("line", "column")},
        ("citations", "quotes"): _json(are_stored_quotes),
        **{("resources", name): LIST for name in ("tags", "authors", "key_points")},
        ("resources", "extra"): OBJECT,
        ("resources", "sources"): NAMES,
        ("resources", "fetched_at"): _text,  # as a record has it
        ("runs", "state"): _one_of("running", "finished", "interrupted", "offline"),
        ("runs", "selection"): OBJECT,
        ("fetches", "outcome"): _one_of(*Outcome),
        ("fetches", "verdict"): VERDICT,
        ("fetches", "effective_verdict"): VERDICT,
        ("fetches", "redirects"): _json(_hops),
        ("fetches", "headers"): _json(are_stored_headers),
        ("header_sets", "headers"): _json(_pairs),
        ("fetches", "flags"): LIST,
        ("fetches", "probe"): _json(_probe),
        ("fetches", "seen"): _json(_seen),
        **{("captures", name): LIST for name in ("authors", "headings", "reservations")},
        ("captures", "sources"): NAMES,
        ("captures", "facts"): _json(_facts),
        ("captures", "page_starts"): _json(_offsets),
        ("captures", "source"): _one_of(*SOURCES),
        ("imports", "redirects"): _json(_hops),
        ("imports", "verdict"): VERDICT,
        ("mementos", "outcome"): _one_of("kept", "refused", "none", "unavailable", *SAVE_OUTCOMES),
        ("mementos", "verdict"): VERDICT,
        ("tdmrep", "rules"): _json(_rules),
        ("evidence", "verdict"): VERDICT,
        ("host_answers", "kind"): _one_of("random", "home"),
        ("differences", "cause"): _one_of("page", "extractor"),
        ("robots", "failing_since"): moment,
        ("pauses", "until"): moment,
        ("captures", "memento_datetime"): moment,
        ("captures", "elapsed_ms"): _small,
        **{("mementos", name): moment for name in ("memento_datetime", "wanted")},
    }
)
"""What a column may hold beyond its declared type. A column whose name ends in `_at` holds moments."""

_BY_TYPE: Mapping[str, Test] = MappingProxyType({"TEXT": _text, "INTEGER": _integer, "REAL": _number, "BLOB": _blob})


def wrong_values(db: SqlConnection, *, seconds: float | None = None) -> Iterator[WrongValue]:
    """Every wrong value of our tables, row by row; reads everything but bodies.

    Raises:
        sqlite3.DatabaseError: SQLite cannot read on, or `seconds` are over.
    """
    with _undecoded(db, seconds):
        for (kind, table), (_, sql) in expected(SCHEMA_VERSION).items():
            if kind == "table" and not table.startswith(("captures_fts", "segments_fts")):
                yield from _wrong_in(db, table, "0" if sql.upper().endswith("WITHOUT ROWID") else "rowid")


def require_own_values(db: SqlConnection, path: Path) -> None:
    """Refuse a file with a value that citecache cannot have written.

    Raises:
        CacheDamaged: it has one.
    """
    if (found := next(wrong_values(db), None)) is not None:
        raise CacheDamaged(_line(path, str(found)))


def explanation(error: BaseException | None, db: SqlConnection, path: Path) -> CacheDamaged | None:
    """The wrong value, or reference, in the file that explains an error which nothing else foresees; or None."""
    if not isinstance(error, UNFORESEEN) and type(error) not in (RuntimeError, sqlite3.OperationalError):
        return None
    with suppress(sqlite3.Error):
        found = next(wrong_values(db, seconds=EXPLAINED_WITHIN), None)
        if found is not None:
            return CacheDamaged(_line(path, str(found)))
        with _undecoded(db, EXPLAINED_WITHIN):
            broken = db.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            table, row, parent, _ = broken
            return CacheDamaged(
                _line(path, f"row {row} of {shown(table)[1:-1]} points to nothing in {shown(parent)[1:-1]}")
            )
    return None


def _line(path: Path, found: str) -> str:
    return f"{path} is damaged or not ours: {found}: restore a backup; `citecache doctor` counts all"


def tested_columns(db: SqlConnection, table: str) -> list[TestedColumn]:
    """The columns of a table in a file of ours, in their order."""
    rows = db.execute(f'PRAGMA table_info("{table}")').fetchall()
    return [
        TestedColumn(name, _test(table, name, kind), bool(required or key)) for _, name, kind, required, _, key in rows
    ]


def _wrong_in(db: SqlConnection, table: str, number: str) -> Iterator[WrongValue]:
    columns = tested_columns(db, table)
    selected = ", ".join(_selected(column) for column in columns)
    for row, *values in db.conn.execute(f'SELECT {number}, {selected} FROM "{table}"'):
        for value, column in zip(values, columns, strict=True):
            if not column.holds(value):
                yield WrongValue(
                    table=table, column=column.name, row=row, value="no blob" if column.test is _blob else shown(value)
                )


def _selected(column: TestedColumn) -> str:
    """The column; of a blob, which may be large, only whether it is one."""
    if column.test is not _blob:
        return f'"{column.name}"'
    return f"CASE typeof(\"{column.name}\") WHEN 'blob' THEN x'' WHEN 'null' THEN NULL ELSE 0 END"


def _test(table: str, column: str, kind: str) -> Test:
    if test := TESTS.get((table, column)):
        return test
    return moment if kind == "TEXT" and column.endswith("_at") else _BY_TYPE[kind]


@contextmanager
def _undecoded(db: SqlConnection, seconds: float | None) -> Iterator[None]:
    """Text as it is, though it may be no UTF-8; reading ends when the time is over."""
    connection, factory = db.conn, db.conn.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    if seconds is not None:
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: int(time.monotonic() > end), 10_000)
    try:
        yield
    finally:
        connection.text_factory = factory
        connection.set_progress_handler(None, 0)
