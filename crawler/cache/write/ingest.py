"""Parsed sources -> documents, citations, resources, pages. Ingesting the same ParsedSource twice adds nothing.

A Document replaces its earlier version: a citation removed from the file is removed from the cache, its Resource stays.
A citation by Resource ID has `resource_id` NULL until a record defines that id.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlite_utils import Database

from crawler import __version__
from crawler.cache.database import CacheFile, insert, storable, update, utc
from crawler.cache.places import DocumentPlaces
from crawler.cache.quote_json import quoted_texts, stored_quotes
from crawler.cache.write.claims import drop_unused_claims, store_claims
from crawler.cache.write.creation import kept_value, rows_for
from crawler.cache.write.local_links import replace_local_links
from crawler.cache.write.record_ids import RecordIds
from crawler.cache.write.renames import Renames
from crawler.cache.write.resources import ResourceTable
from crawler.model import Added, Citation, Document, ParsedSource, Skipped, resource_id
from crawler.net.credentials import hide_credentials

GROUP_SIZE = 500
"""Citations, records and Documents in one transaction: a few hundredths of a second."""


def ingest(cache: CacheFile, readings: Iterable[ParsedSource], *, now: datetime) -> Added:
    """Store parsed sources, few at a time, so that memory and lock times stay small. What was read before a fault, or
    Ctrl-C, is stored.
    """
    intake = _Intake(cache, utc(now))
    added, group, size = intake.added, list[ParsedSource](), 0
    unchanged: list[str] = []
    try:
        for reading in readings:
            if reading.document is not None and reading.unchanged:
                unchanged.append(reading.document.path)
                continue
            group.append(reading)
            size += 1 + len(reading.citations) + len(reading.records)
            if size >= GROUP_SIZE:
                full, group, size = group, [], 0
                intake.store(full)
    finally:
        intake.store(group)
    _count_unchanged(cache, added, [intake.places.stored(path) for path in unchanged])
    added.paths += unchanged
    _define(cache)
    added.skipped += _undefined(cache.db, intake.places, added.paths)
    return added


class _Intake:
    """What the ingestions of several sources share."""

    def __init__(self, cache: CacheFile, now: str) -> None:
        self.cache = cache
        self.now = now
        self.added = Added()
        self.places = DocumentPlaces.of(cache)
        self.renames = Renames(cache, self.places)

    def store(self, group: Sequence[ParsedSource]) -> None:
        """One transaction for a few sources."""
        if group:
            with self.cache.write() as db:
                for reading in group:
                    _SourceIngest(db, self.added, self.now, self.places, self.renames).ingest(reading)


def _without_credentials(skipped: Skipped) -> Skipped:
    path, url = kept_value(skipped.path), kept_value(skipped.url)
    return skipped if (path, url) == (skipped.path, skipped.url) else replace(skipped, path=path, url=url)


def _count_unchanged(cache: CacheFile, added: Added, paths: list[str]) -> None:
    """What the Documents cite whose files have not changed."""
    added.documents += len(paths)
    added.unchanged += len(paths)
    rows = cache.db.execute(
        "SELECT t.resource_id, count(t.line) FROM documents d JOIN citations t ON t.told_by = d.id"
        " WHERE d.path IN (SELECT value FROM json_each(?)) GROUP BY t.resource_id",
        [json.dumps(paths)],
    )
    for resource, located in rows:
        added.citations += located
        if resource is not None:
            added.resource_ids.add(resource)


def _define(cache: CacheFile) -> None:
    """Citations by a Resource ID that is defined now: by a record, or since it is that of a cited URL."""
    wanted = {row[0] for row in cache.db.execute("SELECT cited_id FROM citations WHERE resource_id IS NULL")}
    if not wanted:
        return
    known: dict[str, str] = {}
    for id_, url in cache.db.execute("SELECT id, url FROM resources"):
        known.setdefault(resource_id(url), id_)
    known |= {row[0]: row[0] for row in cache.db.execute("SELECT id FROM resources")}
    found = [(known[id_], id_) for id_ in sorted(wanted & known.keys())]
    with cache.write() as db:
        db.conn.executemany("UPDATE citations SET resource_id = ? WHERE resource_id IS NULL AND cited_id = ?", found)


def _undefined(db: Database, places: DocumentPlaces, paths: Iterable[str]) -> list[Skipped]:
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


PLACE = ("line", "column", "label", "link_text", "claim_id", "quotes", "accessed")
CITATION_KEY = ("document_id", "resource_id", "cited_id", *PLACE)
_COLUMNS = ", ".join(CITATION_KEY)
_CLAIM = CITATION_KEY.index("claim_id")
_QUOTES = CITATION_KEY.index("quotes")


@dataclass(slots=True)
class _SourceIngest:
    """The ingestion of one ParsedSource, inside a transaction."""

    db: Database
    added: Added
    now: str
    places: DocumentPlaces
    renames: Renames

    def ingest(self, reading: ParsedSource) -> None:
        self.added.skipped += map(_without_credentials, reading.skipped)
        self.added.ignored.update(reading.ignored_counts)
        table = ResourceTable(self.db, self.added, self.now)
        if reading.document is None:
            self.added.named += table.named([citation.url or "" for citation in reading.citations])
            self.added.resource_ids.update(self.added.named)
            return
        self.added.documents += 1
        self.added.paths.append(reading.document.path)
        stored = self.places.stored(reading.document.path)
        named_document = replace(reading.document, name=kept_value(reading.document.name))
        document = self._document(reading, named_document, stored)
        resources = self._records(reading, table, document, f"{reading.document.format}:{stored}")
        before = self._citations_from(document)
        kept = self._cited(reading.citations, document, table)
        self.added.citations += len(kept)
        named = self._named(name for record in reading.records for name in record.cited_by)
        for record, resource in zip(reading.records, resources, strict=True):
            cited = table.replaced.get(resource, resource)
            kept += [(named[name], cited, None, *[None] * len(PLACE)) for name in dict.fromkeys(record.cited_by)]
        self._replace_citations(document, before, kept)
        replace_local_links(self.db, document, reading)

    def _document(self, reading: ParsedSource, document: Document, stored: str) -> int:
        read = {
            "path": stored,
            "name": document.name,
            "format": document.format,
            "title": document.title,
            "type": document.type,
            "quality": document.quality,
            "sha256": document.sha256,
            # None: read again next time, so that what was skipped is reported again.
            "reader": None if reading.skipped or reading.depends else __version__,
            "read_at": self.now,
        }
        id_ = self._known(document, stored)
        if id_ is None:
            self.added.new_documents += 1
            return insert(self.db, "documents", read | {"added_at": self.now})
        update(self.db, "documents", id_, read)
        return id_

    def _known(self, document: Document, stored: str) -> int | None:
        """The Document of that path; else the same file where it was before; else the name a record has for it."""
        row = self.db.execute("SELECT id FROM documents WHERE path = ?", [stored]).fetchone()
        if row is not None:
            return int(row[0])
        sql = "SELECT id FROM documents WHERE path IS NULL AND name = ? ORDER BY id LIMIT 1"
        named = self.db.execute(sql, [document.name]).fetchone()
        if before := self.renames.take(document.sha256, stored):
            if (former := self.places.shown(before.path)) != document.path:
                self.added.renamed.append((former, document.path))
            if before.name != document.name:
                self._release(before.id, before.name, document.name)
            if named is not None:
                self.db.execute("UPDATE citations SET document_id = ? WHERE document_id = ?", [before.id, named[0]])
                self.db.execute("DELETE FROM documents WHERE id = ?", [named[0]])
            return before.id
        self.added.new_documents += named is not None
        return None if named is None else int(named[0])

    def _release(self, document: int, name: str, new_name: str) -> None:
        """Where records name a Document that is called otherwise now, they mean another one."""
        told = "document_id = ? AND told_by <> document_id"
        if self.db.execute(f"SELECT 1 FROM citations WHERE {told} LIMIT 1", [document]).fetchone():
            self.db.execute("UPDATE documents SET name = ? WHERE id = ?", [new_name, document])
            self.db.execute(f"UPDATE citations SET document_id = ? WHERE {told}", [self._named([name])[name], document])

    def _named(self, names: Iterable[str]) -> dict[str, int]:
        """The Documents of these names: of each the first one read, else a placeholder."""
        stored = {name: str(storable(hide_credentials(name))) for name in names}
        sql = "SELECT name, id FROM documents WHERE name IN ({}) ORDER BY path IS NOT NULL, id DESC"
        known: dict[str, Any] = {row[0]: row[1] for row in rows_for(self.db, sql, set(stored.values()))}
        new = [(name, self.now) for name in dict.fromkeys(stored.values()) if name not in known]
        if new:
            self.db.conn.executemany("INSERT INTO documents (name, added_at) VALUES (?, ?)", new)
            known |= {row[0]: row[1] for row in rows_for(self.db, sql, [name for name, _ in new])}
        return {name: int(known[kept]) for name, kept in stored.items()}

    # --- records ----------------------------------------------------------------------------------------

    def _records(self, reading: ParsedSource, table: ResourceTable, document: int, origin: str) -> list[str]:
        """Store the records: their ids as given, their fields by precedence; gives the Resource of each."""
        assert reading.document is not None
        ids = RecordIds(self.db, self.places, document, reading.document.path)
        found, settled = [], ids.settle(reading.records)
        claimed = {record.url for record, given in zip(reading.records, settled, strict=True) if given}
        table.of_urls(record.url for record in reading.records if record.url not in claimed)  # at once: faster
        for record, given in zip(reading.records, settled, strict=True):
            self.added.records += 1
            id_ = given or table.of_url(record.url)
            if given:
                table.identify(given, record.url, origin)
            if stable := ids.free_stable_id(record, id_):
                update(self.db, "resources", id_, {"stable_id": stable})
            table.set_fields(id_, record, origin, gives_id=given is not None)
            self.added.resource_ids.add(id_)
            found.append(id_)
        if ids.complaints:  # made again next time
            self.added.skipped += ids.complaints
            update(self.db, "documents", document, {"reader": None})
        return found

    # --- citations --------------------------------------------------------------------------------------

    def _cited(self, citations: Sequence[Citation], document: int, table: ResourceTable) -> list[tuple[Any, ...]]:
        """A row for each, in the order of CITATION_KEY."""
        ids = {citation.resource_id for citation in citations if citation.resource_id}
        of_url = table.of_urls([citation.url or "" for citation in citations if not citation.resource_id])
        defined = {row[0] for row in rows_for(self.db, "SELECT id FROM resources WHERE id IN ({})", ids)}
        self.added.resource_ids.update(of_url.values(), defined)
        claims = store_claims(self.db, citations)
        return [
            (
                document,
                of_url[url] if not (id_ := citation.resource_id) else id_ if id_ in defined else None,
                id_,
                citation.line,
                citation.column,
                citation.label and kept_value(citation.label, url),
                citation.link_text and kept_value(citation.link_text, url),
                claims[citation.claim] if citation.claim else None,
                stored_quotes(citation.quotes, partial(kept_value, cited=url)),
                citation.accessed and kept_value(citation.accessed, url),
            )
            for citation in citations
            for url in (citation.url or "",)
        ]

    def _citations_from(self, document: int) -> dict[tuple[Any, ...], int]:
        rows = self.db.execute(f"SELECT id, {_COLUMNS} FROM citations WHERE told_by = ?", [document])
        return {tuple(row[1:]): row[0] for row in rows}

    def _replace_citations(
        self, document: int, before: dict[tuple[Any, ...], int], kept: list[tuple[Any, ...]]
    ) -> None:
        new = [key for key in dict.fromkeys(kept) if before.pop(key, None) is None]
        moved = self._moved(new, before)
        sql = (
            f"INSERT INTO citations ({_COLUMNS}, told_by, added_at) VALUES ({', '.join('?' * (len(CITATION_KEY) + 2))})"
        )
        self.db.conn.executemany(sql, [(*key, document, moved.get(key, self.now)) for key in new])
        self.added.new_citations += sum(key[3] is not None for key in new)
        self.db.conn.executemany("DELETE FROM citations WHERE id = ?", [(gone,) for gone in before.values()])
        drop_unused_claims(self.db, (gone[_CLAIM] for gone in before if gone[_CLAIM] is not None))
        self.added.removed_citations += len(before)

    def _moved(self, new: list[tuple[Any, ...]], gone: dict[tuple[Any, ...], int]) -> dict[tuple[Any, ...], str]:
        """Citations that stand at another line or column than before -> since when they have been there."""
        sql = f"SELECT added_at, {_COLUMNS} FROM citations WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1 DESC"
        rows = self.db.execute(sql, [json.dumps([*gone.values()])]) if new and gone else ()
        since = {_without_place(row[1:]): str(row[0]) for row in rows}  # of several the earliest counts
        return {key: since[words] for key in new if (words := _without_place(key)) in since}


def _without_place(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """A Citation's row without where it stands, and where its Quotes do."""
    return (*key[:3], *key[5:_QUOTES], quoted_texts(key[_QUOTES]), *key[_QUOTES + 1 :])
