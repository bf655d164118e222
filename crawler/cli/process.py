"""Scrapy in this process: one crawl, a progress bar on a terminal, plain lines elsewhere.

A reactor cannot be started twice, so this runs once per process. Imported only when there is something
to fetch.
"""

import logging
import sys
from pathlib import Path
from time import monotonic
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.cache.runs import Run
from crawler.errors import CitecacheError
from crawler.items import Fetch
from crawler.settings import user_agent
from crawler.spiders.citations import CitationsSpider

LINE_EVERY = 30.0
"""Seconds between lines of progress where there is no terminal."""

LEVELS = ("ERROR", "INFO", "DEBUG")


class Crawling:
    """One run of the spider. After `go`, `interrupted` and `failure` say how it ended."""

    def __init__(self, path: Path, run: Run, total: int, *, settings: dict[str, str], verbose: int) -> None:
        self.run = run
        self.total = total
        self.done = 0
        self.interrupted = True  # until the spider has closed by itself: a second Ctrl-C ends all at once
        self.failure: CitecacheError | None = None
        self.settings = Settings()
        self.settings.setmodule("crawler.settings", priority="project")
        self.settings.set("CITECACHE_DB", str(path), priority="cmdline")
        self.settings.set("LOG_LEVEL", LEVELS[min(verbose, 2)], priority="cmdline")
        self.settings.update(settings, priority="cmdline")
        if "USER_AGENT" not in settings:
            self.settings.set("USER_AGENT", user_agent(self.settings["CITECACHE_CONTACT"]), priority="cmdline")

    def go(self, *, silent: bool) -> None:
        """Crawl until all is fetched, or until Ctrl-C."""
        try:
            process = AsyncCrawlerProcess(self.settings)
        except (ValueError, TypeError, AttributeError) as error:
            raise CitecacheError(f"a setting given with -s does not do: {error}") from error
        logging.captureWarnings(capture=True)
        crawler = process.create_crawler(CitationsSpider)
        crawler.signals.connect(self._closed, signals.spider_closed)
        with _progress(self.total, silent=silent) as progress:

            def scraped(item: Fetch) -> None:
                self.done += 1
                progress.advance(item)

            crawler.signals.connect(scraped, signals.item_scraped)
            started = process.crawl(crawler, run=self.run)
            process.start()
        self._note_failure(crawler)
        fault = started.exception() if started.done() and not started.cancelled() else None
        if fault is not None:
            raise CitecacheError(f"the crawl could not start: {type(fault).__name__}: {fault}") from fault

    def _closed(self, reason: str) -> None:
        self.interrupted = reason == "shutdown"

    def _note_failure(self, crawler: Crawler) -> None:
        spider = crawler.spider
        if isinstance(spider, CitationsSpider) and spider.failure is not None:
            self.failure = spider.failure


class _Bar:
    """A progress bar on stderr."""

    def __init__(self, total: int) -> None:
        parts = (TextColumn("{task.completed}/{task.total}"), BarColumn(None), TimeRemainingColumn(compact=True))
        self.progress = Progress(
            *parts, TextColumn("{task.fields[host]}"), console=Console(stderr=True), transient=True
        )
        self.task = self.progress.add_task("", total=total, host="")

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def advance(self, item: Fetch) -> None:
        host = item.page.url.split("/", 3)[2] if "//" in item.page.url else ""
        self.progress.update(self.task, advance=1, host=host[:24])


class _Lines:
    """A line now and then on stderr; none at all when silent."""

    def __init__(self, total: int, *, silent: bool) -> None:
        self.total, self.silent = total, silent
        self.done, self.said = 0, monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def advance(self, _: Fetch) -> None:
        self.done += 1
        if not self.silent and monotonic() - self.said >= LINE_EVERY:
            self.said = monotonic()
            print(f"{self.done:,} of {self.total:,} pages", file=sys.stderr, flush=True)


def _progress(total: int, *, silent: bool) -> _Bar | _Lines:
    return _Bar(total) if sys.stderr.isatty() and not silent else _Lines(total, silent=silent)
