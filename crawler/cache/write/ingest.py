"""Parsed sources -> documents, citations, resources, pages. Ingesting the same ParsedSource twice adds nothing.

A Document is ingested in one transaction and replaces its earlier version: a citation removed from the file is removed
from the cache, its Resource stays. A citation by Resource ID has `resource_id` NULL until a record defines that id.
"""

import json
import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler import __version__
from crawler.cache.database import CacheFile, insert, storable, update, utc
from crawler.model import Added, Citation, Document, ParsedSource, ResourceRecord, Skipped, resource_id
from crawler.net.urls import hide_credentials, page_url, without_credentials
from crawler.sources.registry import precedence

STABLE_ID_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
CURATED: tuple[str, ...] = ("title", "type", "importance", "tags", "authors", "published_date", "abstract", "summary")
CURATED += ("review", "key_points", "publication_id", "doi", "archive_url", "fetched_at")


def ingest(cache: CacheFile, readings: Iterable[ParsedSource], *, now: datetime) -> Added:
    """Store parsed sources, each in its own transaction, so that memory and lock times stay small."""
    added = Added()
    for reading in readings:
        with cache.write() as db:
            _SourceIngest(db, added, utc(now)).ingest(reading)
        if reading.document is not None:
            added.paths.append(reading.document.path)
    with cache.write() as db:
        db.execute(
            "UPDATE citations SET resource_id = cited_id"
            " WHERE resource_id IS NULL AND cited_id IN (SELECT id FROM resources)"
        )
    added.skipped += _undefined(cache.db, added.paths)
    return added


def _undefined(db: Database, paths: Iterable[str]) -> list[Skipped]:
    """The citations in these Documents of a Resource ID that no record defines."""
    rows = db.execute(
        "SELECT d.path, t.line, t.cited_id FROM citations t JOIN documents d ON d.id = t.told_by"
        " WHERE t.resource_id IS NULL AND d.path IN (SELECT value FROM json_each(?)) ORDER BY d.path, t.line, t.id",
        [json.dumps(list(paths))],
    )
    return [
        Skipped(path=path, line=line, reason=f"no record defines the Resource ID {cited}") for path, line, cited in rows
    ]


def new_stable_id() -> str:
    """`sid_` and 10 random characters of [0-9A-Za-z]: 59 bits, so a clash in a million is one in 10^6."""
    return "sid_" + "".join(secrets.choice(STABLE_ID_ALPHABET) for _ in range(10))


def _kept(cited: str) -> str:
    """A cited URL as it is stored: without credentials."""
    return str(storable(without_credentials(cited)))


def _hidden(value: Any) -> Any:  # noqa: ANN401 - any column
    return hide_credentials(value) if isinstance(value, str) else value


def _rank(origin: str) -> int:
    return precedence(origin.partition(":")[0])


PLACE = ("line", "column", "label", "link_text", "claim", "quote", "accessed")
CITATION_KEY = ("document_id", "resource_id", "cited_id", *PLACE)


