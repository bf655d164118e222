"""Which records give which ids, and where they stand: the table `record_ids`.

Of records that give one id to different URLs, the first that was read has it, until it is gone from its file. The
others are reported with both places and go without.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crawler.cache.connection import SqlConnection
from crawler.cache.places import DocumentPlaces
from crawler.cache.write.creation import kept_url
from crawler.model import ResourceRecord, Skipped

RESOURCE_ID = re.compile(r"[0-9a-f]{16}")
"""What a Resource ID is; any other `id` is no identity (a database key, a bookmark's number)."""


class Holder(NamedTuple):
    """The record that has an id."""

    row: int
    document: int
    line: int | None
    url: str


@dataclass(slots=True)
class RecordIds:
    """The ids that the records of one Document give, inside one transaction."""

    db: SqlConnection
    places: DocumentPlaces
    document: int
    path: str  # of the Document, as shown
    complaints: list[Skipped] = field(default_factory=list)
    before: dict[str, int] = field(init=False)  # the rows of the ids that it gave
    here: dict[str, ResourceRecord] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)  # ids and Stable IDs

    def __post_init__(self) -> None:
        sql = "SELECT id, rowid FROM record_ids WHERE document_id = ?"
        self.before = {row[0]: int(row[1]) for row in self.db.execute(sql, [self.document])}

    def settle(self, records: Sequence[ResourceRecord]) -> list[str | None]:
        """The Resource ID that each record keeps; None: it gives none, or another record has it."""
        return [self._settle(record) for record in records]

    def drop_others(self) -> None:
        """The Document gives no ids but those of the records that have been settled."""
        gone = [(row,) for id_, row in self.before.items() if id_ not in self.given]
        self.db.conn.executemany("DELETE FROM record_ids WHERE rowid = ?", gone)

    def free_stable_id(self, record: ResourceRecord, owner: str | None) -> str | None:
        """The record's Stable ID; None, with a complaint, if a Resource other than `owner` has it already."""
        if record.stable_id is None:
            return None
        row = self.db.execute("SELECT id FROM resources WHERE stable_id = ?", [record.stable_id]).fetchone()
        if row is not None and row[0] != owner:
            holder = self._holder(record.stable_id)
            place = f", {self._place(holder)}" if holder else ""
            reason = f"the stable_id {record.stable_id} belongs to the resource {row[0]} already{place}"
            self._complain(record, f"{reason}: another was given")
            return None
        self._put(record.stable_id, record, None)
        return record.stable_id

    def _settle(self, record: ResourceRecord) -> str | None:
        id_, url = record.id, kept_url(record.url)
        if id_ is None or not RESOURCE_ID.fullmatch(id_):
            return None
        mine = self.before.get(id_)
        first = self.here.get(id_)
        holder = self._holder(id_) if first is None else Holder(0, self.document, first.line, kept_url(first.url))
        if holder is not None and holder.url != url and (first is not None or holder.document != self.document):
            self._complain(
                record, f"the id {id_} stands for {holder.url[:200]} already, {self._place(holder)}: another was given"
            )
            return None
        if first is None:
            self.here[id_] = record
            self._put(id_, record, mine)
            self._contradict(id_, url)
        return id_

    def _holder(self, id_: str) -> Holder | None:
        sql = "SELECT rowid, document_id, line, url FROM record_ids WHERE id = ? ORDER BY rowid LIMIT 1"
        row = self.db.execute(sql, [id_]).fetchone()
        return None if row is None else Holder(*row)

    def _put(self, id_: str, record: ResourceRecord, mine: int | None) -> None:
        self.given.add(id_)
        values = (record.line, kept_url(record.url))
        if mine is not None:
            self.db.execute("UPDATE record_ids SET line = ?, url = ? WHERE rowid = ?", (*values, mine))
            return
        sql = "INSERT OR REPLACE INTO record_ids (line, url, id, document_id) VALUES (?, ?, ?, ?)"
        self.db.execute(sql, (*values, id_, self.document))

    def _contradict(self, id_: str, url: str) -> None:
        """A Document that has the id for another URL is read again, to complain."""
        where = "SELECT document_id FROM record_ids WHERE id = ? AND url <> ?"
        self.db.execute(f"UPDATE documents SET reader = NULL WHERE id IN ({where})", [id_, url])
        self.db.execute("DELETE FROM record_ids WHERE id = ? AND url <> ?", [id_, url])

    def _place(self, holder: Holder) -> str:
        (path,) = self.db.execute("SELECT path FROM documents WHERE id = ?", [holder.document]).fetchone()
        return self.places.shown(path) + ("" if holder.line is None else f":{holder.line}")

    def _complain(self, record: ResourceRecord, reason: str) -> None:
        self.complaints.append(Skipped(path=self.path, line=record.line, reason=reason, url=kept_url(record.url)[:200]))
