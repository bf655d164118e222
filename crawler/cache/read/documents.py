"""Which Documents have been read, and where their files are. Paths are as shown."""

import os
import re
from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from pathlib import Path

from crawler import __version__
from crawler.cache.database import CacheFile
from crawler.cache.places import STREAM, DocumentPlaces
from crawler.cache.storing import storable
from crawler.model import StoredDocument, document_key
from crawler.model.errors import NotFound
from crawler.sources.files import is_pattern, split_pattern
from crawler.text.file_names import openable, printable

_KEY = re.compile(r"[0-9a-f]{16}")
_WEB = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")

MOST_COMPARED = 10_000
"""Paths that a wrong one is compared with: difflib looks at each. Heuristic."""


def known_documents(cache: CacheFile) -> dict[str, str]:
    """Path -> SHA-256 of each Document that this version of the readers has read already.

    Not of one whose file is stored under another path now, since the repository came, went or has other links: it is
    the same Document once it has been read.
    """
    places = DocumentPlaces.of(cache)
    rows = cache.execute("SELECT path, sha256 FROM documents WHERE path IS NOT NULL AND reader = ?", [__version__])
    return {places.shown(path): sha256 for path, sha256 in rows if path == STREAM or places.respelled(path) == path}


def known_paths(cache: CacheFile) -> list[str]:
    """The path of every Document that has been read."""
    places = DocumentPlaces.of(cache)
    rows = cache.execute("SELECT path FROM documents WHERE path IS NOT NULL ORDER BY path")
    return [places.shown(row[0]) for row in rows]


def hint(cache: CacheFile, wanted: str) -> str:
    """For a message that no Document is called so: the path that is closest, in brackets; "": none is close."""
    name = printable(wanted)
    close = get_close_matches(name[:200], known_paths(cache)[:MOST_COMPARED], n=1)
    return f" (there is {printable(close[0])})" if close else ""


def known_sources(cache: CacheFile) -> list[str]:
    """The files beside the database that have been read, the folders there with others, and the folders of those that
    are elsewhere. Paths are absolute.
    """
    places = DocumentPlaces.of(cache)
    found = set()
    for (path,) in cache.execute("SELECT path FROM documents WHERE path IS NOT NULL AND path <> ?", [STREAM]):
        parts = Path(path).parts
        folders = [part for part in parts[:-1] if part != os.pardir]
        if parts[0] == os.sep:
            found.add(str(Path(path).parent))
            continue
        climbed = len(parts[:-1]) - len(folders)
        found.add(places.absolute(str(Path(*parts[: climbed + 1]))))
    return sorted(one for one in found if not any(str(above) in found for above in Path(one).parents))


def gone_documents(cache: CacheFile, sources: Iterable[str] | None = None) -> list[StoredDocument]:
    """The Documents whose files are gone: those that were in a folder, or match a pattern, among the sources; or all.

    A source that is not there says nothing of what was in it: it may be misspelt, or not mounted.
    """
    places = DocumentPlaces.of(cache)
    if sources is None:
        return _selected(cache, places, places.gone)
    return _within(cache, places, sources, places.gone)


def unread_documents(cache: CacheFile, sources: Iterable[str], seen: Collection[str]) -> list[StoredDocument]:
    """The Documents in folders, or of patterns, among the sources that are there, but are none of those `seen`."""
    places = DocumentPlaces.of(cache)
    return _within(cache, places, sources, lambda path: places.shown(path) not in seen and not places.gone(path))


def _within(
    cache: CacheFile, places: DocumentPlaces, sources: Iterable[str], wanted: Callable[[str], bool]
) -> list[StoredDocument]:
    covers = [_covers(source) for source in sources if _is_folder_or_pattern(source)]
    if not covers:
        return []

    def within(path: str) -> bool:
        return any(covered(places.absolute(path)) for covered in covers) and wanted(path)

    return _selected(cache, places, within)


