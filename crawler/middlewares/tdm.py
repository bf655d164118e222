"""TDMRep's file of reservations: `/.well-known/tdmrep.json` of the origin that a page came from.

Source: TDM Reservation Protocol (https://www.w3.org/2022/tdmrep), report of a W3C Community Group, in its editors'
version (w3c/tdm-reservation-protocol, spec/index.html), "TDM File on the Origin Server" and "Processing priority":

    location            like a path in robots.txt: a prefix, case-sensitive, with `*` and a final `$`
    which rule counts   the first that matches
    tdm-reservation     1 or 0; any other value is ignored, and so is a file that cannot be fetched
    header, meta tag    take precedence over the file (pipelines/reservations.py)
    tdm-policy          where to obtain a licence: not needed here, and not read

Fetched after the page, not before: only a response with content has anything to reserve, and only the origin that
served it is asked, so a redirect costs no request to its first host. The Fetch waits for the file without taking a
downloader slot, and the host's delay applies as between any two requests.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.cache.write.hosts import HostMemory
from crawler.context import context_of
from crawler.middlewares.failures import classify
from crawler.middlewares.robots import COMPLETE_FLAGS
from crawler.model import Fetch, Outcome, TdmFile
from crawler.model.host_files import TdmRules
from crawler.request_state import Purpose, RequestState, state_of
from crawler.text.digits import load_json

PATH = "/.well-known/tdmrep.json"

MAX_BYTES = 500 * 1024
"""As for a robots.txt; a larger file is ignored. Heuristic, not measured."""

MAX_RULES = 1000
MAX_LOCATION_CHARS = 2000
"""Rules read from one file, and characters of a location. Heuristics, not measured."""

NOT_REQUESTED = (Outcome.POSTPONED, Outcome.ROBOTS_DENIED)
"""Outcomes without a request: the host asked for a pause, or its robots.txt forbids the file."""


class NotRequested(Exception):
    """The file was not requested, so nothing is to be cached."""


class Cancelled(Exception):
    """The run was stopped before the file was requested."""


class TdmReservations:
    """Spider middleware: gives a Fetch the flag `tdm` if its origin's file reserves the page."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("CITECACHE_TDMREP"):
            raise NotConfigured
        self.crawler = crawler
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.files: dict[str, asyncio.Future[TdmRules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        tdm = cls(crawler)
        crawler.signals.connect(tdm._prioritize, signals.request_reached_downloader)
        return tdm

    async def process_spider_output(
        self,
        response: Response,  # noqa: ARG002 - Scrapy's signature
        result: AsyncIterator[Any],
    ) -> AsyncIterator[Any]:
        async for item in result:
            if not (isinstance(item, Fetch) and needs_lookup(item)):
                yield item
                continue
            try:
                flagged = await self._flagged(item)
            except Cancelled:
                continue  # the page stays due: its reservations are not known
            yield flagged

    async def _flagged(self, fetch: Fetch) -> Fetch:
        url = fetch.final_url or fetch.page.url
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.files:
            self.files[origin] = asyncio.ensure_future(self._rules(origin))
        rules = await asyncio.shield(self.files[origin])
        return replace(fetch, flags=(*fetch.flags, "tdm")) if reserved(rules, url) else fetch

    async def _rules(self, origin: str) -> TdmRules:
        """The rules of an origin: from the cache, for up to a day, else fetched. After a failure the cached rules stay.

        Raises:
            Cancelled: the run is being stopped.
        """
        hosts = context_of(self.crawler).hosts
        async with hosts.asking("tdm", origin):
            return await self._current(hosts, origin)

    async def _current(self, hosts: HostMemory, origin: str) -> TdmRules:
        now = datetime.now(UTC)
        known = hosts.tdm(origin)
        if known is not None and known.fresh(now):
            return known.rules
        rules = known.rules if known is not None else ()
        try:
            rules = await self._fetch_rules(origin, otherwise=rules)
        except NotRequested:
            return rules
        hosts.learn_tdm(TdmFile(origin=origin, fetched_at=now, rules=rules))
        return rules

    async def _fetch_rules(self, origin: str, *, otherwise: TdmRules) -> TdmRules:
        await asyncio.sleep(self.delay)  # here the wait takes no downloader slot from other requests
        engine = self.crawler.engine
        assert engine is not None
        if not engine.running:
            raise Cancelled
        # No retries: a host without the file must not be asked for it three times.
        meta = RequestState(purpose=Purpose.TDMREP).as_meta(download_maxsize=MAX_BYTES, dont_retry=True)
        request = Request(origin + PATH, meta=meta, callback=NO_CALLBACK)
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - any failure leaves the cached rules in force
            outcome, _ = classify(error, request)
            if outcome is Outcome.CANCELLED:
                raise Cancelled from None
            if outcome in NOT_REQUESTED:
                raise NotRequested from None
            return otherwise
        rules = rules_of(response)
        return otherwise if rules is None else rules

    def _prioritize(self, request: Request) -> None:
        """Send the request for the file next, or the host's fetched pages pile up waiting for it."""
        if state_of(request).purpose is Purpose.TDMREP:
            asyncio.get_running_loop().call_soon(self._move_to_front, request)

    def _move_to_front(self, request: Request) -> None:
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
        entry = next((entry for entry in slot.queue if entry[0] is request), None)
        if entry is not None:  # not sent yet
            slot.queue.remove(entry)
            slot.queue.appendleft(entry)


def needs_lookup(fetch: Fetch) -> bool:
    """Whether there is content to reserve and the response's own header does not decide it."""
    if fetch.outcome is not Outcome.RESPONSE or not 200 <= (fetch.status or 0) < 300 or not fetch.body:
        return False
    return (fetch.header("tdm-reservation") or "").strip() not in ("0", "1")


def rules_of(response: Response) -> TdmRules | None:
    """The rules in a response; empty if there is no such file, None if the server failed."""
    if response.status >= 500 or response.status == 429 or not COMPLETE_FLAGS.issuperset(response.flags):
        return None
    return parse(response.body) if 200 <= response.status < 300 else ()


def parse(body: bytes) -> TdmRules:
    """(location, reserved) of each rule of a file, in order; empty if it is not a TDMRep file.

    >>> parse(b'[{"location": "/news/", "tdm-reservation": 1}]')
    (('/news/', True),)
    """
    try:
        rules = load_json(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    return tuple(filter(None, map(_rule, rules[:MAX_RULES]))) if isinstance(rules, list) else ()


def _rule(rule: object) -> tuple[str, bool] | None:
    if not isinstance(rule, dict):
        return None
    location, value = rule.get("location"), rule.get("tdm-reservation")
    if not isinstance(location, str) or len(location) > MAX_LOCATION_CHARS or len(location.splitlines()) != 1:
        return None
    if not isinstance(value, int | str) or str(value) not in ("0", "1"):
        return None
    return location, str(value) == "1"


def reserved(rules: TdmRules, url: str) -> bool:
    """Whether the first rule that matches a URL reserves it. The notation is that of robots.txt, and so is the parser.

    >>> reserved((("/open/", False), ("/", True)), "https://e.org/open/x")
    False
    >>> reserved((("/*.pdf$", True),), "https://e.org/a.pdf")
    True
    """
    for location, says in rules:
        rule = Protego.parse(f"User-agent: *\nDisallow: {location.replace('#', '%23')}")
        if not rule.can_fetch(url, "*"):
            return says
    return False
