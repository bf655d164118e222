"""Which copies an archive has of a Page, by its TimeGate and the TimeMaps that this links to (RFC 7089, 4 and 5).

Only the TimeGate's address is built here; all others come from the archive, so its layout does not matter. Without a
TimeMap, or beyond the limits below, only the copies that the TimeGate links to are known.
"""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from scrapy.http import Response

from crawler.memento.client import ArchiveClient, NoAnswer, links_of, location_of, memento_datetime
from crawler.memento.forms import date_of, timegate
from crawler.memento.links import parse
from crawler.memento.timemaps import Memento, TimeMapLink, enough, mementos, nearest, ranked, timemaps

MAX_REDIRECTS = 5
"""Redirects from one TimeGate to another, the one to the copy included."""

MAX_TIMEMAPS = 5
MAX_TIMEMAP_BYTES = 20 * 2**20
"""Of all TimeMaps of one Page: at about 150 bytes a copy, over 100,000 copies. A heuristic, not measured."""


@dataclass(slots=True)
class CopyCandidates:
    """What is known of the copies of one Page."""

    copies: set[Memento] = field(default_factory=set)
    timemaps: list[TimeMapLink] = field(default_factory=list)
    undated: str | None = None  # the copy that the TimeGate redirects to, if its date is unknown
    doubt: str = ""  # why there may be more copies
    transient: bool = False  # whether the next lookup may find more

    def ranked(self, wanted: datetime) -> list[Memento]:
        """The copies, the best candidate first."""
        copies = ranked(self.copies, wanted)
        if self.undated and self.undated not in {copy.url for copy in copies}:
            copies.append(Memento(wanted, self.undated))
        return copies


async def find(client: ArchiveClient, endpoint: str, url: str, wanted: datetime) -> CopyCandidates:
    """What an archive has of a URL.

    A copy without a date comes last, with the wanted date in place of its own.

    Raises:
        NoAnswer: the archive gave no usable response, or does not support RFC 7089.
    """
    found = CopyCandidates()
    await _ask_timegate(client, timegate(endpoint, url), wanted, found)
    await _read_timemaps(client, wanted, found)
    return found


async def _ask_timegate(client: ArchiveClient, gate: str, wanted: datetime, found: CopyCandidates) -> None:
    """Collect the TimeMaps and copies that the TimeGate links to. 404: the archive has no copy."""
    for _ in range(MAX_REDIRECTS + 1):
        response = await client.get(gate, wanted=wanted)
        at = memento_datetime(response)
        if response.status == 404 and at is None:
            return
        links = list(links_of(response))
        found.copies |= mementos(links)
        found.timemaps += timemaps(links)
        location = location_of(response) if at is None else None
        if at is not None:
            _note_copy(found, response.url, at)
        if location is not None:
            gate = _absolute(response, location)
            if found.timemaps or found.copies:
                _note_copy(found, gate, date_of(gate))
                return
            continue
        if not found.timemaps and not found.copies:
            asks = "it wants CITECACHE_ARCHIVE_AUTH" if response.status == 401 else "without links to copies (RFC 7089)"
            raise NoAnswer(f"the archive answers HTTP {response.status}, {asks}: {gate[:300]}")
        return
    raise NoAnswer(f"over {MAX_REDIRECTS} redirects, the last to {gate[:300]}")


def _note_copy(found: CopyCandidates, url: str, at: datetime | None) -> None:
    """Add the copy that the TimeGate itself has chosen: the only one that is certain to exist."""
    if at is not None:
        found.copies.add(Memento(at, url))
    else:
        found.undated = url


def _absolute(response: Response, location: str) -> str:
    try:
        return urljoin(response.url, location)
    except ValueError as error:
        raise NoAnswer(f"the archive redirects to what is no URL: {location[:200]}") from error


async def _read_timemaps(client: ArchiveClient, wanted: datetime, found: CopyCandidates) -> None:
    """Read TimeMaps, those that cover the wanted date first, until there are enough copies to choose from.

    A TimeMap that cannot be read matters only if there is no other and the TimeGate has named no copy.
    """
    waiting, seen, left = found.timemaps, set[str](), MAX_TIMEMAP_BYTES
    for _ in range(MAX_TIMEMAPS):
        waiting = nearest((link for link in waiting if link.url not in seen), wanted)
        if not waiting or (seen and enough(found.copies, wanted)):
            return
        timemap, *waiting = waiting
        seen.add(timemap.url)
        try:
            response = await client.get(timemap.url, follow=True)
        except NoAnswer as error:
            if not found.copies and not found.undated and not waiting:
                raise
            found.doubt, found.transient = f"a TimeMap could not be read: {error}", not error.permanent
            continue
        if response.status == 404:  # pywb's response when it has no copy
            continue
        if response.status != 200:
            found.doubt, found.transient = f"a TimeMap could not be read: HTTP {response.status}", True
            continue
        if len(response.body) > left:
            found.doubt = f"the TimeMaps have over {MAX_TIMEMAP_BYTES:,} bytes"
            continue
        left -= len(response.body)
        seen.add(response.url)
        for link in parse(response.body.decode("utf-8", "replace"), response.url):  # 100,000 of them, one by one
            found.copies |= mementos((link,))
            waiting += timemaps((link,))
    if waiting:
        found.doubt = f"only {MAX_TIMEMAPS} TimeMaps were read"
