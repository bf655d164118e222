"""What a search finds, each with its card, its Capture, and the place of the excerpt in the Capture's text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citecache.render.withheld import kept_back
from crawler.cache import CacheFile
from crawler.cache.read import capture_records, cards, changes, full_text
from crawler.model import CaptureRecord, Card, CardFilter, SearchHit

_BRACKETS = str.maketrans("", "", "[]")
_BRACKET = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """A hit of a search and where it comes from."""

    hit: SearchHit
    card: Card  # without its text
    capture: CaptureRecord | None
    span: tuple[int, int] | None  # of the excerpt, in the Capture's text; None: it is in the title only, or withheld
    withheld: str | None  # why there is no excerpt


def found_texts(cache: CacheFile, query: str, *, limit: int) -> Iterator[FoundText]:
    """The best hits, the best first.

    Raises:
        QueryError: there is a mistake in the query.
    """
    for hit in full_text.search(cache, query, limit=limit):
        card = next(cards.cards(cache, CardFilter(ids=(hit.id,)), with_text=False))
        read = capture_records.archived if hit.archived_at else capture_records.shown
        capture = (capture_records.imported if hit.imported_at else read)(cache, hit.id)
        withheld = kept_back(card.verdict, capture.reservations if capture else ())
        span = None
        if hit.snippet and capture is not None and not withheld:
            span = place(hit.snippet, changes.text(cache, capture.id))
        yield FoundText(hit=hit, card=card, capture=capture, span=span, withheld=withheld)


def place(snippet: str, text: str) -> tuple[int, int] | None:
    """Where an excerpt of the search, with its marks `[` and `]`, stands in a text.

    >>> place("... the [tide] turned ...", "Then [1] the tide turned [2].")
    (9, 24)
    """
    bare = snippet.strip().removeprefix("...").removesuffix("...").strip().translate(_BRACKETS)
    at = text.translate(_BRACKETS).find(bare) if bare else -1
    return None if at < 0 else (_before(text, at), _before(text, at + len(bare) - 1) + 1)


def _before(text: str, offset: int) -> int:
    """The place in a text of a place in the same text without brackets."""
    for number, bracket in enumerate(_BRACKET.finditer(text)):
        if bracket.start() - number > offset:
            return offset + number
    return offset + text.count("[") + text.count("]")
