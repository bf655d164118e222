"""The rows of the other cache. It may be damaged or hostile: a row that is not as ours would be is left out."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.cache.read.replays import SEEN
from crawler.model import Outcome, Probe, Verdict

_TYPES: dict[str, tuple[type, ...]] = {"TEXT": (str,), "INTEGER": (int,), "REAL": (int, float), "BLOB": (bytes,)}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _pairs(value: object) -> bool:
    return isinstance(value, list) and all(_texts(one) and len(one) == 2 for one in value)


def _numbers(value: object) -> bool:
    return isinstance(value, list) and all(type(one) is int for one in value)


def _hops(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and set(one) == {"url", "status"} and isinstance(one["url"], str) for one in value
    )


def _strings(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _facts(value: object) -> bool:
    return isinstance(value, dict) and all(_texts(one) for one in value.values())


def _probe(value: object) -> bool:
    try:
        return isinstance(value, dict) and isinstance(Probe(**value), Probe)
    except TypeError:
        return False


def _seen(value: object) -> bool:
    """Columns of `captures`, as they are stored there."""
    return isinstance(value, dict) and set(value) <= set(SEEN) and all(_valid(*one) for one in value.items())


_JSON: dict[str, Callable[[object], bool]] = {
    **dict.fromkeys(("flags", "authors", "headings", "reservations", "tags", "key_points"), _texts),
    "headers": _pairs,
    "redirects": _hops,
    "page_starts": _numbers,
    "sources": _strings,
    "facts": _facts,
    "probe": _probe,
    "seen": _seen,
    **dict.fromkeys(("selection", "extra"), lambda value: isinstance(value, dict)),
}
_ENUMS: dict[str, frozenset[str]] = {
    "verdict": frozenset(Verdict),
    "effective_verdict": frozenset(Verdict),
    "fetches.outcome": frozenset(Outcome),
}


_LARGEST = {"elapsed_ms": 10**9, "latency_ms": 10**9, "attempts": 10**6, "line": 10**9, "column": 10**9}
"""Larger numbers would overflow where time is computed; no honest file has them."""


def _valid(column: str, value: object, table: str = "") -> bool:
    """Whether a value can stand in that column."""
    if value is None:
        return True
    if column in _JSON:
        return isinstance(value, str) and _json_valid(_JSON[column], value)
    if allowed := _ENUMS.get(f"{table}.{column}") or _ENUMS.get(column):
        return value in allowed
    if column in _LARGEST:
        return isinstance(value, int) and 0 <= value <= _LARGEST[column]
    if (column.endswith("_at") and column != "fetched_at") or column in ("memento_datetime", "wanted"):
        return isinstance(value, str) and _moment(value)
    if column.endswith("_sha256"):
        return isinstance(value, str) and _DIGEST.fullmatch(value) is not None
    return True


def _json_valid(valid: Callable[[object], bool], value: str) -> bool:
    try:
        return valid(json.loads(value))
    except (ValueError, RecursionError):
        return False


def _moment(value: str) -> bool:
    """A time that we can compute with; `fetched_at` of a record is a text, and may be anything."""
    if not _MOMENT.fullmatch(value) or not "1990" <= value < "2100":
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class OtherRows:
    """The other cache's tables; `left_out` counts the rows that are not valid."""

    other: Database
    ours: Database
    left_out: Counter[str]
    _columns: dict[str, list[tuple[str, tuple[type, ...], bool]]] = field(default_factory=dict)

    def of(self, table: str, where: str = "1", *values: object) -> Iterator[dict[str, Any]]:
        """The valid rows of a table, by rowid."""
        columns = self._known(table)
        names = ", ".join(f'"{name}"' for name, *_ in columns)
        rows = self.other.execute(f'SELECT {names} FROM "{table}" WHERE {where} ORDER BY rowid', list(values))
        for row in rows:
            if self._fits(table, columns, row):
                yield {name: value for (name, *_), value in zip(columns, row, strict=True)}
            else:
                self.left_out[f"{table}: a value that does not belong there"] += 1

    def _known(self, table: str) -> list[tuple[str, tuple[type, ...], bool]]:
        if table not in self._columns:
            rows = self.ours.execute(f'PRAGMA table_info("{table}")').fetchall()
            self._columns[table] = [(row[1], _TYPES[row[2]], bool(row[3] or row[5])) for row in rows]
        return self._columns[table]

    @staticmethod
    def _fits(table: str, columns: list[tuple[str, tuple[type, ...], bool]], row: tuple[Any, ...]) -> bool:
        return all(
            (not needed if value is None else isinstance(value, types)) and _valid(name, value, table)
            for (name, types, needed), value in zip(columns, row, strict=True)
        )
