"""Documents of the other cache. One that is known here, by its path, is not touched: its file says what it cites. One
that is not comes with its citations, and is read again as soon as its file is added here.
"""

from dataclasses import dataclass, field
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.storing import insert, update
from crawler.cache.write.claims import claim_id
from crawler.cache.write.merging.rows import OtherRows
from crawler.model import MergeReport


@dataclass(slots=True)
class DocumentJoin:
    """The joining of Documents, inside a transaction. `ids`: the other's id -> ours."""

    db: SqlConnection
    rows: OtherRows
    report: MergeReport
    resources: dict[str, str]  # the other's Resource ID -> ours
    ids: dict[int, int] = field(default_factory=dict)

    def join(self) -> None:
        """Every Document that is new here, then what they say."""
        new = [row["id"] for row in self.rows.of("documents", "path IS NOT NULL") if self._is_new(row)]
        names = {row["id"]: row for row in self.rows.of("documents", "path IS NULL")}
        for id_ in new:
            for row in self.rows.of("citations", "told_by = ?", id_):
                self._citation(row, names)
            for row in self.rows.of("record_ids", "document_id = ?", id_):
                self._record_id(row)
        self.db.execute(
            "UPDATE citations SET resource_id = cited_id WHERE resource_id IS NULL"
            " AND cited_id IN (SELECT id FROM resources)"
        )

    def _is_new(self, row: dict[str, Any]) -> bool:
        known = self.db.execute("SELECT id FROM documents WHERE path = ?", [row["path"]]).fetchone()
        if known:
            self.ids[row["id"]] = known[0]
            return False
        values = {name: value for name, value in row.items() if name != "id"} | {"reader": None}
        sql = "SELECT id FROM documents WHERE path IS NULL AND name = ? ORDER BY id LIMIT 1"
        if named := self.db.execute(sql, [row["name"]]).fetchone():
            update(self.db, "documents", named[0], values)
            self.ids[row["id"]] = named[0]
        else:
            self.ids[row["id"]] = insert(self.db, "documents", values)
        self.report.new["documents"] += 1
        return True

    def _citation(self, row: dict[str, Any], names: dict[int, dict[str, Any]]) -> None:
        citing = self.ids.get(row["document_id"])
        if citing is None and (placeholder := names.get(row["document_id"])):
            citing = self.ids[row["document_id"]] = self._named(placeholder)
        resource = self.resources.get(row["resource_id"]) if row["resource_id"] else None
        if citing is None or (row["resource_id"] and resource is None):
            self.report.left_out["citations: of nothing that is there"] += 1
            return
        values = {name: value for name, value in row.items() if name != "id"}
        values["claim_id"] = self._claim(row["claim_id"])
        values |= {"document_id": citing, "told_by": self.ids[row["told_by"]], "resource_id": resource}
        insert(self.db, "citations", values)
        self.report.new["citations"] += row["line"] is not None

    def _claim(self, theirs: str | None) -> str | None:
        """The claim's text, under the id that it has: that is computed from it."""
        found = next(self.rows.of("claims", "id = ?", theirs), None) if theirs else None
        if found is None:
            return None
        id_ = claim_id(found["text"])
        self.db.execute("INSERT OR IGNORE INTO claims (id, text) VALUES (?, ?)", [id_, found["text"]])
        return id_

    def _named(self, row: dict[str, Any]) -> int:
        """The Document that a record names: the first one read, else a placeholder."""
        sql = "SELECT id FROM documents WHERE name = ? ORDER BY path IS NULL, id LIMIT 1"
        found = self.db.execute(sql, [row["name"]]).fetchone()
        return int(found[0]) if found else insert(self.db, "documents", {k: v for k, v in row.items() if k != "id"})

    def _record_id(self, row: dict[str, Any]) -> None:
        """Unless the id stands for another URL here, which was reported."""
        held = "SELECT 1 FROM record_ids WHERE id = ? AND url <> ?"
        if not self.db.execute(held, [row["id"], row["url"]]).fetchone():
            values = [row["id"], self.ids[row["document_id"]], row["line"], row["url"]]
            self.db.execute("INSERT OR IGNORE INTO record_ids (id, document_id, line, url) VALUES (?, ?, ?, ?)", values)
