"""A Document as a page: what to fix first, and what became of its quotations. Reading only."""

from collections.abc import MutableMapping
from dataclasses import dataclass

from citecache.render.html.views import PlaceQuote
from citecache.render.worklist.items import WorkItem
from citecache.usecases.fix_first import fix_first
from citecache.usecases.grades import CaptureGrade
from citecache.usecases.quote_check import check_quotes_of
from crawler.cache import CacheFile
from crawler.cache.read.citing import quoted_in
from crawler.model import CitingDocument

QUOTES = 200
"""Quotations of one Document that are checked: the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFindings:
    """What takes longest of the page of a Document."""

    fix: tuple[WorkItem, ...]
    quotes: dict[int, list[PlaceQuote]]  # by the ids of Citations
    ungraded: int  # Captures that nobody has graded yet
    unquoted: int  # quotations that nobody has looked up yet


def document_findings(
    cache: CacheFile,
    document: CitingDocument,
    known_grades: MutableMapping[str, CaptureGrade],
    *,
    most_graded: int,
    most_sources: int,
) -> DocumentFindings:
    """What to fix first in a Document, and its quotations, each looked up in the texts of its source; of at most
    `most_sources`, the first.
    """
    quotes: dict[int, list[PlaceQuote]] = {}
    every = list(quoted_in(cache, document.id, limit=QUOTES))
    sources = set(list(dict.fromkeys(resource for _, resource, _ in every))[:most_sources])
    quoted = [one for one in every if one[1] in sources]
    checked = check_quotes_of(cache, ((resource, quote) for _, resource, quote in quoted))
    found = {key: PlaceQuote(check=one.check, withheld=one.withheld) for key, one in checked}
    for citation, resource, quote in quoted:
        quotes.setdefault(citation, []).append(found[resource, quote])
    items, ungraded = fix_first(cache, document, known_grades, most_graded=most_graded)
    return DocumentFindings(fix=tuple(items), quotes=quotes, ungraded=ungraded, unquoted=len(every) - len(quoted))