def documents_at(cache: CacheFile, wanted: str) -> list[StoredDocument]:
    """The Documents that are called so: by a path, by a folder they are in, by a pattern; else by a name that only one
    has. Whether their files are there does not matter.
    """
    places = DocumentPlaces.of(cache)
    if wanted in ("", STREAM):
        return _selected(cache, places, lambda path: path == wanted)
    covered = _covers(wanted)
    found = _selected(cache, places, lambda path: path != STREAM and covered(places.absolute(path)))
    if found or _WEB.match(wanted):
        return found
    named = _named(cache, wanted)
    return _selected(cache, places, lambda path: path in named) if len(named) == 1 else []


def require_document(cache: CacheFile, wanted: str) -> str:
    """The path, as shown, or the name of the Document that is called so.

    Raises:
        NotFound: there is none.
    """
    places = DocumentPlaces.of(cache)
    stored = storable(places.stored(wanted))
    if cache.execute("SELECT 1 FROM documents WHERE path = ?", [stored]).fetchone():
        return places.shown(str(stored))
    if cache.execute("SELECT 1 FROM documents WHERE name = ?", [storable(wanted)]).fetchone():
        return wanted
    close = hint(cache, wanted)
    raise NotFound(f"no document in the cache is called {wanted[:200]}{close}: `citecache add` reads documents")


def find_document(cache: CacheFile, wanted: str) -> str:
    """The path, as shown, or the name of a Document, for who may be in another folder: by its path as it is shown here,
    or as it is stored, by its name, or by its key (`document_key`).

    Raises:
        NotFound: there is none.
    """
    if "\0" in wanted:
        raise NotFound("no document in the cache has that name")
    stored = cache.execute("SELECT path FROM documents WHERE path = ?", [storable(wanted)]).fetchone()
    if stored is None and _KEY.fullmatch(wanted):
        rows = cache.execute("SELECT path, name FROM documents")
        path, name = next((row for row in rows if document_key(*row) == wanted), (None, None))
        if name is not None and path is None:
            return str(name)
        stored = None if path is None else (path,)
    return require_document(cache, wanted) if stored is None else DocumentPlaces.of(cache).shown(stored[0])


def paths_of_name(cache: CacheFile, name: str) -> list[str]:
    """The paths of the Documents of that name."""
    return [DocumentPlaces.of(cache).shown(path) for path in _named(cache, name)]


def _named(cache: CacheFile, name: str) -> list[str]:
    sql = "SELECT path FROM documents WHERE name = ? AND path IS NOT NULL ORDER BY path"
    return [row[0] for row in cache.execute(sql, [printable(name)])]


def _selected(cache: CacheFile, places: DocumentPlaces, wanted: Callable[[str], bool]) -> list[StoredDocument]:
    """The Documents whose stored paths are wanted."""
    rows = cache.execute("SELECT id, path FROM documents WHERE path IS NOT NULL ORDER BY path").fetchall()
    cited = "SELECT count(*) FROM citations WHERE told_by = ?"
    return [
        StoredDocument(id=id_, path=places.shown(path), citations=cache.execute(cited, [id_]).fetchone()[0])
        for id_, path in rows
        if wanted(path)
    ]


def _is_folder_or_pattern(source: str) -> bool:
    return Path(source).is_dir() or (is_pattern(source) and not Path(source).exists() and not _WEB.match(source))


def _covers(argument: str) -> Callable[[str], bool]:
    """Whether an absolute path is that of the argument, or below it, or matches it."""
    raw = openable(argument)
    folder, name = os.path.split(os.path.abspath(raw))  # noqa: PTH100 - strings of any bytes
    own = {os.path.join(os.path.realpath(folder), name), os.path.realpath(raw)}  # noqa: PTH118
    below = tuple(path.rstrip(os.sep) + os.sep for path in own)
    if not is_pattern(raw) or any(map(os.path.lexists, own)):
        return lambda path: path in own or path.startswith(below)
    base, regex = split_pattern(raw)
    real = os.path.realpath(base)
    start = real.rstrip(os.sep) + os.sep

    def covered(path: str) -> bool:
        if path in own or path.startswith(below):
            return True
        return path.startswith(start) and regex.fullmatch(path[len(start) :].replace(os.sep, "/")) is not None

    return covered
