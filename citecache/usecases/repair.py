"""Cited URLs replaced in the documents that cite them."""

import io
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from citecache.usecases.add import add
from citecache.usecases.replacements import Replacement, ReplacementKind, replacements, without_copy
from crawler.cache import CacheFile
from crawler.cache.outputs import replacing
from crawler.cache.places import STREAM, DocumentPlaces
from crawler.cache.read.documents import documents_at, hint
from crawler.cache.read.findings import findings
from crawler.cache.read.pages import page_state
from crawler.cache.read.repairs import record_documents
from crawler.cache.read.resources import find
from crawler.cache.write.repairs import keep_identities
from crawler.model import ParsedSource
from crawler.model.errors import Error, NotFound
from crawler.net.urls import page_url
from crawler.sources.reading import read_document
from crawler.sources.rewriting import ELSEWHERE, Rewritten, rewrite


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRepair:
    """A document in which a URL is replaced, or cannot be."""

    path: str  # as shown
    file: str  # as the system opens it
    original: bytes
    rewritten: Rewritten
    with_copy: frozenset[str] = frozenset()  # cited URLs that stay, since the document names an archived copy itself
    refused: str | None = None  # why the file was not written

    @property
    def changed(self) -> bool:
        """Whether a URL is replaced, in the file or in what is proposed."""
        return bool(self.rewritten.edits) and self.refused is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPlan:
    """What is proposed."""

    documents: tuple[DocumentRepair, ...]  # by path
    replacements: Mapping[str, Replacement]  # by the URL as cited
    without_copy: int  # cited URLs of pages that are gone, for which no archived copy is known
    with_copy: int  # those that stay, since the documents name archived copies of them


def plan(
    cache: CacheFile, sources: Iterable[str], kinds: Collection[ReplacementKind], *, urls: Iterable[str] = ()
) -> RepairPlan:
    """What would be replaced in these documents, or in all that were added; with `urls` (URLs or IDs), of these pages
    only. Files are read as they are now; one that is gone, or was standard input, is left out.

    Raises:
        NotFound: a source that was not added, or a URL or ID that the cache does not know.
    """
    pages = {page_state(cache, find(cache, one)).url for one in urls}
    found = [one for one in findings(cache) if not pages or page_url(one.url).url in pages]
    named = _named(cache, sources)
    chosen = replacements(cache, found, kinds)
    paths = {one.file for one in found if one.url in chosen and one.file} | record_documents(cache, chosen)
    wanted = sorted((paths if named is None else paths & named) - {STREAM})
    documents = [one for path in wanted for one in (_repaired(DocumentPlaces.of(cache), path, chosen),) if one]
    copies = ReplacementKind.ARCHIVED in kinds
    within = [one for one in found if named is None or one.file in named] if copies else []
    return RepairPlan(
        documents=tuple(one for one in _without_repeated(documents) if one.changed or one.rewritten.left),
        replacements=chosen,
        without_copy=without_copy(within),
        with_copy=len(set[str]().union(*(one.with_copy for one in documents))),
    )


def _named(cache: CacheFile, sources: Iterable[str]) -> set[str] | None:
    """The paths of the sources, as shown; None: none is named."""
    named: set[str] | None = None
    for source in sources:
        documents = documents_at(cache, source)
        if not documents:
            called = f"{source[:200]}{hint(cache, source)}"
            raise NotFound(f"no document in the cache is called {called}: `citecache add` reads documents")
        named = (named or set()) | {one.path for one in documents}
    return named


def _repaired(places: DocumentPlaces, path: str, chosen: Mapping[str, Replacement]) -> DocumentRepair | None:
    """A document with its URLs replaced; None: its file cannot be read.

    Where an entry has a field for the archived copy (`archive_url`, `archiveurl`, `|archive-url=`), its URL stays the
    page's own: so say those who made these fields (Wikipedia, "Help:Citation Style 1", `archive-url`).
    """
    file = places.absolute(places.stored(path))
    try:
        original = Path(file).read_bytes()
    except (OSError, ValueError):
        return None

    def read(data: bytes) -> ParsedSource:
        return read_document(path, data, file)

    copies = {one.url for one in read(original).records if one.archive_url and one.url}
    stay = frozenset(url for url in copies & chosen.keys() if chosen[url].kind is ReplacementKind.ARCHIVED)
    rewritten = rewrite(original, {url: one.new_url for url, one in chosen.items() if url not in stay}, read)
    return DocumentRepair(path=path, file=file, original=original, rewritten=rewritten, with_copy=stay)


def _without_repeated(documents: Iterable[DocumentRepair]) -> Iterator[DocumentRepair]:
    """Of a URL that a document has from another, as by a citation key, nothing is said where that one is repaired."""
    documents = list(documents)
    done = {edit.place.url for one in documents for edit in one.rewritten.edits}
    for one in documents:
        left = {url: why for url, why in one.rewritten.left.items() if why != ELSEWHERE or url not in done}
        yield replace(one, rewritten=replace(one.rewritten, left=left))


def write(cache: CacheFile, documents: Iterable[DocumentRepair], *, now: datetime) -> list[DocumentRepair]:
    """Write the documents that change, each as a whole, and read them again: the Resources keep their stable ids.

    A file that has changed since it was read, or cannot be written, is `refused`, and stays as it is.

    Raises:
        CacheError: the cache cannot be written, so no file is.
    """
    cache.require_writable()
    written = [replace(one, refused=_refusal(one)) if one.changed else one for one in documents]
    done = [one for one in written if one.changed]
    if done:
        add(cache, [one.path for one in done], stdin=io.BytesIO(), now=now)
        edits = (edit for one in done for edit in one.rewritten.edits)
        keep_identities(cache, {edit.place.url: edit.new_url for edit in edits}, now=now)
    return written


def _refusal(one: DocumentRepair) -> str | None:
    """Write a document; why it is not written, if so."""
    path = Path(one.file)
    try:
        if path.read_bytes() != one.original:
            return f"{one.path} changed since it was read: run the command again"
        with replacing(path) as (handle, _), os.fdopen(handle, "wb", closefd=False) as out:
            out.write(one.rewritten.data)
    except (OSError, Error) as error:
        return str(error)
    return None
