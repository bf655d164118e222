"""The Scrapy extension behind `scrapy crawl citations`: it opens the run that nobody has handed in.

Named by string in crawler/settings.py, for `crawler` imports nothing of this package. Scrapy logs what a signal
handler raises with a traceback and goes on, except CloseSpider in a handler of spider_opened, which it honours
(scrapy/core/engine.py, `open_spider_async`): so an Error becomes one line in the log, and the spider is closed.
"""

import logging
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from citecache.usecases import inert_log
from citecache.usecases.run import OpenRun, begun, open_run
from crawler.cache import CacheFile
from crawler.middlewares.controls import names_resolve
from crawler.model import Selection
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
        inert_log.install()
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
        min_free = _whole_number("-s CITECACHE_MIN_FREE", self.settings["CITECACHE_MIN_FREE"])
        path = Path(self.settings["CITECACHE_DB"])
        add = partial(_add, (*arguments.get("urls", "").split(), *arguments.get("sources", "").split()))
        plan = self._resources.enter_context(open_run(path, selection, prepare=add))
        online = partial(names_resolve, self.settings.getlist("CITECACHE_CONTROL_HOSTS"))
        return self._resources.enter_context(begun(plan, min_free=min_free, online=online))

    def spider_closed(self, reason: str) -> None:
        """Finish the run."""
        if self.opened is not None:
            self.opened.interrupted = reason != "finished"
        try:
            self._resources.close()
        except Error as error:
            logger.error("%s", error)  # noqa: TRY400 - likewise


def selection_of(arguments: Mapping[str, str]) -> Selection:
    """Which Pages the arguments of `scrapy crawl -a` choose.

    Raises:
        Error: an argument that is to be a number is none.
    """

    def number(name: str) -> int | None:
        return _whole_number(f"-a {name}", arguments[name]) if name in arguments else None

    return Selection(
        everything=arguments.get("all", "") in ("1", "true", "yes"),
        older_than=number("older_than"),
        hosts=tuple(arguments.get("hosts", "").split()),
        limit=number("limit"),
    )


def _whole_number(name: str, value: str | int) -> int:
    try:
        return int(value)
    except ValueError:
        raise Error(f"{name}: {value!r} is not a whole number") from None


def _add(sources: tuple[str, ...], cache: CacheFile, now: datetime) -> None:
    """Read the sources into the cache; what is skipped is logged."""
    from citecache.usecases.add import add  # noqa: PLC0415 - parsers take a while to import

    if sources:
        for skipped in add(cache, sources, stdin=sys.stdin.buffer, now=now).skipped:
            place = skipped.path if skipped.line is None else f"{skipped.path}:{skipped.line}"
            logger.warning("%s: %s", place, skipped.reason)
