"""One request at a time per host and per address, and none to a host that asked for a pause.

`Pace` (downloader middleware) chooses each request's queue: that of the address it will be sent to, so that
two names of one machine do not get two requests at once. After a 429 or 503 it holds back requests to that host:
it waits for up to a minute; with a longer pause the page is postponed to a later run.
"""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.cache.schedule import MAX_RETRY_AFTER, retry_after_seconds
from crawler.context import context_of
from crawler.middlewares.guard import cached, guarded
from crawler.middlewares.proxy import operator_proxies, proxy_exceptions
from crawler.middlewares.refusal import Refusal
from crawler.model import Outcome
from crawler.net.addresses import networks
from crawler.request_state import Purpose, state_of

BACKOFF_STATUSES = (429, 503)
"""Statuses that ask for a pause, with `Retry-After` or without (RFC 6585, 4; RFC 9110, 15.6.4)."""

BACKOFF_FACTOR = 8
"""The pause, as a multiple of DOWNLOAD_DELAY, for a host that does not say how long; doubled each time."""

MAX_WAIT = 60
"""Seconds that a run waits for a host. With a longer pause, the host's pages are postponed to a later run."""

STOP_CHECK_INTERVAL = 0.2
"""Seconds between checks whether the run is being stopped."""


def is_memento(request: Request, response: Response) -> bool:
    """Whether a response is an archived copy, whose status is that of the archived page and not the archive's own."""
    from_archive = state_of(request).purpose in (Purpose.MEMENTO, Purpose.SAVE)
    return from_archive and "Memento-Datetime" in response.headers


class Pace:
    """Downloader middleware: the queue of each request, and the pauses of hosts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        allowed = networks(crawler.settings.getlist("CITECACHE_ALLOW_ADDRESSES"))
        self.lookup = cached(guarded(socket.getaddrinfo, allowed))
        self.proxies = operator_proxies()
        self.bypasses = proxy_exceptions()
        self.min_delays: dict[str, float] = {}  # queue -> seconds between two requests, from a Crawl-delay
        self.watch: asyncio.Task[None] | None = None
        self.backoffs: dict[str, int] = {}  # host -> pauses asked for in this run without a duration

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pace = cls(crawler)
        crawler.signals.connect(pace._begin_watch, signals.engine_started)
        return pace

    @property
    def paused_until(self) -> dict[str, datetime]:
        """Host -> end of the pause it asked for; kept from run to run."""
        return context_of(self.crawler).hosts.pauses

    async def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        await self.wait(host)
        if "download_slot" not in request.meta:
            turns = context_of(self.crawler).turns
            shared = None if turns is None else await turns.queue(f"{parts.scheme}://{host}")
            request.meta["download_slot"] = shared or await self.queue_of(parts.scheme, host)

    async def wait(self, host: str) -> None:
        """Wait until the host's pause is over.

        Raises:
            Refusal: the pause is too long, or the run is being stopped.
        """
        started = monotonic()
        try:
            await self._wait(host)
        finally:
            # A shorter time is no pause, only a turn of the event loop.
            if (seconds := monotonic() - started) >= STOP_CHECK_INTERVAL / 2:
                self.crawler.stats.inc_value("citecache/pace/waits")
                name = "citecache/pace/wait_seconds"
                self.crawler.stats.set_value(name, self.crawler.stats.get_value(name, 0.0) + seconds)

    async def _wait(self, host: str) -> None:
        while (until := self.paused_until.get(host)) and (left := (until - datetime.now(UTC)).total_seconds()) > 0:
            if left > MAX_WAIT:
                reason = f"{host} asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC"
                self.crawler.stats.inc_value("citecache/pace/postponed")
                raise Refusal(Outcome.POSTPONED, reason, not_before=until)
            if not getattr(self.crawler.engine, "running", True):
                raise Refusal(Outcome.CANCELLED, "the run was stopped")
            await asyncio.sleep(min(left, STOP_CHECK_INTERVAL))

    async def queue_of(self, scheme: str, host: str) -> str:
        """The address that a host's requests go to; the host's name where a proxy resolves it."""
        if scheme in self.proxies and not self.bypasses(host):
            return host
        try:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(None, self.lookup, host.strip("[]"), 0, 0, socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return host  # the connection will fail for the same reason, and report it
        return min((str(found[4][0]) for found in answer), default=host)

    def note_backoff(self, request: Request, response: Response) -> None:
        """Note the pause that a response asks for. Called by the handler, before the next request can be sent."""
        if response.status in BACKOFF_STATUSES and not is_memento(request, response):
            host = urlsplit(request.url).hostname or ""
            now = datetime.now(UTC)
            header = response.headers.get("Retry-After")
            asked = retry_after_seconds(header.decode("latin-1") if header else None, now=now)
            if asked is None:
                delay = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
                asked = delay * BACKOFF_FACTOR * 2 ** min(self.backoffs.get(host, 0), 10)
                self.backoffs[host] = self.backoffs.get(host, 0) + 1
            until = now + timedelta(seconds=min(asked, MAX_RETRY_AFTER))
            self.paused_until[host] = max(until, self.paused_until.get(host, until))

    def slow_down(self, queue: str, seconds: float) -> None:
        """From now on, keep at least this many seconds between two requests of a queue."""
        seconds = max(seconds, self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        if seconds <= self.min_delays.get(queue, 0.0):
            return
        self.min_delays[queue] = seconds
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        settings = {"concurrency": 1, "delay": seconds, "jitter": 0.0}
        downloader.per_slot_settings[queue] = settings  # for when Scrapy drops the queue and creates it again
        if slot := downloader.slots.get(queue):
            slot.delay, slot.jitter = max(slot.delay, seconds), 0.0

    def _begin_watch(self) -> None:
        self.watch = asyncio.ensure_future(self._empty_when_stopped())

    def _running(self) -> bool:
        return bool(getattr(self.crawler.engine, "running", False))

    async def _empty_when_stopped(self) -> None:
        """After Ctrl-C, do not wait for the delays between requests that will not be sent any more."""
        engine = self.crawler.engine
        assert engine is not None
        while not self._running():  # noqa: ASYNC110 - opened, but not running yet; Scrapy has no signal for it
            await asyncio.sleep(STOP_CHECK_INTERVAL)
        while self._running():  # noqa: ASYNC110 - Scrapy signals only the end of the whole shutdown
            await asyncio.sleep(STOP_CHECK_INTERVAL)
        for slot in engine.downloader.slots.values():
            slot.delay = slot.jitter = 0.0
            if slot.latercall:
                slot.latercall.cancel()
                slot.latercall = None
            engine.downloader._process_queue(slot)
