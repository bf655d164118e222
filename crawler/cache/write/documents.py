"""Forgetting Documents: those whose files are gone, and others on request."""

from collections.abc import Iterable

from crawler.cache.database import CacheFile
from crawler.cache.storing import update
from crawler.cache.write.claims import drop_unused_claims
from crawler.model import StoredDocument


def forget_documents(cache: CacheFile, documents: Iterable[StoredDocument]) -> int:
    """These Documents cite no more; gives how many citations that was. Resources and Captures stay.

    A Document that a record names in its `cited_by` stays as a name.
    """
    removed = 0
    with cache.write() as db:
        for document in documents:
            removed += db.execute("DELETE FROM citations WHERE told_by = ?", [document.id]).rowcount
            db.execute("DELETE FROM record_ids WHERE document_id = ?", [document.id])
            db.execute("DELETE FROM local_links WHERE document_id = ?", [document.id])
            update(db, "documents", document.id, {"path": None, "sha256": None, "reader": None})
            unnamed = "id = ? AND NOT EXISTS (SELECT 1 FROM citations WHERE document_id = documents.id)"
            db.execute(f"DELETE FROM documents WHERE {unnamed}", [document.id])
        drop_unused_claims(db)
        db.execute(
            "DELETE FROM documents WHERE path IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM citations WHERE document_id = documents.id OR told_by = documents.id)"
        )
    return removed
