"""One copy: fetched raw, redirects followed inside the archive, extracted and judged like any page.

Archives hold error pages, challenges and parking pages too. A copy is refused unless its verdict is alive or moved, and
unless it says when it was captured. It is compared with our last good text where there is one.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scrapy.http import HtmlResponse, Response
from w3lib.html import get_meta_refresh

from crawler.memento.client import ArchiveClient, NoAnswer, links_of, location_of, memento_datetime
from crawler.memento.examiner import CopyExaminer, ExaminedCopy
from crawler.memento.forms import RAW, date_of, raw, redirect_target, wayback
from crawler.memento.timemaps import Memento
from crawler.model import ArchivedCopy, Fetch, Hop, LastGood, LookupResult, Page
from crawler.model.archived_copy import KEPT, REFUSED, UNAVAILABLE
from crawler.net.credentials import without_credentials
from crawler.net.script_redirects import script_redirect
from crawler.settings import METAREFRESH_IGNORE_TAGS, METAREFRESH_MAXDELAY
from crawler.spiders.outcomes import from_response
from crawler.text.digits import without_large_references

MAX_REDIRECTS = 5
"""Redirects followed inside the archive: as many as for a page."""

ORIGINAL = "x-archive-orig-"
"""Prefix of the page's own headers in a response of the Wayback Machine."""


class Refused(Exception):
    """The response is not a copy of the page. `str(error)` is one line for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRecord:
    """An archive's response for a copy."""

    response: Response
    at: datetime  # Memento-Datetime
    url: str  # URI-M, in the form for readers
    original: str  # the URL that it is a copy of
    redirects: tuple[Hop, ...]  # of the cited page, when it was captured


async def fetch(client: ArchiveClient, copy: Memento, cited: str) -> ArchivedRecord:
    """The record behind a copy, redirects followed.

    Raises:
        NoAnswer: there is no usable response.
        Refused: the response is not a copy, or redirects out of the archive.
    """
    address, redirects, plain = raw(copy.url), tuple[Hop, ...](), False
    for _ in range(MAX_REDIRECTS + 1):
        response = await client.get(address)
        at = memento_datetime(response)
        location = location_of(response)
        if at is None and location is None:
            if plain or address == copy.url or redirects:
                raise Refused(f"HTTP {response.status} without Memento-Datetime: {address[:300]}")
            address, plain = copy.url, True  # an archive with Wayback addresses but without raw copies
            continue
        if location is None:
            location = _refresh(response, address)
        if location is None:
            assert at is not None
            return _record(response, at, cited, redirects, copy)
        target = redirect_target(address, location, archived=at is not None)
        if target is None:
            raise Refused(f"redirects out of the archive, to {location[:300]}")
        if at is not None:
            redirects = (*redirects, Hop(url=_original(response, address, cited), status=response.status))
        address = target if plain else raw(target)
    raise Refused(f"over {MAX_REDIRECTS} redirects, the last to {address[:300]}")


def _refresh(response: Response, address: str) -> str | None:
    """Where a copied page leads at once, by meta refresh or script; None if nowhere or to itself."""
    if not isinstance(response, HtmlResponse) or not 200 <= response.status < 300:
        return None
    try:
        text = without_large_references(response.text[:4096])
        delay, target = get_meta_refresh(text, "", response.encoding, ignore_tags=METAREFRESH_IGNORE_TAGS)
    except (LookupError, ValueError):
        return None
    if not target or delay is None:
        target, delay = script_redirect(response.text, ""), 0
    if not target or delay > METAREFRESH_MAXDELAY:
        return None
    target = without_credentials(target)
    return None if raw(redirect_target(address, target, archived=True) or "") == address else target


def _original(response: Response, address: str, cited: str) -> str:
    """The URL that a copy is of, by its Link header (RFC 7089, 2.2.1), else by its address."""
    named = next((link.target for link in links_of(response) if "original" in link.rels), None)
    parts = wayback(address)
    return named or (parts.original if parts else cited)


def _record(response: Response, at: datetime, cited: str, redirects: tuple[Hop, ...], copy: Memento) -> ArchivedRecord:
    parts, given = wayback(response.url), wayback(copy.url)
    url = response.url
    if parts and parts.modifier == RAW:
        url = parts.with_modifier(given.modifier if given else "")
    return ArchivedRecord(
        response=response,
        at=at,
        url=url,
        original=_original(response, response.url, cited) if redirects else cited,
        redirects=redirects,
    )


def as_fetch(record: ArchivedRecord, page: Page) -> Fetch:
    """The record as a Fetch of the page itself: no rule shall see the archive's URL or headers."""
    found = from_response(page, record.response, now=datetime.now(UTC))
    own = tuple((name.removeprefix(ORIGINAL), value) for name, value in found.headers if name.startswith(ORIGINAL))
    headers, flags = found.headers, tuple(flag for flag in found.flags if flag != "tdm")
    if own:
        names = {name for name, _ in own}
        headers = (*own, *((name, value) for name, value in headers if name == "content-type" and name not in names))
    return replace(found, final_url=record.original, redirects=record.redirects, headers=headers, flags=flags)


async def examine(
    client: ArchiveClient, copy: Memento, page: Page, *, examiner: CopyExaminer, good: LastGood | None
) -> tuple[LookupResult, ArchivedCopy | None]:
    """Fetch and examine one copy: the LookupResult to record, and the copy itself if it is good."""
    dated = date_of(copy.url) or copy.at
    try:
        record = await fetch(client, copy, page.url)
    except NoAnswer as error:
        outcome = REFUSED if error.permanent else UNAVAILABLE
        return LookupResult(outcome=outcome, detail=str(error), url=copy.url, memento_datetime=dated), None
    except Refused as error:
        return LookupResult(outcome=REFUSED, detail=str(error), url=copy.url, memento_datetime=dated), None
    examined = await examiner.examine(as_fetch(record, page), good)
    outcome, detail = _grade(examined)
    lookup = LookupResult(
        outcome=outcome, detail=detail, url=copy.url, memento_datetime=record.at, verdict=examined.verdict
    )
    return lookup, _kept(record, examined.fetch) if outcome == KEPT else None


def _grade(examined: ExaminedCopy) -> tuple[str, str]:
    """The outcome for a copy, and the reason."""
    fetch, capture = examined.fetch, examined.fetch.capture
    if not examined.verdict.good:
        return REFUSED, examined.reason
    if capture is None or fetch.body is None or (capture.text is None and capture.media_type.startswith("text/")):
        reason = (capture.no_text if capture else None) or "no text was extracted"
        return UNAVAILABLE if examined.unread else REFUSED, reason
    return KEPT, examined.reason


def _kept(record: ArchivedRecord, fetch: Fetch) -> ArchivedCopy:
    assert fetch.capture is not None
    assert fetch.body is not None
    return ArchivedCopy(
        url=record.url,
        memento_datetime=record.at,
        fetched_at=fetch.started_at,
        status=fetch.status,
        content_type=fetch.header("content-type"),
        body=fetch.body,
        capture=fetch.capture,
    )
