"""Quotations as findings of `check`: where a document quotes what its source does not say."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import tee

from citecache.render.quotes import explained
from citecache.results import QuoteStanding
from citecache.usecases.quotes import placed_quotes
from crawler.cache import CacheFile
from crawler.cache.read.findings import findings_quoted
from crawler.model import Finding, QuoteStatus


def quote_findings(cache: CacheFile, paths: Iterable[str] | None) -> Iterator[Finding]:
    """A finding for each quotation of these Documents, or of all, by document and place.

    Words that one of several sources has stand as quoted.
    """
    quotes, ahead = tee((id_, quote) for id_, quote in placed_quotes(cache, paths) if not quote.elsewhere)
    pages = findings_quoted(cache, (citation for citation, _ in ahead))
    for page, (_, quote) in zip(pages, quotes, strict=True):
        yield _finding(quote, page)


def _finding(quote: QuoteStanding, page: Finding) -> Finding:
    surely = quote.status in (QuoteStatus.ALTERED, QuoteStatus.VANISHED)
    return replace(
        page,
        line=quote.line,
        column=quote.column,
        label=quote.label,
        link=None,
        undefined=False,  # the quotation has no text, the citation is undefined
        quote=quote.quote,
        quote_status=quote.status.value,
        quote_failed=surely or (quote.status is QuoteStatus.ABSENT and quote.whole),
        detail="; ".join(explained(quote)),
    )
