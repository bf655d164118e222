"""The quotations of a Document, each looked up in the texts of its source."""

from dataclasses import dataclass

from citecache.usecases.quote_check import CheckedQuote, QuoteSources
from crawler.cache import CacheFile
from crawler.cache.read.quotations import BEGINNING, quoted_places
from crawler.model import QuotedPlace, QuotePosition


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentQuote:
    """A quotation in its Document, and what became of it. None: no record defines what is cited."""

    at: QuotedPlace
    checked: CheckedQuote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSlice:
    """A part of the quotations of a Document."""

    quotes: tuple[DocumentQuote, ...]
    next: QuotePosition | None  # of the last of these, if there are more after it


def document_quotes(cache: CacheFile, document: str, *, after: QuotePosition = BEGINNING, limit: int) -> QuoteSlice:
    """The next `limit` quotations of a Document, by its path or name, in their order."""
    found = quoted_places(cache, document, after=after, limit=limit + 1)
    sources = QuoteSources(cache)
    quotes = tuple(_checked(at, sources) for at in found[:limit])
    return QuoteSlice(quotes=quotes, next=quotes[-1].at.position if len(found) > limit else None)


def _checked(at: QuotedPlace, sources: QuoteSources) -> DocumentQuote:
    return DocumentQuote(at=at, checked=None if at.resource_id is None else sources.check(at.resource_id, at.quote))