@dataclass(frozen=True, slots=True)
class _SourceIngest:
    """The ingestion of one ParsedSource, inside one transaction."""

    db: Database
    added: Added
    now: str

    def ingest(self, reading: ParsedSource) -> None:
        self.added.skipped += [replace(skipped, url=_hidden(skipped.url)) for skipped in reading.skipped]
        self.added.ignored.update(reading.ignored_counts)
        if reading.document is None:
            for citation in reading.citations:
                self.added.named.append(self._resource_of(citation.url or ""))
            self.added.resource_ids.update(self.added.named)
            return
        self.added.documents += 1
        if reading.unchanged:
            self._count_unchanged(reading.document)
            return
        document = self._document(reading, reading.document)
        for record in reading.records:
            self.added.records += 1
            self.added.resource_ids.add(self._record(record, reading.document))
        before = self._citations_from(document)
        kept = [self._citation(citation, document) for citation in reading.citations]
        self.added.citations += len(kept)
        for record in reading.records:
            cited = self._id_of(record) or ""
            kept += [
                {"document_id": self._named(name), "resource_id": cited, "cited_id": None}
                for name in dict.fromkeys(record.cited_by)
            ]
        self._replace_citations(document, before, kept)

    def _count_unchanged(self, document: Document) -> None:
        self.added.unchanged += 1
        sql = "SELECT resource_id, line FROM citations t JOIN documents d ON d.id = t.told_by WHERE d.path = ?"
        for resource, line in self.db.execute(sql, [document.path]).fetchall():
            self.added.citations += line is not None
            if resource is not None:
                self.added.resource_ids.add(resource)

    # --- documents ------------------------------------------------------------------------------------

    def _document(self, reading: ParsedSource, document: Document) -> int:
        read = {
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
        # A record may have named the Document before it was read.
        sql = "SELECT id, path FROM documents WHERE path = ? OR (path IS NULL AND name = ?) ORDER BY path IS NULL"
        row = self.db.execute(sql, [document.path, document.name]).fetchone()
        self.added.new_documents += row is None or row[1] is None
        if row is None:
            return insert(self.db, "documents", read | {"path": document.path, "added_at": self.now})
        update(self.db, "documents", int(row[0]), read | {"path": document.path})
        return int(row[0])

    def _named(self, name: str) -> int:
        """The Document of that name: the first one read, else a placeholder."""
        sql = "SELECT id FROM documents WHERE name = ? ORDER BY path IS NULL, id LIMIT 1"
        row = self.db.execute(sql, [name]).fetchone()
        return int(row[0]) if row else insert(self.db, "documents", {"name": name, "added_at": self.now})

    # --- resources and pages ----------------------------------------------------------------------------

    def _page(self, cited: str) -> int:
        page = page_url(_kept(cited))
        row = self.db.execute("SELECT id FROM pages WHERE url = ?", [page.url]).fetchone()
        if row:
            return int(row[0])
        self.added.new_pages += 1
        row_of_page = {"url": page.url, "host": page.host, "problem": page.problem, "unsafe": int(page.unsafe)}
        return insert(self.db, "pages", row_of_page | {"due_at": self.now, "added_at": self.now})

    def _resource_of(self, cited: str) -> str:
        """The Resource of a cited URL, created if it is new."""
        computed = resource_id(cited)
        # By its id, too: a record may have repaired the URL while a document still cites the old one.
        sql = "SELECT id FROM resources WHERE url = ?1 OR id = ?2 ORDER BY url <> ?1, rowid LIMIT 1"
        row = self.db.execute(sql, [_kept(cited), computed]).fetchone()
        return str(row[0]) if row else self._new_resource(computed, cited, None)

    def _new_resource(self, id_: str, cited: str, stable_id: str | None) -> str:
        url = _kept(cited)
        row: dict[str, Any] = {"id": id_, "stable_id": stable_id or new_stable_id(), "url": url, "added_at": self.now}
        row |= {"page_id": self._page(cited), "credentials_removed": int(without_credentials(cited) != cited)}
        insert(self.db, "resources", row)
        self.added.new_resources += 1
        return id_

    def _id_of(self, record: ResourceRecord) -> str | None:
        """The id under which a record is, or will be, stored."""
        if record.id:
            return record.id
        sql = "SELECT id FROM resources WHERE url = ? ORDER BY rowid LIMIT 1"
        row = self.db.execute(sql, [_kept(record.url)]).fetchone()
        return str(row[0]) if row else resource_id(record.url)

    def _record(self, record: ResourceRecord, document: Document) -> str:
        """Store a record: its ids as given, its fields unless a source of higher precedence set them."""
        id_ = self._id_of(record) or ""
        row = self.db.execute("SELECT id, url, sources FROM resources WHERE id = ?", [id_]).fetchone()
        if row is None:  # cited before the record was known: the Resource takes the record's id
            computed = resource_id(record.url)
            row = self.db.execute("SELECT id, url, sources FROM resources WHERE id = ?", [computed]).fetchone()
            if row and id_ != computed and "id" not in json.loads(row[2]):
                self.db.execute("UPDATE resources SET id = ? WHERE id = ?", [id_, computed])
            else:
                self._new_resource(id_, record.url, self._free_stable_id(record, document))
                row = None
        origin = f"{document.format}:{document.path}"
        sources: dict[str, str] = json.loads(row[2]) if row else {}
        if row and row[1] != _kept(record.url) and record.id:  # repaired: same Resource, new Page
            page = self._page(record.url)
            update(self.db, "resources", id_, {"url": _kept(record.url), "page_id": page})
        if row and record.stable_id and (stable := self._free_stable_id(record, document, owner=id_)):
            update(self.db, "resources", id_, {"stable_id": stable})
        self._set_fields(id_, record, origin, sources)
        return id_

    def _free_stable_id(self, record: ResourceRecord, document: Document, *, owner: str | None = None) -> str | None:
        """The record's stable id; None, and reported as skipped, if another Resource already has it."""
        if record.stable_id is None:
            return None
        row = self.db.execute("SELECT id FROM resources WHERE stable_id = ?", [record.stable_id]).fetchone()
        if row is None or row[0] == owner:
            return record.stable_id
        reason = f"the stable_id {record.stable_id} belongs to the resource {row[0]} already: another was given"
        self.added.skipped.append(Skipped(path=document.path, line=record.line, reason=reason, url=record.url[:200]))
        return None

    def _set_fields(self, id_: str, record: ResourceRecord, origin: str, sources: dict[str, str]) -> None:
        values: dict[str, Any] = {}
        for name in CURATED:
            value = getattr(record, name)
            if value is not None and _rank(origin) >= _rank(sources.get(name, "")):
                values[name] = json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value
                sources[name] = origin
        if record.extra:
            values["extra"] = json.dumps(record.extra, ensure_ascii=False, default=str)
        if record.id:
            sources["id"] = origin
        values["sources"] = json.dumps(sources, ensure_ascii=False, sort_keys=True)
        update(self.db, "resources", id_, values)

    # --- citations --------------------------------------------------------------------------------------

    def _citation(self, citation: Citation, document: int) -> dict[str, Any]:
        if citation.resource_id:
            row = self.db.execute("SELECT id FROM resources WHERE id = ?", [citation.resource_id]).fetchone()
            cited = row[0] if row else None
        else:
            cited = self._resource_of(citation.url or "")
        if cited:
            self.added.resource_ids.add(cited)
        fields = {name: _hidden(getattr(citation, name)) for name in PLACE}
        return {"document_id": document, "resource_id": cited, "cited_id": citation.resource_id} | fields

    def _citations_from(self, document: int) -> dict[tuple[Any, ...], int]:
        columns = ", ".join(CITATION_KEY)
        rows = self.db.execute(f"SELECT id, {columns} FROM citations WHERE told_by = ?", [document])
        return {tuple(row[1:]): row[0] for row in rows}

    def _replace_citations(self, document: int, before: dict[tuple[Any, ...], int], kept: list[dict[str, Any]]) -> None:
        keyed = {tuple(citation.get(name) for name in CITATION_KEY): citation for citation in kept}
        for key, citation in keyed.items():
            if before.pop(key, None) is None:
                insert(self.db, "citations", citation | {"told_by": document, "added_at": self.now})
                self.added.new_citations += citation.get("line") is not None
        for gone in before.values():
            self.db.execute("DELETE FROM citations WHERE id = ?", [gone])
            self.added.removed_citations += 1
