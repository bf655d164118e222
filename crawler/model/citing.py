"""CitingDocument, CitedPlace, QuotedPlace and ClaimedPlace: what Documents cite."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from crawler.model.verdict import Verdict


def document_key(path: str | None, name: str) -> str:
    """An address for a Document: 16 hex digits, the same as long as its stored path, or else its name, is.

    >>> document_key("docs/a.md", "a"), document_key(None, "docs/a.md")
    ('ac8eba73b0ff366b', 'd22064160110a534')
    """
    words = f"name:{name}" if path is None else f"path:{path}"
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingDocument:
    """A Document that cites anything, as it is listed."""

    id: int
    path: str | None  # as stored; None: only a record knows it, by its name
    name: str
    title: str | None
    type: str | None
    quality: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """One Citation of a Document, with the state of what it cites."""

    resource_id: str | None  # None: no record defines what is cited
    url: str  # as cited; else the id that is cited
    title: str | None
    verdict: Verdict
    line: int | None  # None: known from a record's `cited_by` only
    column: int | None
    mark: str | None  # the label as it stands in the text: `[^1]`, `[@doe2020]`
    link_text: str | None
    claim: str | None
    archived_url: str | None
    archived_at: str | None
    id: int  # of the Citation
    quotes: tuple[str, ...]
    accessed: str | None  # the access date that the Document gives


class QuotePosition(NamedTuple):
    """Where a Quote stands in the order of all: by the ids of Document and Citation, the place of the Citation between,
    and its number among the Citation's.
    """

    document: int
    line: int
    column: int
    citation: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPlace:
    """One Quote of a Document."""

    document: str  # its path as shown, or its name
    line: int | None
    column: int | None
    label: str | None
    resource_id: str | None  # None: no record defines what is cited
    url: str | None  # as cited; else the id that is cited
    quote: str
    position: QuotePosition


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedPlace:
    """One Citation of a Document with the sentence that leans on it, and the state of what it cites."""

    document: str  # its path as shown, or its name
    line: int | None  # None: known from a record's `cited_by` only
    column: int | None
    label: str | None
    resource_id: str | None  # None: no record defines what is cited
    url: str | None  # as cited; else the id that is cited
    claim: str
    verdict: Verdict
    last_good_at: str | None
