"""Captures of a Resource to be read, compared and saved. What is withheld for legal reasons is not there (HTTP 451)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from citecache.render.html.differences import shown_difference
from citecache.render.html.full_text import full_text
from citecache.render.html.views import CaptureTextView, ComparisonView
from citecache.usecases.resource_view import CAPTURES, POINTS, has_text, page_headings
from crawler.cache import CacheFile, bodies
from crawler.cache.read import capture_records, cards, changes, resources
from crawler.cache.read.fetches import fetch_points
from crawler.model import CaptureRecord, Card, CardFilter, TextVersion, Verdict
from crawler.model.errors import NotFound
from crawler.text.difference import compare


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBody:
    """The bytes of a Capture, verified."""

    resource_id: str
    data: bytes
    sha256: str
    media_type: str


def capture_text(
    cache: CacheFile, wanted: str, *, capture_id: int | None = None, part: int = 1, query: str = ""
) -> CaptureTextView:
    """A part of the text that the card shows, or of another Capture, with the places of `query` in all of it.

    Raises:
        NotFound: no such Resource or Capture, or it has no text to show.
    """
    card = _card(cache, wanted)
    newest = capture_records.shown(cache, card.id)
    capture = newest if capture_id is None else _capture(cache, card, capture_id)
    if capture is None or not has_text(capture):
        raise NotFound(f"there is no text of {card.url}: {_why(card, capture)}")
    headings = page_headings(cache, capture)
    text = full_text(changes.text(cache, capture.id), headings, part=part, query=query)
    same = newest is not None and newest.id == capture.id
    return CaptureTextView(card=card, capture=capture, newest=same, text=text)


def comparison(
    cache: CacheFile, wanted: str, *, before: int | None = None, after: int | None = None, everything: bool = False
) -> ComparisonView:
    """Two Captures of a Page; by default the last good one and the one before its last change.

    Raises:
        NotFound: no such Resource or Capture, or it has no text to show.
    """
    card = _card(cache, wanted)
    captures = capture_records.of_resource(cache, card.id, limit=-1)
    readable = [capture for capture in captures if has_text(capture)]
    by_id = {capture.id: capture for capture in captures}
    versions = [version for version in changes.versions(cache, card.id) if version.kept and version.capture_id in by_id]
    new = _capture(cache, card, after) if after is not None else _newest(readable, versions)
    changed = {point.started_at for point in fetch_points(cache, card.id, limit=POINTS) if point.good and point.changed}
    old = _capture(cache, card, before) if before is not None else _earlier(readable, versions, new, changed)
    for capture in (old, new):
        if capture is not None and not has_text(capture):
            raise NotFound(f"there is no text in capture {capture.id} of {card.url}: {_why(card, capture)}")
    difference = None
    if old is not None and new is not None:
        found = compare(changes.text(cache, old.id), changes.text(cache, new.id))
        difference = shown_difference(found, everything=everything)
    return ComparisonView(
        card=card,
        comparable=readable[:CAPTURES],
        more=max(0, len(readable) - CAPTURES),
        before=old,
        after=new,
        difference=difference,
    )


def stored_body(cache: CacheFile, wanted: str, *, capture_id: int | None = None) -> StoredBody:
    """The bytes that the shown text, or another Capture's, was made from.

    Raises:
        NotFound: no such Resource or Capture, or its body is not kept.
        CacheDamaged: they are not what was stored.
    """
    card = _card(cache, wanted)
    capture = capture_records.shown(cache, card.id) if capture_id is None else _capture(cache, card, capture_id)
    if capture is None:
        raise NotFound(f"there is no body of {card.url}: {_why(card, None)}")
    data = bodies.load(cache, capture.body_sha256)
    return StoredBody(resource_id=card.id, data=data, sha256=capture.body_sha256, media_type=capture.media_type)


def _card(cache: CacheFile, wanted: str) -> Card:
    card = next(cards.cards(cache, CardFilter(ids=(resources.find(cache, wanted),)), with_text=False))
    if card.verdict is Verdict.LEGAL:
        raise NotFound(f"the text of {card.url} is withheld for legal reasons (HTTP 451), and so are its changes")
    return card


def _capture(cache: CacheFile, card: Card, capture_id: int) -> CaptureRecord:
    capture = capture_records.of_page(cache, card.id, capture_id)
    if capture is None:
        raise NotFound(f"capture {capture_id} is none of {card.url}")
    return capture


def _why(card: Card, capture: CaptureRecord | None) -> str:
    if capture is not None and not capture.kept:
        return "it is no longer kept (CITECACHE_KEEP)"
    if capture is not None:
        return capture.no_text or "the page has none"
    return card.no_text or card.error or f"the page is {card.verdict.value}"


# --- which two are compared, unless somebody says so -----------------------------------------------------------


def _newest(readable: Sequence[CaptureRecord], versions: Sequence[TextVersion]) -> CaptureRecord | None:
    """The last good Capture; where there never was one, the newest copy from elsewhere."""
    last = {version.capture_id for version in versions[-1:]}
    return next((one for one in readable if one.id in last), readable[0] if readable else None)


def _earlier(
    readable: Sequence[CaptureRecord],
    versions: Sequence[TextVersion],
    new: CaptureRecord | None,
    changed: Collection[str],
) -> CaptureRecord | None:
    """The good text before the last change (one by churn alone is none) that led to `new`; else the newest Capture
    with another text that was made before it. `changed`: when a Fetch found a change.
    """
    if new is None:
        return None
    place = max((at for at, one in enumerate(versions) if one.text_sha256 == new.text_sha256), default=0)
    last = max((at for at in range(1, place + 1) if versions[at].first_at in changed), default=place)
    wanted = {version.capture_id for version in versions[max(0, last - 1) : last]}
    good = next((one for one in readable if one.id in wanted), None)
    older = readable[next((at for at, one in enumerate(readable) if one.id == new.id), 0) :]
    return good or next((one for one in older if one.text_sha256 != new.text_sha256), None)
