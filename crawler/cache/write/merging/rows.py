"""The rows of the other cache. It may be damaged or hostile: a row that is not as ours would be is left out."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.read.replays import SEEN
from crawler.cache.values import TestedColumn, moment, tested_columns

_MOMENT = re.compile(r"(?:199|20\d)\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""A time as we write it. Moments of two caches are put in order, as text, and intervals computed between them."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class OtherRows:
    """The other cache's tables; `left_out` counts the rows that are not valid."""

    other: SqlConnection
    ours: SqlConnection
    left_out: Counter[str]
    _columns: dict[str, list[TestedColumn]] = field(default_factory=dict)

    def of(self, table: str, where: str = "1", *values: object) -> Iterator[dict[str, Any]]:
        """The valid rows of a table, by rowid."""
        columns = self._known(table)
        names = ", ".join(f'"{column.name}"' for column in columns)
        rows = self.other.execute(f'SELECT {names} FROM "{table}" WHERE {where} ORDER BY rowid', list(values))
        for row in rows:
            found = list(zip(columns, row, strict=True))
            if all(column.holds(value) and _joinable(column, value) for column, value in found):
                yield {column.name: value for column, value in found}
            else:
                self.left_out[f"{table}: a value that does not belong there"] += 1

    def _known(self, table: str) -> list[TestedColumn]:
        if table not in self._columns:
            self._columns[table] = tested_columns(self.ours, table)
        return self._columns[table]


def _joinable(column: TestedColumn, value: Any) -> bool:  # noqa: ANN401 - any column
    """Whether a right value can stand beside those of another cache, too: moments in our form, hashes, known names."""
    if value is None:
        return True
    if column.test is moment:
        return _MOMENT.fullmatch(value) is not None
    if column.name.endswith("_sha256"):
        return _DIGEST.fullmatch(value) is not None
    return column.name != "seen" or set(json.loads(value)) <= set(SEEN)
