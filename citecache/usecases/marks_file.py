"""Marks in a file that a repository can hold: `marks.toml` beside the database, or what `CITECACHE_MARKS` names.

Every run reads it. A mark that goes from the file goes from the cache; a mark given by hand that differs stays, and is
reported. A mark of a page that is not in the cache yet waits in the file.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from citecache.exports.files import writing
from citecache.usecases.marks_toml import MarkEntry, parsed, written
from crawler.cache import CacheFile
from crawler.cache.read.marks import resource_of_page, stored_marks
from crawler.cache.write import marks
from crawler.model import Mark, StoredMark
from crawler.model.errors import Error
from crawler.net.urls import page_url

DEFAULT = "marks.toml"
MAX_BYTES = 8 * 2**20
"""A larger file is not read: 8 MB are some 50,000 marks."""


@dataclass(slots=True)
class MarksRead:
    """What reading the file has changed: URLs, and remarks for a person."""

    marked: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)  # of pages that are not in the cache
    notes: list[str] = field(default_factory=list)


def marks_path(database: Path) -> Path:
    """The file of marks that belongs to a cache."""
    named = os.environ.get("CITECACHE_MARKS")
    return Path(named) if named else database.absolute().parent / DEFAULT


def shown(path: Path) -> str:
    """The path as a person would write it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def read(database: Path) -> list[MarkEntry] | None:
    """The marks of the cache's file; None: there is none.

    Raises:
        Error: it cannot be read, or something is wrong in it; the message has the line.
    """
    path = marks_path(database)
    named = bool(os.environ.get("CITECACHE_MARKS"))
    if not path.exists():
        if named:
            raise Error(f"{shown(path)}: there is no such file, which CITECACHE_MARKS names")
        return None
    if not path.is_file():
        raise Error(f"{shown(path)} is not a file: name another one with CITECACHE_MARKS")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Error(f"{shown(path)} has over {MAX_BYTES // 2**20} MB: it is no file of marks")
        return parsed(path.read_bytes(), shown(path))
    except OSError as error:
        raise Error(f"{shown(path)} cannot be read: {error.strerror}") from error


def apply(cache: CacheFile, *, now: datetime) -> MarksRead:
    """Bring the cache's marks up to what its file says.

    Raises:
        Error: as for `read`.
    """
    entries, result = read(cache.anchor), MarksRead()
    stored = {one.mark.url: one for one in stored_marks(cache)}
    if entries is None:
        if from_file := [one for one in stored.values() if one.file]:
            result.notes.append(
                f"there is no {shown(marks_path(cache.anchor))} any more: {len(from_file):,} marks of it stand"
                " until they are cleared, or a marks file without them is there"
            )
        return result
    wanted = {page_url(entry.mark.url).url: entry for entry in entries}
    for url, one in stored.items():
        if one.file and url not in wanted:
            marks.unmark(cache, one.id)
            result.unmarked.append(url)
    for url, entry in wanted.items():
        _apply_entry(cache, entry, stored.get(url), result, now)
    return result


def _apply_entry(
    cache: CacheFile, entry: MarkEntry, before: StoredMark | None, result: MarksRead, now: datetime
) -> None:
    given, name = entry.mark, marks_path(cache.anchor).name
    id_ = before.id if before else resource_of_page(cache, given.url)
    if id_ is None:
        result.waiting.append(given.url)
    elif before is None or before.file:
        if before is None or not _same(before.mark, given):
            marks.mark(cache, id_, given.verdict, note=given.reason, now=now, at=given.at, by=given.by, file=name)
            result.marked.append(given.url)
    elif before.mark.verdict is given.verdict:
        marks.adopt(cache, id_, name)
    else:
        place = f"{shown(marks_path(cache.anchor))}:{entry.line}"
        result.notes.append(
            f"{place}: {given.verdict} here, but marked {before.mark.verdict} by hand on {(before.mark.at or '')[:10]},"
            f" which stands: {given.url}"
        )


def _same(stored: Mark, given: Mark) -> bool:
    """Whether the file says nothing new; one without a date does not change the date."""
    at = given.at or stored.at
    return (stored.verdict, stored.reason, stored.by, stored.at) == (given.verdict, given.reason, given.by, at)


def _require_marks(target: Path) -> None:
    """Only a file of marks is replaced: a document named by mistake would be lost.

    Raises:
        Error: it holds something else.
    """
    if not target.is_file():
        return
    try:
        with target.open("rb") as file:
            parsed(file.read(MAX_BYTES), shown(target))
    except OSError as error:
        raise Error(f"{shown(target)} cannot be read: {error.strerror}") from error
    except Error as error:
        raise Error(f"{shown(target)} holds something else than marks: name another file") from error


def write(cache: CacheFile, path: Path | None) -> int:
    """Write all marks to a file, by default the cache's; gives their number. Marks of the present file whose pages are
    not in the cache stay.

    Raises:
        Error: the file cannot be written, or the present one is not valid, or no file of marks.
    """
    target = path or marks_path(cache.anchor)
    stored = {one.mark.url: one for one in stored_marks(cache)}
    own = target.absolute() == marks_path(cache.anchor).absolute()
    entries = (read(cache.anchor) or []) if own and target.exists() else []
    waiting = [entry.mark for entry in entries if resource_of_page(cache, entry.mark.url) is None]
    kept = [*(one.mark for one in stored.values()), *waiting]
    with writing(target, readers_of=None) as out:
        if not own:
            _require_marks(target)
        out.write(written(kept))
    if own:
        for one in stored.values():
            if one.file is None:
                marks.adopt(cache, one.id, target.name)
    return len(kept)
