"""What an import writes: Resources of our own exports, URLs that a person has named, copies."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from citecache.imports.found import ResourceLine
from citecache.usecases.import_verdicts import Examined
from crawler.cache import CacheFile, bodies, utc
from crawler.cache.read.imports import pages_of
from crawler.cache.write.imports import store_import
from crawler.cache.write.merging.resources import ResourceJoin
from crawler.cache.write.resources import CURATED, ResourceTable
from crawler.model import Added, ImportedCopy, MergeReport

GROUP = 200
"""Resources in one transaction."""


class ImportStore:
    """The write side of one import."""

    def __init__(self, cache: CacheFile, now: datetime) -> None:
        self.cache, self.now = cache, utc(now)
        self.added = Added()
        self.report = MergeReport()
        self._stable_ids_differ = 0

    def named(self, urls: Iterable[str]) -> None:
        """URLs that a person wants to keep though nothing cites them: Resources like those of `add URL`."""
        wanted = list(dict.fromkeys(urls))
        for start in range(0, len(wanted), GROUP):
            with self.cache.write() as db:
                ResourceTable(db, self.added, self.now).named(wanted[start : start + GROUP])

    def resources(self, lines: Iterable[ResourceLine]) -> None:
        """Resources with their ids, stable ids and fields. What is here is kept."""
        wanted = list({(line.id, line.url): line for line in lines}.values())
        for start in range(0, len(wanted), GROUP):
            with self.cache.write() as db:
                join = ResourceJoin(db, self.report, self.now, added=self.added)
                for line in wanted[start : start + GROUP]:
                    before = self.added.new_resources
                    join.join(self._row(line))
                    if self.added.new_resources > before:  # nothing may cite it here
                        ResourceTable(db, self.added, self.now).named([line.url])
                self._stable_ids_differ += join.stable_ids_differ

    def _row(self, line: ResourceLine) -> dict[str, object]:
        known = dict.fromkeys((*CURATED, "extra"))
        sources = json.dumps(dict(line.sources), ensure_ascii=False, sort_keys=True)
        row: dict[str, object] = {"id": line.id, "stable_id": line.stable_id or "", "url": line.url}
        return known | dict(line.fields) | row | {"sources": sources, "named_at": None}

    def copies(self, examined: Sequence[Examined]) -> list[str]:
        """Store copies; of each what became of it."""
        if not examined:
            return []
        pages = pages_of(self.cache, (one.copy.url for one in examined))
        with self.cache.write() as db:
            return [
                store_import(db, _imported(one, pages[one.copy.url].id), now=self.now)
                for one in examined
                if one.copy.url in pages
            ]

    def conflicts(self) -> list[str]:
        """What differs here and there: ours was kept."""
        found = list(dict.fromkeys(self.report.conflicts))
        if self._stable_ids_differ:
            found.append(f"{self._stable_ids_differ:,} stable ids are others here: ours kept")
        return found


def _imported(one: Examined, page_id: int) -> ImportedCopy:
    copy = one.copy
    return ImportedCopy(
        page_id=page_id,
        captured_at=copy.at,
        format=copy.format,
        file=copy.file,
        url=copy.final_url,
        redirects=copy.redirects,
        status=copy.status,
        content_type=copy.header("content-type"),
        body=copy.body,
        body_sha256=copy.body_sha256 or bodies.sha256(copy.body or b""),
        capture=one.capture,
        verdict=one.verdict,
        detail=one.detail,
    )
