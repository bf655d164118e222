"""Files that were moved or renamed: the same bytes at a new path, and nothing left at the old one."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from crawler.cache.database import CacheFile
from crawler.cache.places import STREAM, DocumentPlaces


class MovedDocument(NamedTuple):
    """A Document whose file is gone from its path."""

    id: int
    path: str  # as stored
    name: str


@dataclass
class Renames:
    """Documents whose files are gone, by the SHA-256 of what they were. Looked for once, when a new file is found."""

    cache: CacheFile
    places: DocumentPlaces

    def take(self, sha256: str | None, stored: str) -> MovedDocument | None:
        """The Document that this new one was before, if any: of several, one with the same file name. Once each."""
        if stored == STREAM:
            return None
        spellings, moved = self._gone
        if spelled := spellings.pop(stored, None):
            return spelled
        found = moved.get(sha256 or "")
        if not found:
            return None
        name = PurePosixPath(stored).name
        at = next((at for at, one in enumerate(found) if PurePosixPath(one.path).name == name), 0)
        return found.pop(at)

    @cached_property
    def _gone(self) -> tuple[dict[str, MovedDocument], dict[str, list[MovedDocument]]]:
        """By path, where a file is there under another spelling of it; by SHA-256, where it is not there."""
        sql = "SELECT sha256, id, path, name FROM documents WHERE path IS NOT NULL ORDER BY path"
        spellings: dict[str, MovedDocument] = {}
        moved: dict[str, list[MovedDocument]] = {}
        for sha256, *row in self.cache.db.execute(sql).fetchall():
            document = MovedDocument(*row)
            if not self.places.gone(document.path):
                continue
            if self.places.missing(document.path):
                moved.setdefault(sha256 or "?", []).append(document)
            else:
                spellings[self.places.respelled(document.path)] = document
        return spellings, moved


def foreseen_renames(cache: CacheFile, rehearsal: CacheFile) -> list[tuple[str, str]]:
    """The renames that ingesting the Documents of a rehearsal into the cache would notice: former path, and path."""
    places = DocumentPlaces.of(cache)
    renames = Renames(cache, places)
    known = {row[0] for row in cache.db.execute("SELECT path FROM documents WHERE path IS NOT NULL")}
    read = rehearsal.db.execute("SELECT sha256, path FROM documents WHERE path IS NOT NULL ORDER BY id")
    found = []
    for sha256, stored in read.fetchall():
        if stored not in known and (before := renames.take(sha256, stored)):
            former, path = places.shown(before.path), places.shown(stored)
            found += [(former, path)] if former != path else []
    return found
