"""One ParsedSource -> its Document, records, Resources and Citations, inside a transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crawler import __version__
from crawler.cache.connection import SqlConnection
from crawler.cache.places import DocumentPlaces
from crawler.cache.storing import insert, storable, update
from crawler.cache.write.citations import Row, citations_told_by, located_row, named_row, replace_citations
from crawler.cache.write.claims import store_claims
from crawler.cache.write.creation import kept_value, rows_for
from crawler.cache.write.local_links import replace_local_links
from crawler.cache.write.record_ids import RecordIds
from crawler.cache.write.renames import Renames
from crawler.cache.write.resources import ResourceTable
from crawler.model import Added, Citation, Document, ParsedSource, Skipped
from crawler.net.credentials import hide_credentials


@dataclass(slots=True)
class SourceIngest:
    """The ingestion of one ParsedSource, inside a transaction."""

    db: SqlConnection
    added: Added
    now: str
    places: DocumentPlaces
    renames: Renames

    def ingest(self, reading: ParsedSource) -> None:
        self.report(reading)
        table = ResourceTable(self.db, self.added, self.now)
        if reading.document is None:
            self.added.named += table.named([citation.url or "" for citation in reading.citations])
            return
        self.count(reading.document)
        document = self._document(reading, reading.document)
        ids = RecordIds(self.db, self.places, document, reading.document.path)
        resources = self.records(reading, table, ids)
        if ids.complaints:
            self.read_again(document)
        before = citations_told_by(self.db, document)
        kept = self.located(reading.citations, document, table, store_claims(self.db, reading.citations))
        self.added.citations += len(kept)
        kept += self.told(reading, resources, table)
        new, gone = replace_citations(self.db, document, before, kept, self.now)
        self.added.new_citations += new
        self.added.removed_citations += gone
        replace_local_links(self.db, document, reading)

    def report(self, reading: ParsedSource) -> None:
        """What was left out, and what is no citation."""
        self.added.skipped += map(_without_credentials, reading.skipped)
        self.added.ignored.update(reading.ignored_counts)

    def count(self, document: Document) -> None:
        self.added.documents += 1
        self.added.paths.append(document.path)

    # --- the Document -----------------------------------------------------------------------------------

    def _document(self, reading: ParsedSource, document: Document) -> int:
        """The Document's id, with what was read of it stored."""
        id_ = self.known(document)
        if id_ is None:
            self.added.new_documents += 1
            return insert(self.db, "documents", self._row(reading, document) | {"added_at": self.now})
        update(self.db, "documents", id_, self._row(reading, document))
        return id_

    def note(self, id_: int, last: ParsedSource, document: Document, *, complete: bool) -> None:
        """A Document has been read to its end; `complete`: nothing in it was complained about."""
        update(self.db, "documents", id_, self._row(last, document))
        if not complete:
            self.read_again(id_)

    def _row(self, reading: ParsedSource, document: Document) -> dict[str, Any]:
        return {
            "path": self.places.stored(document.path),
            "name": kept_value(document.name),
            "format": document.format,
            "title": document.title,
            "type": document.type,
            "quality": document.quality,
            "sha256": document.sha256,
            # None: read again next time, so that what was skipped is reported again.
            "reader": None if reading.skipped or reading.depends else __version__,
            "read_at": self.now,
        }

    def read_again(self, document: int) -> None:
        """The Document is read again next time, so that what was complained about is reported again."""
        update(self.db, "documents", document, {"reader": None})

    def known(self, document: Document) -> int | None:
        """The Document of that path; else the same file where it was before; else the name a record has for it."""
        stored, name = self.places.stored(document.path), kept_value(document.name)
        row = self.db.execute("SELECT id FROM documents WHERE path = ?", [stored]).fetchone()
        if row is not None:
            return int(row[0])
        sql = "SELECT id FROM documents WHERE path IS NULL AND name = ? ORDER BY id LIMIT 1"
        named = self.db.execute(sql, [name]).fetchone()
        if before := self.renames.take(document.sha256, stored):
            if (former := self.places.shown(before.path)) != document.path:
                self.added.renamed.append((former, document.path))
            if before.name != name:
                self._release(before.id, before.name, name)
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

    def records(self, reading: ParsedSource, table: ResourceTable, ids: RecordIds) -> list[str]:
        """Store the records: their ids as given, their fields by precedence; gives the Resource of each."""
        complaints = len(ids.complaints)
        assert reading.document is not None
        origin = f"{reading.document.format}:{self.places.stored(reading.document.path)}"
        found, settled = [], ids.settle(reading.records)
        if not reading.more:
            ids.drop_others()
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
            found.append(id_)
        self.added.skipped += ids.complaints[complaints:]
        return found

    def told(self, reading: ParsedSource, resources: Sequence[str], table: ResourceTable) -> list[Row]:
        """A row for each Document that a record names, which cites the record's Resource."""
        named = self._named(name for record in reading.records for name in record.cited_by)
        return [
            named_row(named[name], table.replaced.get(resource, resource))
            for record, resource in zip(reading.records, resources, strict=True)
            for name in dict.fromkeys(record.cited_by)
        ]

    # --- citations --------------------------------------------------------------------------------------

    def located(
        self, citations: Sequence[Citation], document: int, table: ResourceTable, claims: dict[str, str]
    ) -> list[Row]:
        """A row for each; `claims`: the id of each claim's text."""
        ids = {citation.resource_id for citation in citations if citation.resource_id}
        of_url = table.of_urls([citation.url or "" for citation in citations if not citation.resource_id])
        defined = {row[0]: row[0] for row in rows_for(self.db, "SELECT id FROM resources WHERE id IN ({})", ids)}
        return [
            located_row(one, document, defined.get(id_) if (id_ := one.resource_id) else of_url[one.url or ""], claims)
            for one in citations
        ]


def _without_credentials(skipped: Skipped) -> Skipped:
    path, url = kept_value(skipped.path), kept_value(skipped.url)
    return skipped if (path, url) == (skipped.path, skipped.url) else replace(skipped, path=path, url=url)
