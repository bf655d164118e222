"""The spider of the driver: due Pages are leased to workers, and their Fetches go through the same pipelines."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.datatypes import LocalCache

from citecache.cluster.backend import Backend
from citecache.cluster.conductor import Conductor
from citecache.cluster.leases import LeasedPage
from citecache.cluster.messages import unpack_fetch
from citecache.cluster.sharing import Sharing
from crawler.cache.read.extractions import newest_extraction
from crawler.context import RunContext
from crawler.middlewares.pace import Pace
from crawler.model import Fetch, HostAnswer, HostQuestion, Outcome, Page
from crawler.spiders.citations import MAX_OPEN, CitationsSpider
from pipelines.extract import Pool
from pipelines.probes import Probes
from pipelines.stages import Judge

PIPELINES = {
    "pipelines.stages.Extract": 100,
    "citecache.cluster.driving.DriverJudge": 200,
    "pipelines.stages.Store": 300,
}

READY_WITHIN = 30.0
"""Seconds that the first Pages wait for workers that are starting, so that all get some."""

MAX_UNSTORED = 64
"""Fetches in the pipelines at once: as many as one transaction takes. Others wait, still packed; a child sends no more
than it may have in memory (SCRAPER_SLOT_MAX_ACTIVE_SIZE) before they are stored."""

MAX_HOSTS = 50_000
"""Hosts whose address is remembered: far more than are crawled at once."""

END_SECONDS = 10.0
"""Seconds for the children to end."""


class DrivingSpider(CitationsSpider):
    """Leases out, Fetches in. `quiet`: seconds in which the workers of a run before may still ask hosts."""

    def __init__(
        self, context: RunContext, *, backend: Backend, worker_settings: Mapping[str, str], lease: float, quiet: float
    ) -> None:
        super().__init__(context)
        self._quiet_until = monotonic() + quiet
        sharing = Sharing(context.hosts, resolve=self.queue_of, counted=self._counted)
        self.conductor = Conductor(backend, sharing, settings=worker_settings, lease=lease, received=self._received)
        self._results: deque[tuple[LeasedPage, bytes, str | None]] = deque()
        self._storing: dict[int, str] = {}  # Page's id -> worker
        self._room = asyncio.Semaphore(MAX_UNSTORED)
        self._all_taken = False
        self._queues: LocalCache[tuple[str, str], asyncio.Future[str]] = LocalCache(MAX_HOSTS)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.item_done, signal)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        return spider

    async def work(self, context: RunContext) -> AsyncIterator[Fetch]:
        """The Fetches of the workers, as they come."""
        await self.conductor.backend.connect()
        self.conductor.start()
        await self.conductor.ready(READY_WITHIN)
        await asyncio.sleep(max(0.0, self._quiet_until - monotonic()))
        leasing = asyncio.ensure_future(self._lease_all(context))
        try:
            while not (self._all_taken and not self.open):
                if leasing.done():
                    await leasing  # it never ends but by an error
                if self.conductor.failure is not None:
                    raise self.conductor.failure
                if not self._results:
                    await self.conductor.wait()
                    continue
                await self._room.acquire()
                yield self._next_fetch()
        finally:
            leasing.cancel()
        await self.conductor.end(END_SECONDS)
        await self.finish()

    def _next_fetch(self) -> Fetch:
        leased, packed, error = self._results.popleft()
        if error is None:
            try:
                return unpack_fetch(packed, leased.page)
            except Exception as fault:  # noqa: BLE001 - whatever a worker sent, its Page gets a Fetch
                error = f"what its worker sent is no Fetch: {type(fault).__name__}: {fault}"[:300]
        now = datetime.now(UTC)
        return Fetch(page=leased.page, started_at=now, elapsed=0.0, outcome=Outcome.INTERNAL, error=error)

    async def _lease_all(self, context: RunContext) -> None:
        due = self._due(context)
        while True:
            while self.conductor.lost_pages:
                self._lease_again(self.conductor.lost_pages.popleft())
            full = self.open >= MAX_OPEN * max(1, len(self.conductor.leases.workers))
            page = None if full or self._all_taken else next(due, None)
            if page is not None:
                self.open += 1
                self.conductor.begin(self._place(page))
                await asyncio.sleep(0)
                continue
            self._all_taken = self._all_taken or not full
            await self.conductor.wait()

    def _lease_again(self, leased: LeasedPage) -> None:
        if self.conductor.crashed_often(leased.page.id):
            self._received(leased, b"", "the processes that crawled it crashed")
        else:
            self.conductor.begin(self._place(leased.page))

    async def _place(self, page: Page) -> None:
        queue = "" if page.problem else await self.queue_of(page.url)
        while not self.conductor.leases.workers:
            await self.conductor.wait()
        assert self.context is not None
        self.conductor.place(page, queue, newest_extraction(self.context.cache, page.id))

    async def queue_of(self, url: str) -> str:
        """The queue of a URL's host: its address as this machine resolves it, for all workers and for the whole run."""
        pace = self.crawler.get_downloader_middleware(Pace)
        assert pace is not None
        parts = urlsplit(url)
        key = parts.scheme, parts.hostname or ""
        found = self._queues.get(key)
        if found is None:
            found = self._queues[key] = asyncio.ensure_future(pace.queue_of(*key))
        return await asyncio.shield(found)

    def _received(self, leased: LeasedPage, packed: bytes, error: str | None) -> None:
        self._storing[leased.page.id] = leased.worker
        self._results.append((leased, packed, error))
        self.conductor.changed.set()

    def item_done(self, item: Fetch) -> None:
        """A Fetch is stored, or cannot be."""
        self._room.release()
        self.open -= 1
        self.conductor.stored(item.page.id, self._storing.pop(item.page.id))

    def _counted(self, counts: Mapping[str, float], maxima: Mapping[str, float]) -> None:
        for name, count in counts.items():
            self.crawler.stats.set_value(name, self.crawler.stats.get_value(name, 0) + count)
        for name, value in maxima.items():
            self.crawler.stats.max_value(name, value)

    async def closing(self) -> None:
        """The engine has stopped."""
        await self.conductor.close()


class DriverProbes(Probes):
    """Probes that a worker makes."""

    async def fetch(self, origin: str, question: HostQuestion, url: str) -> HostAnswer:
        spider = self.crawler.spider
        assert isinstance(spider, DrivingSpider)
        answer = await spider.conductor.sharing.probe(await spider.queue_of(url), origin, question, url)
        return answer or HostAnswer(origin=origin, question=question, asked_at=datetime.now(UTC), url=url)


class DriverJudge(Judge):
    """The judge, who asks hosts by way of workers."""

    def new_probes(self, pool: Pool) -> Probes:
        return DriverProbes(self.crawler, pool)
