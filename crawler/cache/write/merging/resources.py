"""Resources of the other cache: joined by id, else by URL. Ids, stable ids and fields that we have are kept."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.storing import update
from crawler.cache.write.creation import create_resources, kept_url
from crawler.cache.write.record_ids import RESOURCE_ID
from crawler.cache.write.resources import CURATED, ResourceTable
from crawler.model import Added, MergeReport, resource_id

STABLE_ID = re.compile(r"sid_[0-9A-Za-z]{10}")
MAX_SHOWN = 80
"""Characters of a value in a line about a conflict."""

KEEPS_OURS = "ours kept"


def brief(value: object) -> str:
    """A value on one line, cut to a length that can be read."""
    text = " ".join(str(value).split())
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."


@dataclass(slots=True)
class ResourceJoin:
    """The joining of Resources, inside a transaction. `ids`: the other's Resource ID -> ours."""

    db: SqlConnection
    report: MergeReport
    now: str
    ids: dict[str, str] = field(default_factory=dict)
    added: Added = field(default_factory=Added)
    stable_ids_differ: int = 0

    def join(self, row: dict[str, Any]) -> None:
        """One Resource: found, or created, and its fields filled in."""
        theirs, url = row["id"], kept_url(row["url"])
        mine, new = self._target(theirs, url)
        self.ids[theirs] = mine
        self._stable_id(mine, row["stable_id"], new=new)
        self._fields(mine, url, row)

    def finish(self) -> None:
        """Count what was created."""
        self.report.new["resources"] += self.added.new_resources
        self.report.new["pages"] += self.added.new_pages
        if self.stable_ids_differ:
            self.report.conflicts.append(
                f"the stable ids of {self.stable_ids_differ:,} resources differ, each cache gives its own: {KEEPS_OURS}"
            )

    def _target(self, theirs: str, url: str) -> tuple[str, bool]:
        row = self.db.execute("SELECT url FROM resources WHERE id = ?", [theirs]).fetchone()
        if row is not None and row[0] == url:
            return theirs, False
        same = [found[0] for found in self.db.execute("SELECT id FROM resources WHERE url = ? ORDER BY id", [url])]
        if same:
            computed = resource_id(url)
            mine = computed if computed in same else same[0]
            self.report.conflicts.append(f"{brief(url)}: its id is {mine} here, {brief(theirs)} there: {KEEPS_OURS}")
            return mine, False
        holder = "SELECT url FROM record_ids WHERE id = ? AND url <> ? LIMIT 1"
        taken = row or self.db.execute(holder, [theirs, url]).fetchone()
        if taken is None and RESOURCE_ID.fullmatch(theirs):
            create_resources(self.db, self.added, self.now, {theirs: url}, {url: kept_url(url)})
            return theirs, True
        mine = ResourceTable(self.db, self.added, self.now).of_url(url)
        if taken is not None:
            self.report.conflicts.append(
                f"{brief(theirs)}: it stands for {brief(taken[0])} here, for {brief(url)} there: {KEEPS_OURS},"
                f" the other is {mine}"
            )
        return mine, True

    def _stable_id(self, mine: str, theirs: str, *, new: bool) -> None:
        (ours,) = self.db.execute("SELECT stable_id FROM resources WHERE id = ?", [mine]).fetchone()
        if ours == theirs:
            return
        free = not self.db.execute("SELECT 1 FROM resources WHERE stable_id = ?", [theirs]).fetchone()
        if new and free and STABLE_ID.fullmatch(theirs):
            update(self.db, "resources", mine, {"stable_id": theirs})
        else:
            self.stable_ids_differ += 1

    def _fields(self, mine: str, url: str, row: dict[str, Any]) -> None:
        columns = (*CURATED, "extra", "named_at")
        sql = f"SELECT sources, {', '.join(columns)} FROM resources WHERE id = ?"
        found, *values = self.db.execute(sql, [mine]).fetchone()
        ours, theirs = json.loads(found), json.loads(row["sources"])
        filled: dict[str, Any] = {}
        for name, value in zip(columns, values, strict=True):
            if row[name] is None or row[name] == value:
                continue
            if value is None:
                filled[name] = row[name]
                ours |= {name: theirs[name]} if name in theirs else {}
            elif name in CURATED:
                self.report.conflicts.append(
                    f"{brief(url)}: {name} is {brief(value)!r} here, {brief(row[name])!r} there: {KEEPS_OURS}"
                )
        if filled:
            sources = json.dumps(ours, ensure_ascii=False, sort_keys=True)
            update(self.db, "resources", mine, filled | {"sources": sources})
