"""Forgetting Documents whose files are gone."""

from collections.abc import Iterable

from crawler.cache.database import CacheFile, update


def forget_documents(cache: CacheFile, paths: Iterable[str]) -> int:
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
