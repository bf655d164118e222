"""Parsed sources -> documents, citations, resources, pages. Ingesting the same ParsedSource twice adds nothing.

A Document replaces its earlier version: a citation removed from the file is removed from the cache, its Resource stays.
A citation by Resource ID has `resource_id` NULL until a record defines that id.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.cache.places import DocumentPlaces
from crawler.cache.transactions import many_writes
from crawler.cache.write.long_documents import LONG, LongDocument, in_parts
from crawler.cache.write.renames import Renames
from crawler.cache.write.source_ingest import SourceIngest
from crawler.model import Added, ParsedSource, Skipped, resource_id

GROUP_SIZE = 20_000
"""Citations, records and Documents in one transaction: one to two seconds where the file is large. Smaller groups write
the same pages of the indexes more often.
"""


def ingest(cache: CacheFile, readings: Iterable[ParsedSource], *, now: datetime) -> Added:
    """Store parsed sources, few at a time, so that memory and lock times stay small. What was read before a fault, or
    Ctrl-C, is stored.
    """
    intake = _Intake(cache, utc(now))
    with many_writes(cache.db.conn):
        try:
            for reading in readings:
                intake.take(reading)
        finally:
            intake.end()
    added = intake.added
    _count_unchanged(cache, added, [intake.places.stored(path) for path in intake.unchanged])
    added.paths += intake.unchanged
    _define(cache)
    added.skipped += _undefined(cache.db, intake.places, added.paths)
    return added


class _Intake:
    """What the ingestions of several sources share; `group`: those that are not stored yet."""

    def __init__(self, cache: CacheFile, now: str) -> None:
        self.cache = cache
        self.added = Added()
        self.places = DocumentPlaces.of(cache)
        self.unchanged: list[str] = []
        self.group: list[ParsedSource] = []
        self.size = 0
        self.long: LongDocument | None = None
        self.source = SourceIngest(cache.db, self.added, now, self.places, Renames(cache, self.places))

    def take(self, reading: ParsedSource) -> None:
        document = reading.document
        if document is None and self.long is not None:
            self._leave()
        if document is not None and reading.unchanged:
            self.unchanged.append(document.path)
        elif document is not None and (reading.more or self.long or len(reading.citations) > LONG):
            self._store()
            for part in in_parts(reading):
                self.long = self.long or LongDocument(self.cache, self.source, document)
                self.long.add(part)
            if self.long and not reading.more:
                self.long.finish(reading)
                self.long = None
        else:
            self.group.append(reading)
            self.size += 1 + len(reading.citations) + len(reading.records)
            if self.size >= GROUP_SIZE:
                self._store()

    def end(self) -> None:
        """Store what is left. A Document whose end has not come stays as it was."""
        self._leave()
        self._store()

    def _leave(self) -> None:
        if self.long is not None:
            self.long.abandon()
            self.long = None

    def _store(self) -> None:
        """One transaction for a few sources."""
        group, self.group, self.size = self.group, [], 0
        if group:
            with self.cache.write():
                for reading in group:
                    self.source.ingest(reading)


def _count_unchanged(cache: CacheFile, added: Added, paths: Sequence[str]) -> None:
    """What the Documents cite whose files have not changed."""
    added.documents += len(paths)
    added.unchanged += len(paths)
    sql = (
        "SELECT count(t.line) FROM documents d JOIN citations t ON t.told_by = d.id"
        " WHERE d.path IN (SELECT value FROM json_each(?))"
    )
    added.citations += cache.db.execute(sql, [json.dumps(paths)]).fetchone()[0] if paths else 0


def _define(cache: CacheFile) -> None:
    """Citations by a Resource ID that is defined now: by a record, or since it is that of a cited URL."""
    wanted = {row[0] for row in cache.db.execute("SELECT cited_id FROM citations WHERE resource_id IS NULL")}
    if not wanted:
        return
    known: dict[str, str] = {}
    for id_, url in cache.db.execute("SELECT id, url FROM resources"):
        if (computed := resource_id(url)) in wanted:
            known.setdefault(computed, id_)
        if id_ in wanted:
            known[id_] = id_
    with cache.write() as db:
        db.conn.executemany(
            "UPDATE citations SET resource_id = ? WHERE resource_id IS NULL AND cited_id = ?",
            [(known[id_], id_) for id_ in sorted(known)],
        )


def _undefined(db: SqlConnection, places: DocumentPlaces, paths: Iterable[str]) -> list[Skipped]:
    """The citations in these Documents of a Resource ID that no record defines."""
    rows = db.execute(
        "SELECT d.path, t.line, t.cited_id FROM citations t JOIN documents d ON d.id = t.told_by"
        " WHERE t.resource_id IS NULL AND d.path IN (SELECT value FROM json_each(?)) ORDER BY d.path, t.line, t.id",
        [json.dumps([places.stored(path) for path in paths])],
    )
    return [
        Skipped(path=places.shown(path), line=line, reason=f"no record defines the Resource ID {cited}")
        for path, line, cited in rows
    ]
