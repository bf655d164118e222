"""Forget Documents: they cite no more. Resources and Captures stay."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.cache import CacheFile
from crawler.cache.read.documents import documents_at, gone_documents, hint, paths_of_name
from crawler.cache.read.uncited import uncited_resources
from crawler.cache.write.documents import forget_documents
from crawler.model import StoredDocument
from crawler.model.errors import NotFound
from crawler.text.file_names import printable

MAX_LISTED = 5
"""Documents of one name in a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetResult:
    """What was forgotten, or would be."""

    documents: tuple[StoredDocument, ...]
    uncited: int = 0  # resources that nothing cites now, and that `prune` would drop

    @property
    def citations(self) -> int:
        return sum(document.citations for document in self.documents)


def forget(cache: CacheFile, wanted: Iterable[str], *, missing: bool = False, dry_run: bool = False) -> ForgetResult:
    """Forget the Documents at these paths, in these folders, or that match these patterns; `missing`: of these, or of
    all if none is named, only those whose files are gone.

    Raises:
        NotFound: one of them is or matches no Document, or is the name of several. Nothing is forgotten then.
    """
    wanted = list(wanted)
    gone = {document.id: document for document in gone_documents(cache)} if missing else {}
    found: dict[int, StoredDocument] = {} if wanted else gone
    for name in wanted:
        documents = documents_at(cache, name)
        if not documents:
            if several := paths_of_name(cache, name):
                listed = "; ".join(several[:MAX_LISTED]) + ("; ..." if len(several) > MAX_LISTED else "")
                raise NotFound(f"{len(several):,} documents are called {name}: {listed}; nothing was forgotten")
            close = hint(cache, name)
            raise NotFound(f"no document in the cache is, or matches, {printable(name)}{close}; nothing was forgotten")
        found |= {document.id: document for document in documents if not missing or document.id in gone}
    if dry_run:
        return ForgetResult(documents=tuple(found.values()))
    forget_documents(cache, found.values())
    uncited = sum(one.kept_as is None for one in uncited_resources(cache))
    return ForgetResult(documents=tuple(found.values()), uncited=uncited)
