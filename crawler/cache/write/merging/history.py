"""The history of one Page: Fetches with their evidence and runs, Captures with their bodies, lookups in archives.

A Fetch is the same if it was at the same moment, took as long and ended alike; a Capture, if its body, text and status
are the same. Ids of Fetches stand in the order of time, which the judge and the schedule rely on.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from crawler.cache import bodies
from crawler.cache.connection import SqlConnection
from crawler.cache.header_sets import headers_of
from crawler.cache.storing import insert, update
from crawler.cache.write.base_bodies import base_for
from crawler.cache.write.captures import store_sketch
from crawler.cache.write.header_sets import store_headers
from crawler.cache.write.imports import point_to_newest
from crawler.cache.write.index import index_text
from crawler.cache.write.merging.rows import OtherRows
from crawler.model import MergeReport
from crawler.model.capture import FETCHED
from crawler.model.errors import CacheDamaged, NotFound
from crawler.text.sketches import sketch

FETCH_KEY = ("started_at", "elapsed_ms", "attempts", "outcome", "status", "error", "final_url", "body_bytes")
CAPTURE_KEY = ("body_sha256", "text_sha256", "status", "memento_datetime", "source")
IMPORT_KEY = ("captured_at", "body_sha256")
LOOKUP_KEY = ("looked_at", "archive", "wanted", "url", "outcome")

Key = tuple[Any, ...]


def _key(row: dict[str, Any], columns: tuple[str, ...]) -> Key:
    return tuple(row[name] for name in columns)


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", *names)}


@dataclass(slots=True)
class HistoryJoin:
    """The joining of Pages' histories, inside a transaction. `runs`: the other's run -> ours."""

    db: SqlConnection
    rows: OtherRows
    report: MergeReport
    latest: str  # a Fetch that claims to be later was noted while a clock was wrong
    runs: dict[int, int] = field(default_factory=dict)

    def recognise_runs(self, theirs: int, ours: int) -> None:
        """Runs that both have, by the Fetches of a Page that both have."""
        known = {_key(row, FETCH_KEY): row["run_id"] for row in self._ours("fetches", ours)}
        for row in self.rows.of("fetches", "page_id = ?", theirs) if known else ():
            run = known.get(_key(row, FETCH_KEY))
            if run is not None:
                self.runs.setdefault(row["run_id"], run)

    def join(self, theirs: int, ours: int) -> bool:
        """One Page; whether it has new Fetches."""
        ids, new = self._fetches(theirs, ours)
        captures = self._captures(theirs, ours, ids)
        for row in new:
            capture = captures.get(row["capture_id"])
            if capture is not None:
                update(self.db, "fetches", ids[row["id"]], {"capture_id": capture})
        self._lookups(theirs, ours, captures)
        self._imports(theirs, ours, captures)
        if new:
            self._order(ours)
        return bool(new)

    def _ours(self, table: str, page: int) -> list[dict[str, Any]]:
        return list(self.db.query(f"SELECT * FROM {table} WHERE page_id = ?", [page]))

    # --- Fetches ----------------------------------------------------------------------------------------------

    def _fetches(self, theirs: int, ours: int) -> tuple[dict[int, int], list[dict[str, Any]]]:
        """The other's Fetch -> ours, and the rows of those that are new."""
        known = {_key(row, FETCH_KEY): row["id"] for row in self._ours("fetches", ours)}
        ids: dict[int, int] = {}
        new = []
        for row in self.rows.of("fetches", "page_id = ?", theirs):
            key = _key(row, FETCH_KEY)
            if row["started_at"] > self.latest:
                self.report.left_out["fetches: later than now"] += 1
            elif key in known:
                ids[row["id"]] = known[key]
            else:
                sent = store_headers(self.db, ours, headers_of(row["headers"], self._header_set(row["header_set"])))
                columns = _without(row) | {"page_id": ours, "run_id": self._run(row["run_id"], ours)} | sent._asdict()
                columns |= {"capture_id": None, "good": 0, "changed": None}
                known[key] = ids[row["id"]] = insert(self.db, "fetches", columns)
                for found in self.rows.of("evidence", "fetch_id = ?", row["id"]):
                    insert(self.db, "evidence", _without(found) | {"fetch_id": ids[row["id"]]})
                new.append(row)
        self.report.new["fetches"] += len(new)
        return ids, new

    def _header_set(self, theirs: int | None) -> str | None:
        found = next(self.rows.of("header_sets", "id = ?", theirs), None) if theirs else None
        return found["headers"] if found else None

    def _run(self, theirs: int, page: int) -> int:
        """Our run for a Fetch of this Page by that run of the other."""
        twice = "SELECT 1 FROM fetches WHERE run_id = ? AND page_id = ?"
        ours = self.runs.get(theirs)
        if ours is None or self.db.execute(twice, [ours, page]).fetchone():
            ours = self.runs[theirs] = self._new_run(theirs)
        return ours

    def _new_run(self, theirs: int) -> int:
        found = next(self.rows.of("runs", "id = ?", theirs), None)
        if found is None:  # damaged: of the Fetch itself everything is known
            found = {"started_at": self.latest, "finished_at": None, "selection": "{}", "version": "?"}
        found = _without(found) | {"state": "finished", "cutoff": 0, "fetched": 0}
        found["finished_at"] = found["finished_at"] or found["started_at"]
        run = insert(self.db, "runs", found)
        update(self.db, "runs", run, {"cutoff": run + 1})
        self.report.new["runs"] += 1
        return run

    def _order(self, page: int) -> None:
        """Give the Page's Fetches their ids in the order of time."""
        rows = sorted(self._ours("fetches", page), key=lambda row: (row["started_at"], repr(_key(row, FETCH_KEY))))
        before, after = [row["id"] for row in rows], sorted(row["id"] for row in rows)
        moved = [(new, old) for new, old in zip(after, before, strict=True) if new != old]
        for table, column in (("fetches", "id"), ("evidence", "fetch_id"), ("captures", "fetch_id")):
            # Twice, since an id is free only once its Fetch has another one.
            sql = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"
            where = " AND page_id = ?" if table == "captures" else ""
            pages = [page] if where else []
            self.db.conn.executemany(sql + where, [(-new, old, *pages) for new, old in moved])
            self.db.conn.executemany(sql + where, [(new, -new, *pages) for new, _ in moved])

    # --- Captures ---------------------------------------------------------------------------------------------

    def _captures(self, theirs: int, ours: int, fetches: dict[int, int]) -> dict[int, int]:
        """The other's Capture -> ours."""
        known = {_key(row, CAPTURE_KEY): row["id"] for row in self._ours("captures", ours)}
        ids: dict[int, int] = {}
        for row in self.rows.of("captures", "page_id = ?", theirs):
            key = _key(row, CAPTURE_KEY)
            if key not in known:
                fetch = fetches.get(row["fetch_id"]) if row["fetch_id"] else None
                if (fetch is None and row["source"] == FETCHED) or not self._sound(row, ours):
                    continue
                columns = _without(row) | {"page_id": ours, "fetch_id": fetch}
                known[key] = insert(self.db, "captures", columns)
                index_text(self.db, known[key], row["title"], row["text"])
                if row["text"] and row["source"] == FETCHED:
                    store_sketch(self.db, known[key], row["text"], sketch(row["text"]))
                self.report.new["captures"] += 1
            ids[row["id"]] = known[key]
        return ids

    def _sound(self, row: dict[str, Any], page: int) -> bool:
        """Whether the text is what its digest says, and the body, too, which is then ours."""
        text = row["text"]
        if text is not None and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != row["text_sha256"]:
            self.report.left_out["captures: a text that does not match its hash"] += 1
            return False
        digest = row["body_sha256"]
        if bodies.kept_size(self.db, digest) is not None:
            return True
        if row["dropped_at"] is not None:  # by their policy: what it was is known
            self._name_body(digest)
            return True
        try:
            body = bodies.load(self.rows.other, digest)
        except NotFound:  # dropped by `compact`, while its text stayed
            self._name_body(digest)
            return True
        except CacheDamaged:
            self.report.left_out["captures: a body that is damaged or missing"] += 1
            return False
        bodies.store(self.db, body, digest, base=base_for(self.db, page, row["media_type"]))
        return True

    def _name_body(self, digest: str) -> None:
        """Have the name of a body that the other does not keep, and its size where that is known."""
        (size,) = self.rows.other.execute(
            "SELECT max(size) FROM bodies WHERE sha256 = ? AND typeof(size) = 'integer' AND size > 0", [digest]
        ).fetchone()
        self.db.execute("INSERT OR IGNORE INTO bodies (sha256, size, data) VALUES (?, ?, x'')", [digest, size or 0])

    # --- files ------------------------------------------------------------------------------------------------

    def _imports(self, theirs: int, ours: int, captures: dict[int, int]) -> None:
        known = {_key(row, IMPORT_KEY) for row in self._ours("imports", ours)}
        for row in self.rows.of("imports", "page_id = ?", theirs):
            capture = captures.get(row["capture_id"])
            if capture is not None and row["captured_at"] <= self.latest and _key(row, IMPORT_KEY) not in known:
                known.add(_key(row, IMPORT_KEY))
                insert(self.db, "imports", _without(row) | {"page_id": ours, "capture_id": capture})
                self.report.new["imports"] += 1
        point_to_newest(self.db, ours)

    # --- archives ---------------------------------------------------------------------------------------------

    def _lookups(self, theirs: int, ours: int, captures: dict[int, int]) -> None:
        known = {_key(row, LOOKUP_KEY) for row in self._ours("mementos", ours)}
        for row in self.rows.of("mementos", "page_id = ?", theirs):
            if _key(row, LOOKUP_KEY) not in known:
                known.add(_key(row, LOOKUP_KEY))
                capture = captures.get(row["capture_id"])
                insert(self.db, "mementos", _without(row) | {"page_id": ours, "capture_id": capture})
                self.report.new["lookups"] += 1
        (kept,) = self.db.execute("SELECT archived_capture_id FROM pages WHERE id = ?", [ours]).fetchone()
        if kept is None and (copy := captures.get(self._their_copy(theirs))):
            update(self.db, "pages", ours, {"archived_capture_id": copy})

    def _their_copy(self, theirs: int) -> int:
        row = self.rows.other.execute("SELECT archived_capture_id FROM pages WHERE id = ?", [theirs]).fetchone()
        return row[0] if row and isinstance(row[0], int) else 0
