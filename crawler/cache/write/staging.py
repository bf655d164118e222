"""The Citations of a long Document on their way into the cache: in tables of the connection's own, which SQLite keeps
in a temporary file (sqlite.org/tempfiles.html, section 2.4), until the Document has been read to its end.

Then one transaction replaces the Citations that the Document had. The stored rows and the staged ones are walked side
by side, each in the order of `_ORDER`, so that memory does not grow with the Document.
"""

import operator
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.write.citations import CITATION_KEY, CLAIM, COLUMNS, Row, without_place
from crawler.cache.write.claims import drop_unused_claims
from crawler.model import Added

_TABLES = {
    "staged": f"number INTEGER PRIMARY KEY, {COLUMNS}, url",  # url: as kept, by which its Resource is found again
    "staged_claims": "id TEXT PRIMARY KEY, text TEXT NOT NULL",
    "staged_new": "number INTEGER PRIMARY KEY, words INTEGER",
    "staged_gone": "id INTEGER PRIMARY KEY, words INTEGER, added_at TEXT, claim_id TEXT",
}
_ORDER = ("line", "column", "resource_id", "cited_id", "document_id")
_FEW = operator.itemgetter(*(1 + CITATION_KEY.index(name) for name in _ORDER))
_AT_ONCE = 5_000  # rows

_ELSEWHERE = """
SELECT coalesce(sum(min(new.rows, gone.rows)), 0) FROM (
    SELECT words, count(*) AS rows FROM staged_new JOIN staged USING (number) WHERE line IS NOT NULL GROUP BY words
) AS new JOIN (
    SELECT words, count(*) AS rows FROM staged_gone JOIN citations USING (id) WHERE line IS NOT NULL GROUP BY words
) AS gone USING (words)
"""
"""Citations that only stand elsewhere than before."""


