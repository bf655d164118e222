"""The card of a Resource as a page: for whoever keeps the cache, or for the readers of a site (docs/policy.md)."""

from dataclasses import replace

from citecache.render.html.timeline import timeline
from citecache.render.html.views import CardQuote, ResourceView
from citecache.render.withheld import REASONS, shown, withholds_text
from citecache.usecases.explain import explain
from citecache.usecases.quote_check import MARKUP, QuoteSource
from crawler.cache import CacheFile, bodies
from crawler.cache.read import capture_records, changes
from crawler.cache.read.fetches import fetch_points, fetch_records
from crawler.cache.read.pages import page_state
from crawler.model import CaptureRecord, Card, Verdict
from crawler.model.errors import CacheDamaged
from crawler.text.markup_headings import MAX_CHARS, headings_of
from pipelines.identity import grade

FETCHES = 25
"""Fetches in the history of a page."""

POINTS = 2_000
"""Fetches in its timeline: five years of daily checks."""

CAPTURES = 100
"""Captures that are offered for comparison: any two of a page can be compared by their ids."""

QUOTES = 20
"""Quotations that are checked for one page. Heuristic: more of one source would be a copy of it."""

QUOTED_BYTES = 4 * 2**20
"""Bytes of text, of a page's Captures together, in which quotations are looked up while somebody waits."""


def owner_view(cache: CacheFile, card: Card) -> ResourceView:
    """The card, given without its text, as `show` has it: with its preview, and what leads to all the rest."""
    captures = capture_records.of_resource(cache, card.id, limit=CAPTURES)
    quotes = _quotes(cache, card, captures)
    legal = card.verdict is Verdict.LEGAL
    known = card.body_sha256 and not legal
    return replace(
        _view(cache, shown(card), captures),
        withheld=REASONS["legal"] if legal else None,
        quotable=not legal,
        quotes=quotes,
        more_quotes=_count_quotes(card) - len(quotes),
        comparable=() if legal else tuple(filter(has_text, captures)),
        body_bytes=bodies.kept_size(cache, card.body_sha256 or "") if known else None,
    )


def reader_view(cache: CacheFile, card: Card) -> ResourceView:
    """The card, given as it may be passed on to readers, as a page of a site: with all of its text."""
    reason = withholds_text(card, readable=True)
    copies = capture_records.copies(cache, card.id)
    quotes = _quotes(cache, card, copies)
    if reason is not None:
        quotes = tuple(_without_words(one, REASONS[reason]) for one in quotes)
    return replace(
        _view(cache, card, copies),
        withheld=None if reason is None else REASONS[reason],
        quotable=reason is None and "nosnippet" not in card.reservations,
        quotes=quotes,
        more_quotes=_count_quotes(card) - len(quotes),
    )


def page_headings(cache: CacheFile, capture: CaptureRecord | None) -> frozenset[str]:
    """Which lines of a Capture's text are headings: by its page's markup, where that is kept."""
    if capture is None:
        return frozenset()
    known = frozenset(changes.headings(cache, capture.id))
    size = bodies.kept_size(cache, capture.body_sha256)
    if capture.media_type not in MARKUP or size is None or size > MAX_CHARS:
        return known
    try:
        body = bodies.load(cache, capture.body_sha256)
        return known | headings_of(body.decode(capture.charset or "utf-8", "replace"))
    except (CacheDamaged, LookupError, ValueError):  # ValueError: a charset with a NUL; the text is read without
        return known


def has_text(capture: CaptureRecord) -> bool:
    """Whether a Capture can be read and compared."""
    return capture.kept and bool(capture.text_chars)


def _view(cache: CacheFile, card: Card, captures: list[CaptureRecord]) -> ResourceView:
    """What both have in common."""
    fetches = fetch_records(cache, card.id, limit=FETCHES + 1)
    state = page_state(cache, card.id)
    points = fetch_points(cache, card.id, limit=POINTS)
    copies = [capture for capture in captures if capture.source != "fetched"]
    return ResourceView(
        card=card,
        withheld=None,
        quotable=True,
        identity=grade(card),
        state=state,
        reason=next((fetch for fetch in fetches if fetch.effective_verdict is not None), None),
        fetches=fetches[:FETCHES],
        earlier=len(fetches) > FETCHES,
        timeline=timeline(points, copies, state),
        headings=page_headings(cache, capture_records.shown(cache, card.id)) if card.text or card.preview else (),
        quotes=(),
    )


def _quotes(cache: CacheFile, card: Card, captures: list[CaptureRecord]) -> tuple[CardQuote, ...]:
    """What Documents quote from it, each quotation once, looked up in its texts."""
    quoted = {quote: by for by in reversed(card.cited_by) for quote in reversed(by.quotes)}
    if not quoted or sum(capture.text_bytes or 0 for capture in captures) > QUOTED_BYTES:
        return ()
    wanted = list(reversed(quoted.items()))[:QUOTES]
    found = QuoteSource(cache, explain(cache, card.id)).check_all(quote for quote, _ in wanted)
    return tuple(
        CardQuote(place=place, check=found[quote].check, withheld=found[quote].withheld) for quote, place in wanted
    )


def _count_quotes(card: Card) -> int:
    return len({quote for by in card.cited_by for quote in by.quotes})


def _without_words(quote: CardQuote, reason: str) -> CardQuote:
    """The status of a quotation, and nothing of the text that it was compared with."""
    return replace(quote, check=replace(quote.check, matched_text=None, differences=()), withheld=reason)
