"""Cited URLs replaced in the documents that cite them."""

import io
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from citecache.usecases.add import add
from citecache.usecases.repairs import Kind, Repair, proposed
from crawler.cache import CacheFile
from crawler.cache.outputs import replacing
from crawler.cache.places import STREAM, DocumentPlaces
from crawler.cache.read.documents import documents_at
from crawler.cache.read.findings import findings
from crawler.cache.read.repairs import record_documents
from crawler.cache.write.creation import kept_url
from crawler.cache.write.repairs import keep_identities
from crawler.model.errors import NotFound
from crawler.sources.reading import read_document
from crawler.sources.rewriting import Rewritten, cited_urls, rewrite


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRepair:
    """A document with repaired URLs. `left`: URL as cited -> why it stays. `refused`: why the file was not written."""

    path: str  # as shown
    file: str  # as the system opens it
    original: bytes
    rewritten: Rewritten
    repairs: Mapping[str, Repair]  # by the URL as cited there
    left: Mapping[str, str]
    refused: str | None = None

    @property
    def changed(self) -> bool:
        return bool(self.rewritten.edits)


def repairs_of(cache: CacheFile, sources: Iterable[str], kinds: Collection[Kind]) -> list[DocumentRepair]:
    """The documents in which a URL is replaced, or cannot be: of these sources, or all that were added.

    The files are read as they are now. Raises NotFound for a source that was not added.
    """
    known = proposed(cache, kinds)
    paths = _paths(cache, sources, known)
    found = [one for path in paths for one in (_rewritten(cache, path, known),) if one]
    done = {edit.url for one in found for edit in one.rewritten.edits}
    return [_with_left(one, done) for one in found if one.changed or set(one.left) - done]


def _with_left(one: DocumentRepair, done: set[str]) -> DocumentRepair:
    """Without the URLs that are cited by a key or an id here, and replaced where they stand."""
    left = {url: why for url, why in one.left.items() if url not in done}
    return replace(one, left=left)


def _paths(cache: CacheFile, sources: Iterable[str], known: Mapping[str, Repair]) -> list[str]:
    wanted = {one.file for one in findings(cache) if one.url in known and one.file} | record_documents(cache, known)
    named: set[str] = set()
    for source in (sources := list(sources)):
        documents = documents_at(cache, source)
        if not documents:
            raise NotFound(f"no document in the cache is called {source[:200]}: `citecache add` reads documents")
        named |= {one.path for one in documents}
    return sorted((wanted & named if sources else wanted) - {STREAM})


def _rewritten(cache: CacheFile, path: str, known: Mapping[str, Repair]) -> DocumentRepair | None:
    places = DocumentPlaces.of(cache)
    file = places.absolute(places.stored(path))
    try:
        original = Path(file).read_bytes()
    except (OSError, ValueError):
        return None  # it is gone: `add` says so
    cited = cited_urls(read_document(path, original, file))
    here = {url: known[kept_url(url)] for url in cited if kept_url(url) == url and url in known}
    if not here:
        return None
    new = {url: one.new_url for url, one in here.items()}
    result = rewrite(original, new, lambda data: read_document(path, data, file))
    return DocumentRepair(
        path=path, file=file, original=original, rewritten=result, repairs=here, left=dict(result.left)
    )


def write(cache: CacheFile, found: Iterable[DocumentRepair], *, now: datetime) -> list[DocumentRepair]:
    """Write the documents that change, each as a whole, and read them again: the Resources keep their stable ids.

    A file that has changed since it was read is refused, and stays as it is.

    Raises:
        CacheError: the cache cannot be written, so no file is.
    """
    with cache.write():
        pass
    written = list(_written(found))
    done = [one for one in written if one.changed and not one.refused]
    replaced = {edit.url: edit.new_url for one in done for edit in one.rewritten.edits}
    if done:
        add(cache, [one.path for one in done], stdin=io.BytesIO(), now=now)
        keep_identities(cache, replaced, now=now)
    return written


def _written(found: Iterable[DocumentRepair]) -> Iterator[DocumentRepair]:
    for one in found:
        yield replace(one, refused=why) if one.changed and (why := _write(one)) else one


def _write(one: DocumentRepair) -> str | None:
    path = Path(one.file)
    try:
        if path.read_bytes() != one.original:
            return "changed since it was read: run the command again"
        with replacing(path) as (handle, _), os.fdopen(handle, "wb", closefd=False) as out:
            out.write(one.rewritten.data)
    except OSError as error:
        return f"cannot be written: {error.strerror or error}"
    return None