class StagedCitations:
    """The rows of one Document. One at a time for each connection; `close` drops the tables."""

    def __init__(self, db: SqlConnection) -> None:
        self.db = db
        self.several = False  # parts told of Documents by name: one may have been told of twice
        self.close()
        for name, columns in _TABLES.items():
            db.conn.execute(f"CREATE TEMP TABLE {name} ({columns})")

    def add(self, rows: Iterable[tuple[Row, str | None]], claims: Iterable[tuple[str, str]]) -> None:
        """Rows, each with the URL that it cites, if it does; and id and text of claims. Within a transaction."""
        places = ", ".join("?" * (len(CITATION_KEY) + 1))
        sql = f"INSERT INTO staged ({COLUMNS}, url) VALUES ({places})"
        self.db.conn.executemany(sql, ((*row, url) for row, url in rows))
        self.db.conn.executemany("INSERT OR IGNORE INTO staged_claims VALUES (?, ?)", claims)

    def close(self) -> None:
        """Forget all of it."""
        for name in _TABLES:
            self.db.conn.execute(f"DROP TABLE IF EXISTS temp.{name}")

    def cited(self) -> Iterator[list[tuple[int, str, str | None]]]:
        """Number, URL and Resource of each row that cites a URL, many at a time."""
        sql = "SELECT number, url, resource_id FROM staged WHERE number > ? AND url IS NOT NULL ORDER BY number LIMIT ?"
        last = 0
        while rows := self.db.conn.execute(sql, (last, _AT_ONCE)).fetchall():
            yield rows
            last = rows[-1][0]

    def bind(self, resources: Iterable[tuple[int, str]]) -> None:
        """Rows, by number, cite another Resource than was thought."""
        sql = "UPDATE staged SET resource_id = ? WHERE number = ?"
        self.db.conn.executemany(sql, ((id_, number) for number, id_ in resources))

    def rename(self, replaced: dict[str, str]) -> None:
        """Resources have other ids than when their rows were staged."""
        if replaced:
            self.db.conn.execute("CREATE INDEX IF NOT EXISTS temp.staged_resource ON staged (resource_id)")
            sql = "UPDATE staged SET resource_id = ? WHERE resource_id = ?"
            self.db.conn.executemany(sql, ((new, old) for old, new in replaced.items()))

    def replace(self, added: Added, now: str, document: int) -> None:
        """Let the Document have these Citations and no others. Within a transaction."""
        self.db.conn.execute("INSERT OR IGNORE INTO claims (id, text) SELECT id, text FROM staged_claims")
        if self.several or self._has_citations(document):
            self._compare(document)
            self._exchange(added, now, document)
        else:
            sql = f"INSERT INTO citations ({COLUMNS}, told_by, added_at) SELECT {COLUMNS}, ?, ? FROM staged"
            self.db.conn.execute(f"{sql} ORDER BY number", (document, now))
            (count,) = self.db.conn.execute("SELECT count(line) FROM staged").fetchone()
            added.new_citations += count

    def _has_citations(self, document: int) -> bool:
        sql = "SELECT 1 FROM citations WHERE told_by = ? LIMIT 1"
        return self.db.conn.execute(sql, (document,)).fetchone() is not None

    def _compare(self, document: int) -> None:
        order = ", ".join(_ORDER)
        for table in ("staged_new", "staged_gone"):
            self.db.conn.execute(f"DELETE FROM {table}")
        stored = f"SELECT id, {COLUMNS}, added_at FROM citations WHERE told_by = ? ORDER BY {order}"
        staged = f"SELECT number, {COLUMNS} FROM staged ORDER BY {order}, number"
        execute = self.db.conn.execute
        new, gone = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
        for before, after in _side_by_side(execute(stored, (document,)), execute(staged)):
            left = {row[1:-1]: row for row in before}
            fresh = {row[1:]: row[0] for row in reversed(after)}
            new += [(number, hash(without_place(row))) for row, number in fresh.items() if left.pop(row, None) is None]
            gone += [(row[0], hash(without_place(key)), row[-1], key[CLAIM]) for key, row in left.items()]
            if len(new) + len(gone) > _AT_ONCE:
                self._note(new, gone)
                new, gone = [], []
        self._note(new, gone)

    def _note(self, new: Sequence[tuple[Any, ...]], gone: Sequence[tuple[Any, ...]]) -> None:
        self.db.conn.executemany("INSERT INTO staged_new VALUES (?, ?)", new)
        self.db.conn.executemany("INSERT INTO staged_gone VALUES (?, ?, ?, ?)", gone)

    def _exchange(self, added: Added, now: str, document: int) -> None:
        """Insert the new rows, those that only stand elsewhere with their time, and delete those that are gone."""
        execute = self.db.conn.execute
        execute("CREATE INDEX IF NOT EXISTS temp.staged_words ON staged_gone (words, added_at)")
        since = "(SELECT min(g.added_at) FROM staged_gone g WHERE g.words = n.words)"
        columns = ", ".join(f"s.{name}" for name in CITATION_KEY)
        execute(
            f"INSERT INTO citations ({COLUMNS}, told_by, added_at) SELECT {columns}, ?, coalesce({since}, ?)"
            " FROM staged_new n JOIN staged s USING (number) ORDER BY number",
            (document, now),
        )
        (located,) = execute("SELECT count(s.line) FROM staged_new JOIN staged s USING (number)").fetchone()
        (elsewhere,) = execute(_ELSEWHERE).fetchone()
        gone = execute("DELETE FROM citations WHERE id IN (SELECT id FROM staged_gone)").rowcount
        added.new_citations += located - elsewhere
        added.removed_citations += gone - elsewhere
        claims = execute("SELECT DISTINCT claim_id FROM staged_gone WHERE claim_id IS NOT NULL")
        while some := claims.fetchmany(_AT_ONCE):
            drop_unused_claims(self.db, [row[0] for row in some])


def _place(row: Row) -> tuple[Any, ...]:
    """What `_ORDER` orders rows by: as SQLite does, which has NULL first, and compares texts byte by byte."""
    line, column, resource, cited, document = _FEW(row)
    return line or 0, column or 0, resource or "", cited or "", document


def _side_by_side(first: Iterable[Row], second: Iterable[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """The rows of both at each place."""
    ours, theirs = groupby(first, _place), groupby(second, _place)
    left = ((place, list(rows)) for place, rows in ours)
    right = ((place, list(rows)) for place, rows in theirs)
    one, other = next(left, None), next(right, None)
    while one or other:
        if other is None or (one is not None and one[0] < other[0]):
            assert one is not None
            yield one[1], []
            one = next(left, None)
        elif one is None or other[0] < one[0]:
            yield [], other[1]
            other = next(right, None)
        else:
            yield one[1], other[1]
            one, other = next(left, None), next(right, None)
