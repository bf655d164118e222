"""The spider of a child: `citations`, with Pages that the driver leases, and Fetches that it stores."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from citecache.cluster.link import DriverLink
from citecache.cluster.messages import answer_to_json, pack_fetch, to_page
from citecache.cluster.shared import SharedTurns
from crawler.context import RunContext
from crawler.model import Fetch, HostQuestion, Page
from crawler.spiders.citations import CitationsSpider
from pipelines.probes import Probes
from pipelines.stages import Extract

STATS_EVERY = 1.0
"""Seconds between two reports of what was counted."""


class LeasedSpider(CitationsSpider):
    """Pages from the driver in, Fetches for the driver out."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        crawler.signals.connect(spider.bytes_received, signals.bytes_received)
        return spider

    def __init__(self, context: RunContext, *, link: DriverLink, turns: SharedTurns) -> None:
        super().__init__(context)
        self.link = link
        self.turns = turns
        self.queues: dict[int, str] = {}  # Page's id -> queue
        self.known: dict[int, str] = {}  # Page's id -> the extraction of its newest answer
        self.stored: dict[int, asyncio.Future[None]] = {}
        self._leased: asyncio.Queue[Page | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._counted: dict[str, float] = {}

    async def work(self, context: RunContext) -> AsyncIterator[Request | Fetch]:  # noqa: ARG002 - the base's signature
        """The Pages as they come, until the driver says that there are no more."""
        for kind, listener in (
            ("pages", self._lease),
            ("stored", self._stored),
            ("probe", self._probe),
            ("end", lambda _: self._leased.put_nowait(None)),
        ):
            self.link.on(kind, listener)
        self.link.start()
        self.link.send("ready")
        self._begin(self._report())
        while (page := await self._leased.get()) is not None:
            yield self._request(page)
        await self.finish()

    def _lease(self, message: Mapping[str, Any]) -> None:
        for entry in message["pages"]:
            page = to_page(entry["page"])
            parts = urlsplit(page.url)
            self.queues[page.id] = entry["queue"]
            if entry["known"]:
                self.known[page.id] = entry["known"]
            self.turns.page_begins(f"{parts.scheme}://{parts.hostname or ''}", entry["queue"])
            self._leased.put_nowait(page)

    async def send(self, fetch: Fetch) -> None:
        """Send a Fetch; done when the driver has stored it."""
        stored = self.stored[fetch.page.id] = asyncio.get_running_loop().create_future()
        self.link.send("fetch", pack_fetch(fetch), page=fetch.page.id)
        await stored

    def _stored(self, message: Mapping[str, Any]) -> None:
        page_id = message["page"]
        self.known.pop(page_id, None)
        done = self.stored.pop(page_id, None)
        if done is not None and not done.done():
            done.set_result(None)
        queue = self.queues.pop(page_id, None)
        if queue is not None:
            self.turns.page_ends(queue)

    def item_failed(self, item: Fetch, failure: Failure) -> None:
        """A pipeline failed."""
        self._undone(item.page, failure)

    def bytes_received(self, data: bytes) -> None:
        """Some of a body came."""
        self.crawler.stats.inc_value("citecache/cluster/received_bytes", len(data))

    def callback_failed(self, failure: Failure, response: Response, spider: Spider) -> None:
        """What became of a response could not be told."""
        del spider
        request = getattr(failure, "request", None) or getattr(response, "request", None)
        page = None if request is None else request.cb_kwargs.get("page")
        if isinstance(page, Page):
            self._undone(page, failure)

    def _undone(self, page: Page, failure: Failure) -> None:
        error = failure.value
        self.link.send("undone", page=page.id, error=f"{type(error).__name__}: {error}"[:300])

    def _probe(self, message: Mapping[str, Any]) -> None:
        self._begin(self._answer(message))

    async def _answer(self, message: Mapping[str, Any]) -> None:
        extract = self.crawler.get_item_pipeline(Extract)
        assert extract is not None
        probes = Probes(self.crawler, extract.pool)
        answer = await probes.fetch(message["origin"], HostQuestion(message["question"]), message["url"])
        self.link.send("answer", number=message["number"], answer=answer_to_json(answer))

    def _begin(self, work: Any) -> None:  # noqa: ANN401 - a coroutine
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(STATS_EVERY)
            self.report()

    def report(self) -> None:
        """Tell the driver what was counted since."""
        stats = self.crawler.stats.get_stats()
        now = {name: count for name, count in stats.items() if name.startswith("citecache/")}
        new = {name: count - self._counted.get(name, 0) for name, count in now.items() if name not in MAXIMA}
        new = {name: count for name, count in new.items() if count}
        highest = {name: now[name] for name in MAXIMA if name in now}
        self._counted = now
        if new or highest:
            self.link.send("stats", counts=new, maxima=highest)


MAXIMA = ("citecache/pace/max_delay",)
"""Stats that are the highest of values, not their sum."""


class LeasedExtract(Extract):
    """Extracts what the driver does not know."""

    async def of_body(self, item: Fetch, digest: str, name: str) -> Fetch:
        """The driver has that Capture already, or the Fetch gets it here."""
        spider = self.crawler.spider
        assert isinstance(spider, LeasedSpider)
        if name == spider.known.get(item.page.id):
            return replace(item, body_sha256=digest, extraction=name)
        return await super().of_body(item, digest, name)


class Send:
    """Fetch -> the driver."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Fetch) -> Fetch:
        spider = self.crawler.spider
        assert isinstance(spider, LeasedSpider)
        await spider.send(item)
        return item
