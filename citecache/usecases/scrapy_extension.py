"""The Scrapy extension behind `scrapy crawl citations`: it opens the run that nobody has handed in.

Named by string in crawler/settings.py, for `crawler` imports nothing of this package. Scrapy logs what a signal
handler raises with a traceback and goes on, except CloseSpider in a handler of spider_opened, which it honours
(scrapy/core/engine.py, `open_spider_async`): so an Error becomes one line in the log, and the spider is closed.
"""

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from citecache.usecases.run import OpenRun, begun, open_run
from crawler.cache import CacheFile, intake, runs
from crawler.middlewares.controls import names_resolve
from crawler.model.errors import Error
from crawler.spiders.citations import CitationsSpider

logger = logging.getLogger("citecache")


class RunExtension:
    """Opens a run when the spider is opened without one, and finishes it when the spider is closed."""

    def __init__(self, crawler: Crawler) -> None:
        self.settings = crawler.settings
        self.opened: OpenRun | None = None
        self._resources = ExitStack()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Open the run.

        Raises:
            CloseSpider: it cannot be opened; the log says why.
        """
        if not isinstance(spider, CitationsSpider) or spider.context is not None:
            return
        try:
            self.opened = self._open(spider.arguments)
        except Error as error:
            logger.error("%s", error)  # noqa: TRY400 - one line for a person, no traceback
            raise CloseSpider("failure") from None
        spider.context = self.opened.context

    def _open(self, arguments: Mapping[str, str]) -> OpenRun:
        selection = selection_of(arguments)
        path = Path(self.settings["CITECACHE_DB"])
        add = partial(_add, (*arguments.get("urls", "").split(), *arguments.get("sources", "").split()))
        plan = self._resources.enter_context(open_run(path, selection, prepare=add))
        online = partial(names_resolve, self.settings.getlist("CITECACHE_CONTROL_HOSTS"))
        min_free = self.settings.getint("CITECACHE_MIN_FREE")
        return self._resources.enter_context(begun(plan, min_free=min_free, online=online))

    def spider_closed(self, reason: str) -> None:
        """Finish the run."""
        if self.opened is not None:
            self.opened.interrupted = reason != "finished"
        try:
            self._resources.close()
        except Error as error:
            logger.error("%s", error)  # noqa: TRY400 - likewise


def selection_of(arguments: Mapping[str, str]) -> runs.Selection:
    """Which Pages the arguments of `scrapy crawl -a` choose.

    Raises:
        Error: a number is none.
    """
    numbers: dict[str, int | None] = dict.fromkeys(("limit", "older_than"))
    for name in numbers:
        if name in arguments:
            try:
                numbers[name] = int(arguments[name])
            except ValueError:
                raise Error(f"-a {name}: {arguments[name]!r} is not a whole number") from None
    return runs.Selection(
        everything=arguments.get("all", "") in ("1", "true", "yes"),
        older_than=numbers["older_than"],
        hosts=tuple(arguments.get("hosts", "").split()),
        limit=numbers["limit"],
    )


def _add(sources: tuple[str, ...], cache: CacheFile, now: datetime) -> None:
    """Read the sources into the cache; what is skipped is logged."""
    from crawler.sources import read_all  # noqa: PLC0415 - parsers take a while to import

    if sources:
        for skipped in intake.take(cache, read_all(sources), now=now).skipped:
            logger.warning("%s:%s: %s", skipped.path, skipped.line, skipped.reason)
