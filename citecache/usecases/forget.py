"""Forget Documents: they cite no more. Resources and Captures stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from crawler.cache import CacheFile
from crawler.cache.read.documents import documents_at, known_paths, paths_of_name
from crawler.cache.write.documents import forget_documents
from crawler.model import StoredDocument
from crawler.model.errors import NotFound
from crawler.sources.file_names import printable

MAX_LISTED = 5
"""Documents of one name in a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetResult:
    """What was forgotten, or would be."""

    documents: tuple[StoredDocument, ...]

    @property
    def citations(self) -> int:
        return sum(document.citations for document in self.documents)


def forget(cache: CacheFile, wanted: Iterable[str], *, dry_run: bool = False) -> ForgetResult:
    """Forget the Documents at these paths, in these folders, or that match these patterns.

    Raises:
        NotFound: one of them is or matches no Document, or is the name of several. Nothing is forgotten then.
    """
    found: dict[int, StoredDocument] = {}
    for name in wanted:
        documents = documents_at(cache, name)
        if not documents:
            if several := paths_of_name(cache, name):
                listed = "; ".join(several[:MAX_LISTED]) + ("; ..." if len(several) > MAX_LISTED else "")
                raise NotFound(f"{len(several):,} documents are called {name}: {listed}; nothing was forgotten")
            close = get_close_matches(printable(name), known_paths(cache), n=1)
            hint = f" (there is {close[0]})" if close else ""
            raise NotFound(f"no document in the cache is, or matches, {printable(name)}{hint}; nothing was forgotten")
        found |= {document.id: document for document in documents}
    if not dry_run:
        forget_documents(cache, found.values())
    return ForgetResult(documents=tuple(found.values()))
