"""The download handler: Scrapy's, with bounds on what comes in, a clock for each exchange, and TLS of our own.

The times that Scrapy keeps include the wait in a host's queue, which is our politeness and not the host's
slowness. `RequestState.exchanges` has one entry for each try and hop; together they may take DOWNLOAD_TIMEOUT.
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

from crawler.middlewares.gate import Gate
from crawler.middlewares.pace import Pace
from crawler.middlewares.refusal import Refusal
from crawler.middlewares.retries import time_left
from crawler.middlewares.tls import ContextFactory
from crawler.middlewares.wire import BoundedFactory
from crawler.model import Outcome
from crawler.request_state import Exchange, state_of

MAX_ACTIVE_BYTES = 32 * 2**20
"""Bytes of bodies being decoded, extracted and stored above which no large body comes in further."""

TIMEOUT_MARGIN = 3600.0
"""Seconds added to Scrapy's own timeout, which would count the time at the gate."""


class Handler(HTTP11DownloadHandler):
    """http and https. Once the crawl is stopping, what still waits in a queue is not begun."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._begun: LocalCache[str, float] = LocalCache(10_000)  # queue -> when its last exchange began
        self._gate = Gate(self._busy)
        self._pool._factory = type("Factory", (BoundedFactory,), {"gate": self._gate})  # type: ignore[assignment]
        if crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            ciphers = crawler.settings["DOWNLOADER_CLIENT_TLS_CIPHERS"]
            self._contextFactory = ContextFactory(ciphers)  # type: ignore[assignment]

    def _busy(self) -> bool:
        scraper = getattr(getattr(self._crawler.engine, "scraper", None), "slot", None)
        return bool(scraper and scraper.active_size > MAX_ACTIVE_BYTES)

    async def download_request(self, request: Request) -> Response:
        """One exchange, alone in its queue: without a delay, Scrapy lets two begin before it counts the first."""
        lock = self._queues.setdefault(request.meta.get("download_slot", ""), asyncio.Lock())
        async with lock:
            return await self._exchange(request)

    async def _exchange(self, request: Request) -> Response:
        if not getattr(self._crawler.engine, "running", True):
            raise Refusal(Outcome.CANCELLED, "the run was stopped")
        pace = self._crawler.get_downloader_middleware(Pace)
        if pace is not None:  # the host may have asked for patience while this request waited in its queue
            await pace.wait(urlsplit(request.url).hostname or "")
        await self._wait_for_delay(request)
        whole = self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        left = time_left(request, whole)
        if left <= 0:
            raise DownloadTimeoutError(f"redirects and tries took longer than {whole:.0f} s")
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
        if pace is not None:
            pace.note_backoff(request, response)
        return response

    async def _wait_for_delay(self, request: Request) -> None:
        """No exchange of a queue sooner after the one before than the pause, whatever held the last one up."""
        settings, queue = self._crawler.settings, request.meta.get("download_slot", "")
        pace = self._crawler.get_downloader_middleware(Pace)
        least = settings.getfloat("DOWNLOAD_DELAY") * (1 - settings.getfloat("DOWNLOAD_DELAY_JITTER"))
        least = max(least, pace.min_delays.get(queue, 0.0) if pace else 0.0)
        begun = self._begun.get(queue)
        if begun is not None and (left := begun + least - monotonic()) > 0:
            await asyncio.sleep(left)
        self._begun[queue] = monotonic()

    async def _with_timeout(self, seconds: float, exchange: Coroutine[Any, Any, Response], url: bytes) -> Response:
        """The exchange's response, if it takes no longer than that, the time at the gate aside.

        Raises:
            DownloadTimeoutError: it takes longer, and is ended.
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
