"""Read citing documents, or plain URLs, into the cache."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from citecache.results import AddResult
from crawler.cache import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.documents import documents_at, gone_documents, known_documents, unread_documents
from crawler.cache.read.resources import count_missing, resource_ids
from crawler.cache.read.tallies import tally_of
from crawler.cache.write.documents import forget_documents
from crawler.cache.write.ingest import ingest
from crawler.cache.write.renames import foreseen_renames
from crawler.model import Added, ParsedSource, StoredDocument
from crawler.model.errors import SourceError
from crawler.sources.files import NAMED_ONLY
from crawler.sources.reading import NO_FORMAT, read_all
from crawler.sources.registry import readable

Watcher = Callable[[ParsedSource], None]
"""Is called with each source when it has been read, before it is stored."""


def add(
    cache: CacheFile,
    sources: Iterable[str],
    *,
    stdin: BinaryIO,
    now: datetime,
    watch: Watcher | None = None,
    no_ignore: bool = False,
    prune: bool = False,
) -> AddResult:
    """Read the sources into the cache. A Document whose file has not changed is not read again. One whose file is gone
    from a folder among the sources (`prune`: from anywhere) no longer cites, unless it is there under another name.
    """
    sources = list(sources)
    shown = DocumentPlaces.of(cache).same
    read = read_all(sources, stdin=stdin, known=known_documents(cache), no_ignore=no_ignore, shown=shown)
    told: set[str] = set()
    added = ingest(cache, _watched(read, watch, told), now=now)
    gone = gone_documents(cache, None if prune else sources)
    if gone:
        added.removed_citations += forget_documents(cache, gone)
    return _result(cache, added, gone, unread_documents(cache, sources, told.union(added.paths)))


def preview(
    sources: Iterable[str],
    database: Path,
    *,
    stdin: BinaryIO,
    now: datetime,
    watch: Watcher | None = None,
    no_ignore: bool = False,
    prune: bool = False,
) -> AddResult:
    """What `add` would do. The database is only read, if it exists."""
    with rehearsed(sources, database, stdin=stdin, now=now, watch=watch, no_ignore=no_ignore, prune=prune) as (
        _,
        added,
    ):
        return added


@contextmanager
def rehearsed(
    sources: Iterable[str],
    database: Path,
    *,
    stdin: BinaryIO,
    now: datetime,
    watch: Watcher | None = None,
    no_ignore: bool = False,
    prune: bool = False,
) -> Iterator[tuple[CacheFile, AddResult]]:
    """A cache in memory that holds what these sources cite and nothing else, and what `add` would do."""
    sources = list(sources)
    gone: list[StoredDocument] = []
    unread: list[StoredDocument] = []
    told: set[str] = set()
    with CacheFile.in_memory(database) as cache:
        readings = read_all(sources, stdin=stdin, no_ignore=no_ignore, shown=DocumentPlaces.of(cache).same)
        added = ingest(cache, _watched(readings, watch, told), now=now)
        if database.exists():
            with CacheFile.open(database) as present:
                added.new_resources = count_missing(present, resource_ids(cache))
                added.renamed = foreseen_renames(present, cache)
                moved = {former for former, _ in added.renamed}
                gone = [one for one in gone_documents(present, None if prune else sources) if one.path not in moved]
                unread = unread_documents(present, sources, told.union(added.paths))
            added.removed_citations = sum(document.citations for document in gone)
        yield cache, _result(cache, added, gone, unread)


def _watched(readings: Iterable[ParsedSource], watch: Watcher | None, told: set[str]) -> Iterator[ParsedSource]:
    """The readings; `told` collects paths that need no more words: complained about, or to be named to be read."""
    for reading in readings:
        if watch is not None:
            watch(reading)
        told.update(one.path for one in reading.skipped)
        told.update(one.path for one in reading.ignored if one.reason.endswith(NAMED_ONLY))
        yield reading


def _result(
    cache: CacheFile, added: Added, gone: Sequence[StoredDocument], unread: Sequence[StoredDocument]
) -> AddResult:
    """The intake's running counts as a result; how much is cited is counted as everywhere else."""
    counted = tally_of(cache, added.paths, added.named)
    return AddResult(
        documents=counted.documents,
        new_documents=added.new_documents,
        unchanged_documents=added.unchanged,
        citations=counted.citations,
        new_citations=added.new_citations,
        removed_citations=added.removed_citations,
        records=added.records,
        resources=counted.resources,
        new_resources=added.new_resources,
        new_pages=added.new_pages,
        skipped=tuple(added.skipped),
        passed=dict(Counter(added.ignored)),
        renamed=tuple(added.renamed),
        gone=tuple(document.path for document in gone),
        unread=tuple(document.path for document in unread if document.citations),
        paths=tuple(added.paths),
        named=tuple(added.named),
        named_documents=counted.named_documents,
        named_citations=counted.named_citations,
    )


def forgettable(cache: CacheFile, added: AddResult) -> list[tuple[str, int]]:
    """The sources that are not there, but were when they were read before; each with the number of its Documents."""
    absent = [skipped.path for skipped in added.skipped if skipped.fatal and not os.path.lexists(skipped.path)]
    found = ((path, len(documents_at(cache, path))) for path in absent if path)
    return [(path, count) for path, count in found if count]


def require_all_sources(added: AddResult) -> None:
    """Refuse a source that could not be read, after everything else was read.

    Raises:
        SourceError: a source that was named does not exist, or no format reads it; or nothing was read at all.
    """
    absent = [skipped for skipped in added.skipped if skipped.fatal]
    if absent:
        problem = f"{absent[0].path}: {absent[0].reason}"
        problem += f" (and {len(absent) - 1} more)" if len(absent) > 1 else ""
        problem += "; everything else was read" if added.documents or added.named else ""
        if any(skipped.reason.startswith(NO_FORMAT) for skipped in absent):
            problem += f"; what is read: {readable()}, each also as .gz"
        raise SourceError(problem)
    if nothing_read(added) and not added.gone:
        raise SourceError("nothing was read: these sources hold no document, record or URL")


def nothing_read(added: AddResult) -> bool:
    """Whether the sources held no Document, no record and no URL."""
    return not (added.documents or added.records or added.named)
