"""What all spiders share: the run's context, and ending a run that cannot go on."""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider

from crawler.context import RunContext, context_of
from crawler.model.errors import Error

LOOK_SECONDS = 0.1
"""Between two looks at whether Scrapy waits to close."""


class RunSpider(Spider):
    """A spider that works in a RunContext, which is passed in or set before it starts."""

    def __init__(self, context: RunContext | None = None, **_: Any) -> None:  # noqa: ANN401 - Scrapy's -a
        super().__init__()
        self.context = context

    @abstractmethod
    def work(self, context: RunContext) -> AsyncIterator[Any]:
        """The requests and items to start with. An Error ends the run."""

    async def start(self) -> AsyncIterator[Request | Any]:
        context = context_of(self.crawler)
        context.stop.connect(self._end)
        self._closing = asyncio.ensure_future(self._let_close())
        try:
            async for request_or_item in self.work(context):
                yield request_or_item
        except Error as error:
            context.stop.fail(error)
            raise CloseSpider("failure") from None
        except CloseSpider:
            raise
        except Exception as error:  # Scrapy logs it, and ends as if all were done
            context.stop.fail(Error(f"an internal error ended the run: {type(error).__name__}: {error}"))
            raise

    async def _let_close(self) -> None:
        """Let Scrapy close when it waits for items that the spider made itself: when those are done, it does not look
        whether it can (as of 2.19), and would wait for ever.
        """
        assert self.crawler.engine is not None
        slot = self.crawler.engine.scraper.slot
        while slot is not None and (slot.closing is None or not slot.is_idle()):  # noqa: ASYNC110 - Scrapy has no event for it
            await asyncio.sleep(LOOK_SECONDS)
        if slot is not None and slot.closing is not None and not slot.closing.called:
            slot.closing.callback(self)

    async def finish(self) -> None:
        """End a run whose spider made its requests itself, once its items are stored.

        Scrapy would notice only after five seconds that it is idle; and without a request in the scheduler it does not
        wait for items in process when it closes.
        """
        assert self.crawler.engine is not None
        slot = self.crawler.engine.scraper.slot
        while slot is not None and not slot.is_idle():  # noqa: ASYNC110 - Scrapy has no event for it
            await asyncio.sleep(0.01)
        raise CloseSpider("finished")

    def _end(self) -> None:
        assert self.crawler.engine is not None
        self._ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="failure"))
