"""A temporary database beside memory, for what an export or a report must remember of a million rows: what it has
written already, and lines to be sorted.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

_TABLES = """
CREATE TABLE pages (id INTEGER PRIMARY KEY);
CREATE TABLE payloads (digest TEXT PRIMARY KEY, record_id TEXT, uri TEXT, date TEXT) WITHOUT ROWID;
CREATE TABLE lines (line TEXT);
CREATE TABLE numbers (key INTEGER PRIMARY KEY, number INTEGER);
CREATE TABLE entries (document TEXT, url TEXT, line TEXT, PRIMARY KEY (document, url)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPayload:
    """Where a payload was written first."""

    record_id: str
    uri: str
    date: str


class Scratch:
    """What one export or report remembers. A context manager; nothing of it is left behind."""

    def __init__(self) -> None:
        # "" is a private file in the system's temporary folder, which SQLite deletes (sqlite.org/inmemorydb.html).
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
        self._db.execute("BEGIN")

    def is_new_page(self, page_id: int) -> bool:
        """Whether this is the first time that this Page is asked for."""
        return self._db.execute("INSERT OR IGNORE INTO pages VALUES (?)", [page_id]).rowcount > 0

    def written(self, digest: str) -> WrittenPayload | None:
        """Where this payload was written; None: it was not."""
        sql = "SELECT record_id, uri, date FROM payloads WHERE digest = ?"
        row = self._db.execute(sql, [digest]).fetchone()
        return None if row is None else WrittenPayload(record_id=row[0], uri=row[1], date=row[2])

    def remember(self, digest: str, place: WrittenPayload) -> None:
        """A payload was written; the first place counts."""
        values = [digest, place.record_id, place.uri, place.date]
        self._db.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?)", values)

    def add_line(self, line: str) -> None:
        """A line to be sorted."""
        self._db.execute("INSERT INTO lines VALUES (?)", [line])

    def sorted_lines(self) -> Iterator[str]:
        """The lines in the order of their bytes in UTF-8."""
        return (row[0] for row in self._db.execute("SELECT line FROM lines ORDER BY line"))

    def next_number(self, text: str) -> int:
        """How often this text has been asked for, this time included."""
        sql = "INSERT INTO numbers VALUES (?, 1) ON CONFLICT DO UPDATE SET number = number + 1 RETURNING number"
        # Of two among a million texts having one hash, of 64 bits, the odds are one in 30 million.
        (number,) = self._db.execute(sql, [hash(text)]).fetchone()
        return int(number)

    def forget_numbers(self) -> None:
        """Begin anew to count texts."""
        self._db.execute("DELETE FROM numbers")

    def add_entry(self, document: str, url: str, line: str) -> None:
        """The line of a Document and URL; the last one counts."""
        self._db.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", [document, url, line])

    def sorted_entries(self) -> Iterator[str]:
        """These lines in the order of their bytes in UTF-8."""
        return (row[0] for row in self._db.execute("SELECT line FROM entries ORDER BY line"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()
