"""The quotations of Documents, each looked up in every text of its source."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from citecache.results import QuoteStanding
from citecache.usecases.quote_check import CheckedQuote, QuoteSources
from crawler.cache import CacheFile
from crawler.cache.read.quotations import BEGINNING, quoted_from, quoted_in_documents, quoted_places
from crawler.model import CaptureRecord, QuotedPlace, QuotePosition, QuoteStatus
from pipelines.quotes import QuoteCheck

WHOLE = 0.9
"""Least coverage of a text that counts as the whole page's. Heuristic: menus and footers are prose, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSlice:
    """A part of the quotations of a Document."""

    quotes: tuple[QuoteStanding, ...]
    next: QuotePosition | None  # of the last of these, if there are more after it


def check_quotes(cache: CacheFile, paths: Iterable[str] | None = None) -> list[QuoteStanding]:
    """The quotations of the Documents of these paths, or of all, by document and place.

    The texts of a source are read once for all that is quoted from it.
    """
    places = quoted_in_documents(cache, paths)
    by_source: dict[str | None, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        by_source[place.resource_id].append(number)
    found: dict[int, QuoteStanding] = {}
    for own in by_source.values():
        sources = QuoteSources(cache)
        found |= {number: _standing(places[number], sources) for number in own}
    return _with_elsewhere([found[number] for number in range(len(places))])


def quotes_from(cache: CacheFile, resource_id: str) -> list[QuoteStanding]:
    """What documents quote from one Resource, by document and place."""
    sources = QuoteSources(cache)
    return [_standing(at, sources) for at in quoted_from(cache, resource_id)]


def document_quotes(cache: CacheFile, document: str, *, after: QuotePosition = BEGINNING, limit: int) -> QuoteSlice:
    """The next `limit` quotations of a Document, by its path or name, in their order."""
    found = quoted_places(cache, document, after=after, limit=limit + 1)
    sources = QuoteSources(cache)
    quotes = tuple(_with_elsewhere([_standing(at, sources) for at in found[:limit]]))
    return QuoteSlice(quotes=quotes, next=found[limit - 1].position if len(found) > limit else None)


def _standing(at: QuotedPlace, sources: QuoteSources) -> QuoteStanding:
    checked = None if at.resource_id is None else sources.check(at.resource_id, at.quote)
    check = checked.check if checked else _undefined(at.quote)
    place = {name: getattr(at, name) for name in ("document", "line", "column", "label", "resource_id", "url")}
    return QuoteStanding(
        **place,
        **asdict(check),
        withheld=checked.withheld if checked else None,
        whole=checked is not None and _whole(checked.source.capture, checked),
    )


def _undefined(quote: str) -> QuoteCheck:
    reason = "no record defines what is cited"
    return QuoteCheck(quote=quote, status=QuoteStatus.NO_TEXT, similarity=0.0, differences=(reason,))


def _whole(shown: CaptureRecord | None, checked: CheckedQuote) -> bool:
    """Whether the text that the card shows is all that the page says: nothing speaks against it."""
    if shown is None or shown.doubt or checked.check.status is QuoteStatus.NO_TEXT:
        return False
    return shown.coverage is None or shown.coverage >= WHOLE


def _with_elsewhere(found: list[QuoteStanding]) -> list[QuoteStanding]:
    """Of words that several sources are cited for, one is enough to have them."""
    verbatim = {(one.document, one.line, one.column, one.quote) for one in found if one.status is QuoteStatus.VERBATIM}
    return [
        replace(one, elsewhere=True)
        if one.status is not QuoteStatus.VERBATIM and (one.document, one.line, one.column, one.quote) in verbatim
        else one
        for one in found
    ]
