"""Scrapy in this process: one crawl, observed by whoever wants to show its progress.

A reactor cannot be started twice, so this runs once per process. Imported only when there is something to fetch.
"""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.log import get_scrapy_root_handler

from citecache.usecases import inert_log
from citecache.usecases.json_log import LEVELS
from citecache.usecases.observer import CrawlObserver
from crawler.context import RunContext
from crawler.middlewares.proxy import operator_proxies
from crawler.model import Page
from crawler.model.errors import Error
from crawler.net.credentials import hide_credentials
from crawler.settings import user_agent
from crawler.spiders.base import RunSpider

SpiderT = TypeVar("SpiderT", bound=RunSpider)

SWITCHES = {
    "COOKIES_ENABLED": ("DOWNLOADER_MIDDLEWARES_BASE", "scrapy.downloadermiddlewares.cookies.CookiesMiddleware"),
    "REMOTE_CONTROL_ENABLED": ("EXTENSIONS_BASE", "scrapy.extensions.remote_control.RemoteControl"),
    "TELNETCONSOLE_ENABLED": ("EXTENSIONS_BASE", "scrapy.extensions.telnet.TelnetConsole"),
}
"""The components that a setting switches off, and the lists that have them. Scrapy imports a component, and with it
aiohttp, requests or telnet, before it asks whether it is on. So what is off is taken from its list."""


class LogFormatter(logging.Formatter):
    """Another formatter's lines, without the credentials of URLs in them."""

    def __init__(self, other: logging.Formatter) -> None:
        super().__init__()
        self.other = other

    def format(self, record: logging.LogRecord) -> str:
        return hide_credentials(self.other.format(record))


def hide_in_log() -> None:
    """From now on, Scrapy's log shows no credentials, whatever a server or an error names."""
    handler = get_scrapy_root_handler()
    if handler is not None:
        handler.setFormatter(LogFormatter(handler.formatter or logging.Formatter()))


class Item(Protocol):
    """What a spider of ours gives: one for each Page."""

    @property
    def page(self) -> Page: ...


class ScrapyProcess:
    """Scrapy with this project's settings. After `crawl`, `interrupted` and `stats` say how it went.

    Raises:
        Error: the environment names a proxy that cannot be one, or a setting cannot be set.
    """

    def __init__(self, path: Path, settings: Mapping[str, str], *, verbose: int = 0) -> None:
        operator_proxies()  # one that cannot be is told before anything begins
        self.interrupted = True  # until the spider has closed by itself: a second Ctrl-C ends all at once
        self.stats: dict[str, float] = {}  # those named "citecache/..."
        self.settings = Settings()
        self.settings.setmodule("crawler.settings", priority="project")
        self.settings.set("CITECACHE_DB", str(path), priority="cmdline")
        self.settings.set("LOG_LEVEL", LEVELS[min(verbose, 2)], priority="cmdline")
        for name, value in settings.items():
            try:
                self.settings.set(name, value, priority="cmdline")
            except (ValueError, TypeError) as error:  # a list of components is a JSON object
                raise Error(f"a setting given with -s is not valid: {name}={value}: {error}") from error
        if "USER_AGENT" not in settings:
            self.settings.set("USER_AGENT", user_agent(self.settings["CITECACHE_CONTACT"]), priority="cmdline")

    def crawl(
        self,
        spider: type[SpiderT],
        context: RunContext,
        observer: CrawlObserver,
        *,
        total: int,
        watch: Callable[[Crawler, int], None] | None = None,
        **arguments: Any,  # noqa: ANN401 - the spider's own
    ) -> SpiderT:
        """Crawl until all `total` pages are done, or until Ctrl-C; gives the spider. `watch` is told of it before.

        Raises:
            Error: a setting is wrong, or the crawl could not start.
        """
        process = self._process()
        inert_log.install()
        logging.captureWarnings(capture=True)
        crawler = process.create_crawler(spider)
        hide_in_log()
        if watch is not None:
            watch(crawler, total)
        crawler.signals.connect(self._closed, signals.spider_closed)
        with observer.progress(total) as advance:

            def scraped(item: Item) -> None:
                advance(item.page)

            crawler.signals.connect(scraped, signals.item_scraped)
            started = process.crawl(crawler, context=context, **arguments)
            process.start()
        fault = started.exception() if started.done() and not started.cancelled() else None
        if fault is not None:
            raise Error(f"the crawl could not start: {type(fault).__name__}: {fault}") from fault
        self.stats = {name: value for name, value in crawler.stats.get_stats().items() if name.startswith("citecache/")}
        assert isinstance(crawler.spider, spider)
        return crawler.spider

    def _process(self) -> AsyncCrawlerProcess:
        """Scrapy's process, without what is switched off."""
        try:
            for switch, (components, path) in SWITCHES.items():
                if not self.settings.getbool(switch):
                    self.settings[components].pop(path, None)
            return AsyncCrawlerProcess(self.settings)
        except (ValueError, TypeError, AttributeError) as error:
            raise Error(f"a setting given with -s is not valid: {error}") from error

    def _closed(self, reason: str) -> None:
        self.interrupted = reason == "shutdown"
