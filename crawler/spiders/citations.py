"""The spider `citations`: fetches the Pages that are due and gives one Fetch for each.

`citecache crawl` opens the run itself and hands it in. `scrapy crawl citations` does the same crawl: the
spider then takes the lock and opens the run. Arguments (`-a`): `urls` and `sources` (separated by white
space; added first), `hosts`, `limit`, `all=1`, `older_than` (seconds).
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.cache import CacheFile, intake, require_space, run_lock, runs
from crawler.cache.hosts import HostMemory
from crawler.context import RunContext, StopSwitch
from crawler.middlewares.controls import names_resolve
from crawler.middlewares.redirects import make_conditional
from crawler.model import Fetch, Outcome, Page
from crawler.model.errors import Error
from crawler.request_state import RequestState
from crawler.sources import read_all
from crawler.spiders.outcomes import from_failure, from_response, unrequestable

MAX_OPEN = 1000
"""Requests alive at once: a bound on memory, whatever the number of Pages. Our choice, not a measurement."""


class CitationsSpider(Spider):
    """Due Pages in, Fetches out."""

    name = "citations"
    context: RunContext  # is there once `start` has begun

    def __init__(self, run: runs.Run | None = None, **arguments: Any) -> None:  # noqa: ANN401 - Scrapy's -a
        super().__init__()
        self.run = run
        self.arguments = arguments
        self.stop = StopSwitch()
        self.stop.connect(self._end)
        self.stopped_early = False
        self.open = 0
        self._room = asyncio.Event()
        self._resources = ExitStack()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        return spider

    @property
    def path(self) -> Path:
        """The database of this crawl."""
        return Path(self.settings["CITECACHE_DB"])

    # --- the run ------------------------------------------------------------------------------------

    @property
    def failure(self) -> Error | None:
        """Why the run had to stop, for whoever started it."""
        return self.stop.failure

    def _begin(self) -> tuple[CacheFile, runs.Run]:
        now = datetime.now(UTC)
        if self.run is not None:
            cache = self._resources.enter_context(CacheFile.open(self.path))
            self._remember(cache, self.run, now)
            return cache, self.run
        self._resources.enter_context(run_lock(self.path))
        cache = self._resources.enter_context(CacheFile.open(self.path, create=True))
        require_space(self.path, self.settings.getint("CITECACHE_MIN_FREE"))
        given = (*self.arguments.get("urls", "").split(), *self.arguments.get("sources", "").split())
        if given:
            added = intake.take(cache, read_all(given), now=now)
            for skipped in added.skipped:
                self.logger.warning("%s:%s: %s", skipped.path, skipped.line, skipped.reason)
        self.run = runs.begin(cache, self._selection(), now=now)
        self._resources.callback(self._finish, cache, self.run)
        self._remember(cache, self.run, now)
        return cache, self.run

    def _remember(self, cache: CacheFile, run: runs.Run, now: datetime) -> None:
        self.context = RunContext(cache=cache, hosts=HostMemory(cache, now=now), run=run, stop=self.stop)
        self._resources.callback(self.context.hosts.flush)

    def _selection(self) -> runs.Selection:
        limit, older_than = self.arguments.get("limit"), self.arguments.get("older_than")
        return runs.Selection(
            everything=self.arguments.get("all", "") in ("1", "true", "yes"),
            older_than=None if older_than is None else int(older_than),
            hosts=tuple(self.arguments.get("hosts", "").split()),
            limit=None if limit is None else int(limit),
        )

    def _finish(self, cache: CacheFile, run: runs.Run) -> None:
        controls = self.settings.getlist("CITECACHE_CONTROL_HOSTS")
        online = partial(names_resolve, controls)
        runs.finish(cache, run, now=datetime.now(UTC), interrupted=self.stopped_early, online=online)

    def closing(self, reason: str) -> None:
        """The engine has stopped: close what the run had open."""
        self.stopped_early = reason != "finished"
        try:
            self._resources.close()
        except Error as error:
            self.stop.fail(error)

    def _end(self) -> None:
        assert self.crawler.engine is not None
        self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="failure"))

    # --- pages to fetches ---------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request | Fetch]:
        """Feed the due Pages, never more than MAX_OPEN ahead of what has come back."""
        try:
            cache, run = self._begin()
            for page in self._due(cache, run):
                while self.open >= MAX_OPEN:
                    self._room.clear()
                    await self._room.wait()
                yield self._request(page)
        except Error as error:
            self.stop.fail(error)
            raise CloseSpider("failure") from None

    def _due(self, cache: CacheFile, run: runs.Run) -> Iterator[Page]:
        now = datetime.fromisoformat(run.started_at)
        for batch in runs.due(cache, run.selection, cutoff=run.cutoff, now=now):
            yield from batch

    def _request(self, page: Page) -> Request | Fetch:
        if page.problem:
            return unrequestable(page, page.problem, unsafe=page.unsafe)
        try:
            request = Request(
                page.url,
                meta=RequestState(validators=page.validators).as_meta(),
                callback=self.parse,
                errback=self.failed,
                cb_kwargs={"page": page},
                dont_filter=True,
            )
        except ValueError as error:  # Scrapy's own opinion of the URL
            return unrequestable(page, str(error))
        make_conditional(request)
        self.open += 1
        return request

    def parse(self, response: Response, page: Page) -> Iterator[Fetch]:
        """A response of whatever status."""
        yield from self._done(from_response(page, response, now=datetime.now(UTC)))

    def failed(self, failure: Failure) -> Iterator[Fetch]:
        """No response."""
        request = getattr(failure, "request", None)
        assert request is not None
        page = request.cb_kwargs["page"]
        yield from self._done(from_failure(page, failure, request, now=datetime.now(UTC)))

    def _done(self, fetch: Fetch) -> Iterator[Fetch]:
        self.open -= 1
        self._room.set()
        if fetch.outcome is not Outcome.CANCELLED:  # it stays due: nothing was tried
            yield fetch
