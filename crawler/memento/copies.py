"""One copy: fetched as the record came, its redirects followed inside the archive, extracted and judged like any page.

Archives hold error pages, challenges and parking pages too. What the judge would not call alive or moved is refused,
and so is what does not say when it was captured. Where there is a last good text of our own, the copy is compared with
it.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scrapy.http import HtmlResponse, Response
from w3lib.html import get_meta_refresh

from crawler.cache.mementos import KEPT, REFUSED, UNAVAILABLE, Copy, Lookup
from crawler.memento.client import ArchiveClient, NoAnswer, links_of, location_of, memento_datetime
from crawler.memento.examiner import CopyExaminer, ExaminedCopy
from crawler.memento.forms import RAW, date_of, onward, raw, wayback
from crawler.memento.timemaps import Memento
from crawler.model import Fetch, Hop, LastGood, Page
from crawler.settings import METAREFRESH_IGNORE_TAGS, METAREFRESH_MAXDELAY
from crawler.spiders.outcomes import from_response

MOST_HOPS = 5
"""Redirects inside the archive, as of a page."""

ORIGINAL = "x-archive-orig-"
"""Before the names of the headers that came with the page itself, at the Wayback Machine."""


class Refused(Exception):
    """This copy is none. `str(error)` is one line for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRecord:
    """What an archive gave for a copy."""

    response: Response
    at: datetime  # Memento-Datetime
    url: str  # URI-M, as the archive names it to people
    original: str  # the URL that it is a copy of
    redirects: tuple[Hop, ...]  # of the cited page, when it was captured


async def fetch(client: ArchiveClient, copy: Memento, cited: str) -> ArchivedRecord:
    """The record behind a copy, redirects followed.

    Raises:
        NoAnswer: nothing came.
        Refused: what came is no copy, or leads out of the archive.
    """
    address, redirects, plain = raw(copy.url), tuple[Hop, ...](), False
    for _ in range(MOST_HOPS + 1):
        response = await client.get(address)
        at = memento_datetime(response)
        location = location_of(response)
        if at is None and location is None:
            if plain or address == copy.url or redirects:
                raise Refused(f"HTTP {response.status} without Memento-Datetime: {address[:300]}")
            address, plain = copy.url, True  # an archive with such addresses that has no raw form
            continue
        if location is None:
            location = _refresh(response, address)
        if location is None:
            assert at is not None
            return _record(response, at, cited, redirects, copy)
        target = onward(address, location, archived=at is not None)
        if target is None:
            raise Refused(f"redirects out of the archive, to {location[:300]}")
        if at is not None:
            redirects = (*redirects, Hop(url=_original(response, address, cited), status=response.status))
        address = target if plain else raw(target)
    raise Refused(f"over {MOST_HOPS} redirects, the last to {address[:300]}")


def _refresh(response: Response, address: str) -> str | None:
    """Where a copied page sends its visitors at once; None where it stays, or loads itself again."""
    if not isinstance(response, HtmlResponse) or not 200 <= response.status < 300:
        return None
    try:
        text = response.text[:4096]
        delay, target = get_meta_refresh(text, "", response.encoding, ignore_tags=METAREFRESH_IGNORE_TAGS)
    except (LookupError, ValueError):
        return None
    if not target or delay is None or delay > METAREFRESH_MAXDELAY:
        return None
    return None if raw(onward(address, target, archived=True) or "") == address else target


def _original(response: Response, address: str, cited: str) -> str:
    """What a copy is a copy of: as the archive says (RFC 7089, 2.2.1), or as its address does."""
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
    """The record as if the page had been fetched then: its own URL and headers, so that no rule sees the archive's."""
    found = from_response(page, record.response, now=datetime.now(UTC))
    own = tuple((name.removeprefix(ORIGINAL), value) for name, value in found.headers if name.startswith(ORIGINAL))
    headers, flags = found.headers, tuple(flag for flag in found.flags if flag != "tdm")
    if own:
        names = {name for name, _ in own}
        headers = (*own, *((name, value) for name, value in headers if name == "content-type" and name not in names))
    return replace(found, final_url=record.original, redirects=record.redirects, headers=headers, flags=flags)


async def examine(
    client: ArchiveClient, copy: Memento, page: Page, *, examiner: CopyExaminer, good: LastGood | None
) -> tuple[Lookup, Copy | None]:
    """Fetch and examine one copy: what to note of it, and the copy itself if it is a good one."""
    dated = date_of(copy.url) or copy.at
    try:
        record = await fetch(client, copy, page.url)
    except NoAnswer as error:
        outcome = REFUSED if error.of_the_url else UNAVAILABLE
        return Lookup(outcome=outcome, detail=str(error), url=copy.url, memento_datetime=dated), None
    except Refused as error:
        return Lookup(outcome=REFUSED, detail=str(error), url=copy.url, memento_datetime=dated), None
    examined = await examiner.examine(as_fetch(record, page), good)
    outcome, detail = _grade(examined)
    lookup = Lookup(outcome=outcome, detail=detail, url=copy.url, memento_datetime=record.at, verdict=examined.verdict)
    return lookup, _kept(record, examined.fetch) if outcome == KEPT else None


def _grade(examined: ExaminedCopy) -> tuple[str, str]:
    """Whether a copy is kept, and why."""
    fetch, capture = examined.fetch, examined.fetch.capture
    if not examined.verdict.good:
        return REFUSED, examined.reason
    if capture is None or fetch.body is None or (capture.text is None and capture.media_type.startswith("text/")):
        reason = (capture.no_text if capture else None) or "no text was extracted"
        return UNAVAILABLE if examined.unread else REFUSED, reason
    return KEPT, examined.reason


def _kept(record: ArchivedRecord, fetch: Fetch) -> Copy:
    assert fetch.capture is not None
    assert fetch.body is not None
    return Copy(
        url=record.url,
        memento_datetime=record.at,
        fetched_at=fetch.started_at,
        status=fetch.status,
        content_type=fetch.header("content-type"),
        body=fetch.body,
        capture=fetch.capture,
    )
