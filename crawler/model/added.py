"""Added: what reading citing documents brought into the cache."""

from collections import Counter
from dataclasses import dataclass, field

from crawler.model.document import Skipped


@dataclass(slots=True)
class Added:
    """What was ingested. What is new is counted apart from what was read."""

    documents: int = 0
    unchanged: int = 0
    citations: int = 0
    records: int = 0
    new_documents: int = 0
    new_citations: int = 0
    new_resources: int = 0
    new_pages: int = 0
    removed_citations: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    renamed: list[tuple[str, str]] = field(default_factory=list)  # the former path of a Document, and its path
    paths: list[str] = field(default_factory=list)  # of the Documents that were read, or are unchanged
    named: list[str] = field(default_factory=list)  # Resources of URLs that were given without a Document
