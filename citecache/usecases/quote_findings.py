"""Quotations as findings of `check`: where a document quotes what its source does not say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from citecache.render.quotes import explained
from citecache.results import QuoteStanding
from citecache.usecases.quotes import check_quotes
from crawler.cache import CacheFile
from crawler.model import Finding, QuoteStatus


def quote_findings(cache: CacheFile, paths: Iterable[str] | None, cited: Sequence[Finding]) -> list[Finding]:
    """A finding for each quotation of these Documents, or of all; `cited`: the findings of their Citations.

    Words that one of several sources has stand as quoted.
    """
    by_source = {(one.document, one.id): one for one in cited}
    found = []
    for quote in check_quotes(cache, paths):
        page = by_source.get((quote.document, quote.resource_id or quote.url or ""))  # a URL that is an undefined id
        if page is not None and not quote.elsewhere:
            found.append(_finding(quote, page))
    return found


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
