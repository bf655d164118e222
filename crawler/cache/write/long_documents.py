"""Long Documents, which come in parts: `LongDocument`.

Resources and Pages of a part are stored at once, in a short transaction, so that a crawl can write in between. The
Citations are staged, and one transaction at the end lets them replace those that the Document had: whoever is killed
before it leaves the Document as it was, to be read again.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from crawler.cache.database import CacheFile
from crawler.cache.storing import insert
from crawler.cache.write.claims import claims_of
from crawler.cache.write.creation import kept_url, kept_value
from crawler.cache.write.local_links import replace_local_links
from crawler.cache.write.record_ids import RecordIds
from crawler.cache.write.resources import ResourceTable
from crawler.cache.write.source_ingest import SourceIngest
from crawler.cache.write.staging import StagedCitations
from crawler.model import Document, ParsedSource, Skipped

LONG = 100_000
"""Citations in one transaction: a few seconds. A Document with more is stored in parts."""

FORGOTTEN = "was forgotten by another program while it was read: add it again if it is to cite"


def in_parts(reading: ParsedSource) -> Iterator[ParsedSource]:
    """A reading that is too long for one transaction as parts, the first with all records."""
    if len(reading.citations) <= LONG:
        yield reading
        return
    bare = replace(reading, citations=(), records=(), skipped=(), ignored=(), more=True)
    for at in range(0, len(reading.citations), LONG):
        some, last = reading.citations[at : at + LONG], at + LONG >= len(reading.citations)
        part = replace(reading, records=(), more=reading.more) if last else bare
        yield replace(part, citations=some, records=() if at else reading.records)


class LongDocument:
    """The ingestion of one Document from its parts."""

    def __init__(self, cache: CacheFile, ingest: SourceIngest, first: Document) -> None:
        self.cache, self.ingest = cache, ingest
        self.complete = True  # nothing was complained about
        self.replaced: dict[str, str] = {}  # ids of Resources that are others now
        self.described = False  # by records, which may give Resources other ids
        self.cited = self.parts = 0
        with cache.write() as db:
            known = ingest.known(first)
            self.new = known is None
            named = {"path": ingest.places.stored(first.path), "name": kept_value(first.name), "added_at": ingest.now}
            self.id = insert(db, "documents", named) if known is None else known
            (self.path,) = db.execute("SELECT path FROM documents WHERE id = ?", [self.id]).fetchone()
            self.ids = RecordIds(db, ingest.places, self.id, first.path)
        self.staged = StagedCitations(cache.db)

    def add(self, part: ParsedSource) -> None:
        """Store what the part needs, and stage its Citations."""
        assert part.document is not None
        with self.cache.write() as db:
            self.ingest.report(part)
            table = ResourceTable(db, self.ingest.added, self.ingest.now)
            resources = self.ingest.records(part, table, self.ids)
            claims, texts = claims_of(part.citations)
            rows = self.ingest.located(part.citations, self.id, table, claims)
            urls = [None if one.resource_id else kept_url(one.url or "") for one in part.citations]
            told = self.ingest.told(part, resources, table)
            self.staged.add([*zip(rows, urls, strict=True), *((row, None) for row in told)], texts)
            self.replaced |= table.replaced
        self.cited += len(rows)
        self.parts += 1
        self.complete &= not (part.skipped or part.depends)
        self.described |= bool(part.records)
        self.staged.several |= bool(told) or self.described

    def finish(self, last: ParsedSource) -> None:
        """Let the Document cite what was staged, and nothing else."""
        assert last.document is not None
        with self.cache.write() as db:
            if not self._is_there(last.document):
                gone = Skipped(path=last.document.path, line=None, reason=FORGOTTEN)
                self.ingest.added.skipped.append(gone)
                self.staged.close()
                return
            self.ingest.count(last.document)
            complete = self.complete and not self.ids.complaints
            self.ingest.note(self.id, last, last.document, complete=complete)
            self._replace(ResourceTable(db, self.ingest.added, self.ingest.now))
            replace_local_links(db, self.id, last)
        self.ingest.added.citations += self.cited
        self.ingest.added.new_documents += self.new
        self.staged.close()

    def _is_there(self, document: Document) -> bool:
        """Whether it is in the cache still: another program may have forgotten it, and its id be another one's now."""
        row = self.cache.db.execute("SELECT path FROM documents WHERE id = ?", [self.id]).fetchone()
        return row is not None and row[0] in (self.path, self.ingest.places.stored(document.path))

    def abandon(self) -> None:
        """Leave the Document as it was: what it says now could not be read to the end."""
        self.staged.close()
        unknown = "id = ? AND NOT EXISTS (SELECT 1 FROM citations WHERE documents.id IN (document_id, told_by))"
        with self.cache.write() as db:
            if self.new:
                db.execute("DELETE FROM record_ids WHERE document_id = ?", [self.id])
                db.execute(f"DELETE FROM documents WHERE {unknown}", [self.id])

    def _replace(self, table: ResourceTable) -> None:
        if self.described:
            self._bind(table)
        try:
            self.staged.replace(table.added, table.now, self.id)
        except sqlite3.IntegrityError:  # another program dropped Resources that nothing cited yet
            self._bind(table)
            self.staged.replace(table.added, table.now, self.id)

    def _bind(self, table: ResourceTable) -> None:
        """There are other Resources than before: each row cites the one that its URL has now."""
        self.staged.rename(self.replaced)
        for rows in self.staged.cited():
            found = table.of_urls(url for _, url, _ in rows)
            self.staged.bind((number, found[url]) for number, url, id_ in rows if found[url] != id_)
