"""Which Resource each citation key stands for: the keys of bibliographies, and of the marks in texts.

A key may cite several Resources (an entry with two URLs, two bibliographies with the same key), and a Resource may have
several keys. The table that says who has which is a temporary database, which SQLite keeps on disk when it is large
(sqlite.org/inmemorydb.html, "Temporary Databases"): memory stays flat.
"""

import sqlite3
from types import TracebackType
from typing import NamedTuple, Self

from crawler.cache.database import CacheFile
from crawler.sources.registry import citation_key

_CITED = """
SELECT t.resource_id, t.label, d.format, t.accessed FROM citations t JOIN documents d ON d.id = t.document_id
WHERE t.resource_id IS NOT NULL AND t.label <> ''
ORDER BY substr(t.label, 1, 1) = '@', t.link_text IS NULL, coalesce(d.path, d.name), t.line, t.column, t.id
"""
"""Entries of bibliographies before marks in texts; what an entry describes before what it mentions (it has a title as
its link text); then in the order of the files."""


class GivenKey(NamedTuple):
    """A citation key as its document has it."""

    key: str
    format: str | None  # of that document
    accessed: str | None  # when that document says that the URL was visited


class KeyOwners:
    """The citation keys of a cache, each with the one Resource that has it. A context manager."""

    def __init__(self, cache: CacheFile) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE owners (key TEXT PRIMARY KEY, resource_id TEXT, format TEXT, accessed TEXT)")
        rows = cache.execute(_CITED)
        self._db.executemany(
            "INSERT OR IGNORE INTO owners VALUES (?, ?, ?, ?)",
            (
                (key, id_, format, accessed)
                for id_, label, format, accessed in rows
                if (key := citation_key(label, format))
            ),
        )
        self._db.execute("CREATE INDEX owned ON owners (resource_id)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def keys(self, resource_id: str) -> list[GivenKey]:
        """The keys that a Resource has, the first one first."""
        found = "SELECT key, format, accessed FROM owners WHERE resource_id = ? ORDER BY rowid"
        return [GivenKey(*row) for row in self._db.execute(found, [resource_id])]

    def owner(self, key: str) -> str | None:
        """The Resource that has a key."""
        row = self._db.execute("SELECT resource_id FROM owners WHERE key = ?", [key]).fetchone()
        return None if row is None else str(row[0])
