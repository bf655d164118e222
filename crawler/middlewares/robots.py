"""robots.txt according to RFC 9309. Scrapy's own middleware differs: it allows everything on any error.

2xx                     parsed, 500 KiB of it (section 2.5); forbidden paths are `disallowed`
4xx                     there are no rules: allowed (2.3.1.3)
5xx, no answer          everything is disallowed (2.3.1.4)
no host, TLS or tunnel  the page would fail in the same way: the failure is recorded as the page's
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.cache.write.hosts import HostMemory
from crawler.context import context_of
from crawler.middlewares.failures import classify
from crawler.middlewares.pace import Pace
from crawler.middlewares.refusal import Refusal
from crawler.middlewares.robots_rules import RobotsRules
from crawler.model import Outcome, RobotsFile
from crawler.request_state import Purpose, RequestState, state_of

MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: a crawler may stop parsing after 500 KiB."""

MAX_CRAWL_DELAY = 60.0
"""Seconds. `Crawl-delay` is not part of the RFC; a longer one would make a host unreachable in practice."""

IGNORED_AFTER = timedelta(days=30)
"""A robots.txt that has been unreachable for this long is treated as absent (RFC 9309, 2.3.1.4)."""

ROBOTS_FAILURES = (Outcome.ROBOTS_ERROR, Outcome.ROBOTS_UNREACHABLE)

HOST_FAILURES = frozenset(
    (
        Outcome.NXDOMAIN,
        Outcome.DNS_ERROR,
        Outcome.REFUSED,
        Outcome.PROXY_ERROR,
        Outcome.TLS_ERROR,
        Outcome.PROTOCOL_UNSUPPORTED,
        Outcome.UNSAFE,
        Outcome.POSTPONED,
        Outcome.CANCELLED,
    )
)
"""Outcomes of a robots.txt that the host's pages would have too: they are recorded as the page's own."""

COMPLETE_FLAGS = frozenset(("partial", "download_stopped"))
"""Flags that a usable response may have. A truncated or undecodable robots.txt has others, and gives no rules."""

PRODUCT = "citecache"
"""Our product token, matched against the `User-agent` lines (RFC 9309, 2.2.1)."""


def _parsed(text: str) -> RobotsRules:
    return RobotsRules(text, PRODUCT)


def crawl_delay(text: str) -> float:
    """The seconds between two requests that a robots.txt asks of us, as far as they are granted."""
    return min(_parsed(text).crawl_delay or 0.0, MAX_CRAWL_DELAY)


class Rules:
    """One host's robots.txt: parsed rules, or the exception to raise for every page."""

    def __init__(self, parsed: RobotsRules | None = None, failure: Exception | None = None, text: str = "") -> None:
        self.parsed = parsed
        self.text = text
        self.failure = failure

    def check(self, url: str) -> None:
        """Raise unless the URL may be fetched."""
        if self.failure is not None:
            raise self.failure.with_traceback(None)  # else each page of the host adds frames to its traceback
        if self.parsed is not None and not self.parsed.allows(url):
            raise Refusal(Outcome.ROBOTS_DENIED, f"robots.txt of {urlsplit(url).netloc} forbids it to {PRODUCT}")


class Robots:
    """Downloader middleware: fetches each host's robots.txt once, before the first page."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        robots = cls(crawler)
        crawler.signals.connect(robots._cut_off, signals.bytes_received)
        return robots

    def _cut_off(self, data: bytes, request: Request) -> None:
        """Stop downloading a robots.txt at the size that is parsed."""
        state = state_of(request)
        if state.purpose is Purpose.ROBOTS:
            state.received += len(data)
            if state.received > MAX_BYTES:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        # robots.txt is for crawlers (RFC 9309, 1); what a person asks an archive to do is a call of its interface.
        if state_of(request).purpose in (Purpose.ROBOTS, Purpose.SAVE) or not self.crawler.settings.getbool(
            "ROBOTSTXT_OBEY"
        ):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.rules:
            self.rules[origin] = asyncio.ensure_future(self._rules(origin))
        rules = await asyncio.shield(self.rules[origin])
        self._slow_down(rules, request)
        try:
            rules.check(request.url)
        except Refusal as refusal:
            if refusal.outcome is Outcome.ROBOTS_DENIED:
                self._count("denied")
            raise

    async def _rules(self, origin: str) -> Rules:
        """The rules of an origin: from the cache, for up to a day, else fetched."""
        hosts = context_of(self.crawler).hosts
        async with hosts.asking("robots", origin):
            return await self._current(hosts, origin)

    async def _current(self, hosts: HostMemory, origin: str) -> Rules:
        now = datetime.now(UTC)
        known = hosts.robots(origin)
        if known is not None and known.fresh(now):
            self._count("remembered")
            return Rules(parsed=_parsed(known.text))
        self._count("requested")
        rules = await self._fetch(origin)
        if rules.parsed is not None:
            hosts.learn(RobotsFile(origin=origin, fetched_at=now, text=rules.text))
        elif isinstance(rules.failure, Refusal) and rules.failure.outcome in ROBOTS_FAILURES:
            self._count("unreachable")
            since = known.failing_since if known is not None and known.failing_since else now
            hosts.learn(RobotsFile(origin=origin, fetched_at=now, text="", failing_since=since))
            if now - since >= IGNORED_AFTER:
                return Rules(parsed=_parsed(""))
        return rules

    def _count(self, event: str) -> None:
        self.crawler.stats.inc_value(f"citecache/robots/{event}")

    async def _fetch(self, origin: str) -> Rules:
        state = RequestState(purpose=Purpose.ROBOTS)
        meta = state.as_meta(download_maxsize=0)  # `_cut_off` ends the download instead
        request = Request(f"{origin}/robots.txt", meta=meta, callback=NO_CALLBACK, priority=1000)
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
            text = text_of(response)
            if text is None:
                return _unreadable(Outcome.ROBOTS_ERROR, f"it answers {response.status}")
            return Rules(parsed=_parsed(text), text=text)
        except Exception as error:  # noqa: BLE001 - any failure means that there are no rules
            outcome, reason = classify(error, request)
            if outcome is Outcome.REDIRECT_LOOP:
                return Rules(parsed=_parsed(""))  # RFC 9309, 2.3.1.2: after five redirects it is unavailable
            if outcome in HOST_FAILURES and (not state.trail or outcome is Outcome.UNSAFE):
                not_before = error.not_before if isinstance(error, Refusal) else None
                return Rules(failure=Refusal(outcome, reason, not_before=not_before))
            return _unreadable(Outcome.ROBOTS_UNREACHABLE, reason)

    def _slow_down(self, rules: Rules, request: Request) -> None:
        """Apply a Crawl-delay to the request's queue."""
        delay = None if rules.parsed is None else rules.parsed.crawl_delay
        pace = self.crawler.get_downloader_middleware(Pace)
        if delay and pace is not None:
            pace.slow_down(request.meta["download_slot"], min(delay, MAX_CRAWL_DELAY))


def text_of(response: Response) -> str | None:
    """The rules of a robots.txt response as text, "" if there are none; None if the server failed."""
    if response.status >= 500 or not COMPLETE_FLAGS.issuperset(response.flags):
        return None
    if not 200 <= response.status < 300:
        return ""
    return response.body[:MAX_BYTES].decode("utf-8-sig", "replace")


def _unreadable(outcome: Outcome, why: str) -> Rules:
    reason = f"robots.txt cannot be read ({why[:200]}), so nothing may be fetched (RFC 9309, 2.3.1.4)"
    return Rules(failure=Refusal(outcome, reason))
