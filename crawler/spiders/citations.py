"""The spider `citations`: fetches the Pages that are due and yields one Fetch for each.

`citecache crawl` passes in the context of an open run. For `scrapy crawl citations`, the extension named in
settings.py opens the run from the spider's arguments (`-a`): `urls` and `sources` (separated by white space; added
first), `hosts`, `limit`, `all=1`, `older_than` (seconds).
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

from scrapy import Request, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.cache.read.due import due_pages
from crawler.context import RunContext
from crawler.middlewares.redirects import make_conditional
from crawler.model import Fetch, Outcome, Page
from crawler.request_state import RequestState
from crawler.spiders.base import RunSpider
from crawler.spiders.outcomes import from_failure, from_response, unrequestable

MAX_OPEN = 1000
"""Requests in memory at once, whatever the number of Pages. A heuristic, not measured."""

MAX_UNSTORED = 4000
"""Fetches not yet stored from which no further request is made. Scrapy bounds their bytes, 16 MB, and counts 1 KB for
an unchanged page: 16,000 of them could wait for a slow disk, but hardly as many new ones as this. Heuristic."""


class CitationsSpider(RunSpider):
    """Due Pages in, Fetches out."""

    name = "citations"

    def __init__(self, context: RunContext | None = None, **arguments: str) -> None:
        super().__init__(context)
        self.arguments = arguments  # of `scrapy crawl -a`
        self.open = self.unstored = 0
        self._below_limit = asyncio.Event()

    async def work(self, context: RunContext) -> AsyncIterator[Request | Fetch]:
        """The due Pages, never more than MAX_OPEN ahead of what has come back, and MAX_UNSTORED of what is stored."""
        for settled in (signals.item_scraped, signals.item_dropped, signals.item_error):
            self.crawler.signals.connect(self._settled, settled)
        for page in self._due(context):
            while self.open >= MAX_OPEN or self.unstored >= MAX_UNSTORED:
                self._below_limit.clear()
                await self._below_limit.wait()
            found = self._request(page)
            if isinstance(found, Fetch):
                self.unstored += 1
            else:
                self.open += 1
            yield found

    def _due(self, context: RunContext) -> Iterator[Page]:
        run = context.run
        assert run is not None
        now = datetime.fromisoformat(run.started_at)
        for batch in due_pages(context.cache, run.selection, cutoff=run.cutoff, now=now):
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
        except ValueError as error:  # Scrapy refuses the URL
            return unrequestable(page, str(error))
        make_conditional(request)
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
        self._below_limit.set()
        if fetch.outcome is not Outcome.CANCELLED:  # it was not tried, and stays due
            self.unstored += 1
            yield fetch

    def _settled(self) -> None:
        self.unstored -= 1
        self._below_limit.set()
