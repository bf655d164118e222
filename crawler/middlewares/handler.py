"""The download handler: Scrapy's, with limits on incoming data, a time for each exchange, and our own TLS context.

The times that Scrapy measures include the wait in a host's queue, which is our politeness and not the host's
slowness. `RequestState.exchanges` has one entry for each attempt and hop; together they may take DOWNLOAD_TIMEOUT.
"""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from urllib.parse import urldefrag, urlsplit
from weakref import WeakValueDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.datatypes import LocalCache

from crawler.context import Turn, context_of
from crawler.middlewares.gate import Gate
from crawler.middlewares.pace import Pace
from crawler.middlewares.refusal import Refusal
from crawler.middlewares.retries import time_left
from crawler.middlewares.tls import ContextFactory
from crawler.middlewares.wire import BoundedFactory
from crawler.model import Outcome
from crawler.request_state import Exchange, state_of

MAX_ACTIVE_BYTES = 32 * 2**20
"""Bytes of bodies being decoded, extracted and stored above which large bodies are paused."""

TIMEOUT_MARGIN = 3600.0
"""Seconds added to Scrapy's own timeout, which also counts the wait at the gate."""


class Handler(HTTP11DownloadHandler):
    """http and https. Once the crawl is stopping, queued requests are not started."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._started: LocalCache[str, float] = LocalCache(10_000)  # queue -> when its last exchange started
        self._gate = Gate(self._busy)
        self._sent: LocalCache[bytes, float] = LocalCache(1000)  # URL of an exchange under way -> when it was sent
        limits = {"gate": self._gate, "sent": self._sent}
        self._pool._factory = type("Factory", (BoundedFactory,), limits)  # type: ignore[assignment]
        if crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            ciphers = crawler.settings["DOWNLOADER_CLIENT_TLS_CIPHERS"]
            self._contextFactory = ContextFactory(ciphers)  # type: ignore[assignment]

    def _busy(self) -> bool:
        scraper = getattr(getattr(self._crawler.engine, "scraper", None), "slot", None)
        return bool(scraper and scraper.active_size > MAX_ACTIVE_BYTES)

    async def download_request(self, request: Request) -> Response:
        """One exchange at a time in each queue: without a delay, Scrapy may start two before it counts the first."""
        queue = request.meta.get("download_slot", "")
        lock = self._queues.setdefault(queue, asyncio.Lock())
        turns = context_of(self._crawler).turns
        async with lock:
            if turns is None:
                return await self._exchange(request)
            self._begin(queue, await turns.take(queue))
            try:
                return await self._exchange(request)
            finally:
                turns.give(queue, Turn(since=self._started.get(queue), delay=self._least_delay(queue)))

    def _begin(self, queue: str, turn: Turn) -> None:
        """Keep the pace that other processes have begun."""
        if turn.since is not None:
            self._started[queue] = max(turn.since, self._started.get(queue, turn.since))
        pace = self._crawler.get_downloader_middleware(Pace)
        if turn.delay and pace is not None:
            pace.slow_down(queue, turn.delay)

    def _least_delay(self, queue: str) -> float:
        pace = self._crawler.get_downloader_middleware(Pace)
        return 0.0 if pace is None else pace.min_delays.get(queue, 0.0)

    async def _exchange(self, request: Request) -> Response:
        if not getattr(self._crawler.engine, "running", True):
            raise Refusal(Outcome.CANCELLED, "the run was stopped")
        pace = self._crawler.get_downloader_middleware(Pace)
        if pace is not None:  # the host may have asked for a pause while this request was queued
            await pace.wait(urlsplit(request.url).hostname or "")
        await self._wait_for_delay(request)
        timeout = self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        left = time_left(request, timeout)
        if left <= 0:
            raise DownloadTimeoutError(f"redirects and tries took longer than {timeout:.0f} s")
        request.meta["download_timeout"] = left + TIMEOUT_MARGIN
        state = state_of(request)
        state.received = 0
        started, clock = datetime.now(UTC), monotonic()
        url = urldefrag(request.url)[0].encode()
        try:
            response = await self._with_timeout(left, super().download_request(request), url)
        finally:
            took = monotonic() - clock - self._gate.waited(url)
            state.exchanges.append(Exchange(started, took))
            self._gate.forget(url)
            if (sent := self._sent.pop(url, None)) is not None:  # connecting took a while: the host's delay begins now
                self._started[request.meta.get("download_slot", "")] = sent
        if pace is not None:
            pace.note_backoff(request, response)
        return response

    async def _wait_for_delay(self, request: Request) -> None:
        """Wait until the queue's delay since the start of its last exchange has passed, even if that was held up."""
        settings, queue = self._crawler.settings, request.meta.get("download_slot", "")
        delay = settings.getfloat("DOWNLOAD_DELAY") * (1 - settings.getfloat("DOWNLOAD_DELAY_JITTER"))
        delay = max(delay, self._least_delay(queue))
        started = self._started.get(queue)
        if started is not None and (left := started + delay - monotonic()) > 0:
            await asyncio.sleep(left)
        turns = context_of(self._crawler).turns
        if turns is not None:
            turns.check()
        self._started[queue] = monotonic()

    async def _with_timeout(self, seconds: float, exchange: Coroutine[Any, Any, Response], url: bytes) -> Response:
        """The exchange's response within a time limit, which does not count the wait at the gate.

        Raises:
            DownloadTimeoutError: it took longer, and was cancelled.
        """
        task = asyncio.ensure_future(exchange)
        clock = monotonic()
        try:
            while not task.done():
                left = seconds - (monotonic() - clock - self._gate.waited(url))
                if left <= 0:
                    raise DownloadTimeoutError(f"no whole answer within {seconds:.0f} s")
                await asyncio.wait({task}, timeout=left)
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
