"""The quotations of Documents, each looked up in every text of its source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from citecache.results import QuoteStanding
from citecache.usecases.parts import in_parts
from citecache.usecases.quote_check import CheckedQuote, check_quotes_of
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


def check_quotes(cache: CacheFile, paths: Iterable[str] | None = None) -> Iterator[QuoteStanding]:
    """The quotations of the Documents of these paths, or of all, by document and place.

    They are looked up in parts: in one of them, the texts of a source are read once for all that is quoted from it.
    """
    return (one for _, one in placed_quotes(cache, paths))


def placed_quotes(cache: CacheFile, paths: Iterable[str] | None = None) -> Iterator[tuple[int, QuoteStanding]]:
    """The same, each with the id of the Citation that it stands at."""
    for places in in_parts(quoted_in_documents(cache, paths), lambda at: (at.document, at.line, at.column)):
        found = _with_elsewhere(_standings(cache, places))
        yield from zip((at.position.citation for at in places), found, strict=True)


def quotes_from(cache: CacheFile, resource_id: str) -> list[QuoteStanding]:
    """What documents quote from one Resource, by document and place."""
    return _standings(cache, quoted_from(cache, resource_id))


def document_quotes(cache: CacheFile, document: str, *, after: QuotePosition = BEGINNING, limit: int) -> QuoteSlice:
    """The next `limit` quotations of a Document, by its path or name, in their order."""
    found = quoted_places(cache, document, after=after, limit=limit + 1)
    quotes = tuple(_with_elsewhere(_standings(cache, found[:limit])))
    return QuoteSlice(quotes=quotes, next=found[limit - 1].position if len(found) > limit else None)


def _standings(cache: CacheFile, places: Sequence[QuotedPlace]) -> list[QuoteStanding]:
    checked = check_quotes_of(cache, ((at.resource_id, at.quote) for at in places))
    found = {key: _facts(one) for key, one in checked}
    return [_standing(at, found.get((at.resource_id or "", at.quote)) or _undefined(at.quote)) for at in places]


def _standing(at: QuotedPlace, facts: Mapping[str, Any]) -> QuoteStanding:
    place = {name: getattr(at, name) for name in ("document", "line", "column", "label", "resource_id", "url")}
    return QuoteStanding(**place, **facts)


def _facts(checked: CheckedQuote) -> dict[str, Any]:
    """What is told of a quotation wherever it stands."""
    whole = _whole(checked.source.capture, checked)
    return asdict(checked.check) | {"withheld": checked.withheld, "whole": whole}


def _undefined(quote: str) -> dict[str, Any]:
    reason = "no record defines what is cited"
    check = QuoteCheck(quote=quote, status=QuoteStatus.NO_TEXT, similarity=0.0, differences=(reason,))
    return asdict(check) | {"withheld": None, "whole": False}


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
