"""Documents as they are kept: which have been read, and what is forgotten when a file is gone."""

from collections.abc import Iterable

from crawler import __version__
from crawler.cache.database import CacheFile, update


def known_documents(cache: CacheFile) -> dict[str, str]:
    """Path -> SHA-256 of each Document that this version of the readers has read already."""
    rows = cache.db.execute("SELECT path, sha256 FROM documents WHERE path IS NOT NULL AND reader = ?", [__version__])
    return dict(rows.fetchall())


def paths_below(cache: CacheFile, folder: str) -> list[str]:
    """Paths of the Documents in a folder; "." is the working directory."""
    prefix = "" if folder in (".", "./") else folder.rstrip("/") + "/"
    sql = "SELECT path FROM documents WHERE substr(path, 1, ?) = ? ORDER BY path"
    return [row[0] for row in cache.db.execute(sql, [len(prefix), prefix])]


def forget(cache: CacheFile, paths: Iterable[str]) -> int:
    """Documents whose files are gone cite no more; gives how many citations that was. Resources stay.

    A Document that a record names in its `cited_by` stays as a name.
    """
    removed = 0
    with cache.write() as db:
        for path in paths:
            (document,) = db.execute("SELECT id FROM documents WHERE path = ?", [path]).fetchone()
            removed += db.execute("DELETE FROM citations WHERE told_by = ?", [document]).rowcount
            update(db, "documents", document, {"path": None, "sha256": None, "reader": None})
            unnamed = "id = ? AND NOT EXISTS (SELECT 1 FROM citations WHERE document_id = documents.id)"
            db.execute(f"DELETE FROM documents WHERE {unnamed}", [document])
    return removed
