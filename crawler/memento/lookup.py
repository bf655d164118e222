"""Which copies an archive has of a Page: its TimeGate is asked, and the TimeMaps that this names (RFC 7089, 4 and 5).

Only the TimeGate's address is known beforehand; every other is one that the archive has given. So archives of whatever
layout serve. Without a TimeMap, or beyond its bounds, the copies that the TimeGate names itself are all there is.
"""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from scrapy.http import Response

from crawler.memento.client import ArchiveClient, NoAnswer, links_of, location_of, memento_datetime
from crawler.memento.forms import date_of, timegate
from crawler.memento.links import parse
from crawler.memento.timemaps import Leaf, Memento, enough, mementos, nearest, ranked, timemaps

MOST_HOPS = 5
"""Redirects from one TimeGate to another; the copy is one of them."""

MOST_TIMEMAPS = 5
MOST_BYTES = 20 * 2**20
"""Of all TimeMaps of one Page: at some 150 bytes a copy, well over 100,000 of them. Our choice, not a measurement."""


@dataclass(slots=True)
class CopyCandidates:
    """What is known of the copies of one Page."""

    copies: set[Memento] = field(default_factory=set)
    leaves: list[Leaf] = field(default_factory=list)
    undated: str | None = None  # the copy that the TimeGate leads to, where its date is not told
    doubt: str = ""  # why there may be more copies
    passing: bool = False  # whether the next lookup may find more

    def ranked(self, wanted: datetime) -> list[Memento]:
        """The copies, the most wanted first."""
        copies = ranked(self.copies, wanted)
        if self.undated and self.undated not in {copy.url for copy in copies}:
            copies.append(Memento(wanted, self.undated))
        return copies


async def find(client: ArchiveClient, endpoint: str, url: str, wanted: datetime) -> CopyCandidates:
    """What an archive has of a URL.

    A copy without a date stands last, as if captured at the moment that it was asked for.

    Raises:
        NoAnswer: the archive could not be asked, or does not speak RFC 7089.
    """
    found = CopyCandidates()
    await _ask_timegate(client, timegate(endpoint, url), wanted, found)
    await _read_timemaps(client, wanted, found)
    return found


async def _ask_timegate(client: ArchiveClient, gate: str, wanted: datetime, found: CopyCandidates) -> None:
    """Note the TimeMaps and copies that the TimeGate names. 404 means that it has no copy."""
    for _ in range(MOST_HOPS + 1):
        response = await client.get(gate, wanted=wanted)
        at = memento_datetime(response)
        if response.status == 404 and at is None:
            return
        links = list(links_of(response))
        found.copies |= mementos(links)
        found.leaves += timemaps(links)
        location = location_of(response) if at is None else None
        if at is not None:
            _note_copy(found, response.url, at)
        if location is not None:
            gate = _absolute(response, location)
            if found.leaves or found.copies:
                _note_copy(found, gate, date_of(gate))
                return
            continue
        if not found.leaves and not found.copies:
            raise NoAnswer(
                f"the archive answers HTTP {response.status} without links to copies (RFC 7089): {gate[:300]}"
            )
        return
    raise NoAnswer(f"over {MOST_HOPS} redirects, the last to {gate[:300]}")


def _note_copy(found: CopyCandidates, url: str, at: datetime | None) -> None:
    """The copy that the TimeGate itself has chosen: the only one that there surely is."""
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
    """Read TimeMaps, those that cover the moment first, until there is enough to choose from.

    What one of them does not tell is no loss while there is another, or a copy named by the TimeGate.
    """
    waiting, seen, left = found.leaves, set[str](), MOST_BYTES
    for _ in range(MOST_TIMEMAPS):
        waiting = nearest((leaf for leaf in waiting if leaf.url not in seen), wanted)
        if not waiting or (seen and enough(found.copies, wanted)):
            return
        leaf, *waiting = waiting
        seen.add(leaf.url)
        try:
            response = await client.get(leaf.url, follow=True)
        except NoAnswer as error:
            if not found.copies and not found.undated and not waiting:
                raise
            found.doubt, found.passing = f"a TimeMap could not be read: {error}", not error.of_the_url
            continue
        if response.status == 404:  # pywb, of what it has no copy of
            continue
        if response.status != 200:
            found.doubt, found.passing = f"a TimeMap could not be read: HTTP {response.status}", True
            continue
        if len(response.body) > left:
            found.doubt = f"the TimeMaps have over {MOST_BYTES:,} bytes"
            continue
        left -= len(response.body)
        seen.add(response.url)
        for link in parse(response.body.decode("utf-8", "replace"), response.url):  # 100,000 of them, one by one
            found.copies |= mementos((link,))
            waiting += timemaps((link,))
    if waiting:
        found.doubt = f"only {MOST_TIMEMAPS} TimeMaps were read"
