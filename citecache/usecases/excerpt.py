"""A part of a page's text, by the page of a document or by offsets."""

from dataclasses import dataclass

from citecache.render.withheld import kept_back
from crawler.cache import CacheFile
from crawler.cache.read import capture_records, cards, changes, resources
from crawler.model import CaptureRecord, Card, CardFilter, Verdict
from crawler.model.errors import NotFound, QueryError
from crawler.text.pages import page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Code points `start` to `end` of a Capture's text. `text` is None where there is none to give."""

    card: Card  # without its text
    capture: CaptureRecord | None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None  # on which it begins, of a document with pages
    missing: str | None = None  # why there is no text
    withheld: str | None = None  # why the text is not given

    @property
    def next_start(self) -> int | None:
        """Where the rest of the text begins; None: this is the end."""
        whole = self.capture.text_chars if self.capture else None
        return self.end if self.end is not None and whole is not None and self.end < whole else None


def excerpt(
    cache: CacheFile, wanted: str, *, start: int, length: int, page: int | None = None, capture_id: int | None = None
) -> Excerpt:
    """Up to `length` code points from `start`, or from the beginning of a page, which is not exceeded.

    Of the text that the card shows, or of another Capture of the same page.

    Raises:
        NotFound: nothing, or more than one thing, of that name; no such Capture.
        QueryError: there is no such page or place.
    """
    id_ = resources.find(cache, wanted)
    card = next(cards.cards(cache, CardFilter(ids=(id_,)), with_text=False))
    shown = capture_records.shown(cache, id_)
    capture = shown if capture_id is None else capture_records.of_page(cache, id_, capture_id)
    if capture_id is not None and capture is None:
        raise NotFound(f"capture {capture_id} is none of {card.url}: leave it out for the newest good one")
    withheld = kept_back(card.verdict, capture.reservations if capture else card.reservations)
    if withheld:
        return Excerpt(card=card, capture=capture, withheld=withheld)
    if capture is None or not capture.text_chars:
        return Excerpt(card=card, capture=capture, missing=_why(card, capture))
    first, stop = (start, capture.text_chars) if page is None else _page(capture, page)
    if first >= capture.text_chars and page is None:
        raise QueryError(f"start {start} is beyond the text, which has {capture.text_chars} characters")
    end = min(first + length, stop)
    text = changes.text(cache, capture.id)[first:end]
    return Excerpt(
        card=card, capture=capture, text=text, start=first, end=end, page=page or page_of(first, capture.page_starts)
    )


def _page(capture: CaptureRecord, page: int) -> tuple[int, int]:
    """Where a page begins and ends."""
    starts, whole = capture.page_starts, capture.text_chars or 0
    if not starts:
        raise QueryError("the text has no pages: ask by start and length")
    if page > len(starts):
        raise QueryError(f"there is no page {page}: the document has {len(starts)}")
    return starts[page - 1], starts[page] if page < len(starts) else whole


def _why(card: Card, capture: CaptureRecord | None) -> str:
    if capture is not None and not capture.kept:
        return "the text of this capture is no longer kept (CITECACHE_KEEP)"
    if capture is not None:
        return capture.no_text or "the page has no text"
    state = "was never fetched" if card.verdict is Verdict.UNCHECKED else f"is {card.verdict.value}"
    return card.no_text or card.error or f"no text was captured: the page {state}"
