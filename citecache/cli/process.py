"""Scrapy in this process: one crawl, a progress bar on a terminal, plain lines elsewhere.

A reactor cannot be started twice, so this runs once per process. Imported only when there is something
to fetch.
"""

import logging
import sys
from pathlib import Path
from time import monotonic
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.model import Page
from crawler.model.errors import Error
from crawler.settings import user_agent

LINE_EVERY = 30.0
"""Seconds between lines of progress where there is no terminal."""

LEVELS = ("ERROR", "INFO", "DEBUG")


class Item(Protocol):
    """What a spider of ours gives: one for each Page."""

    @property
    def page(self) -> Page: ...


class Crawling:
    """One run of a spider, called with `arguments`. After `go`, `interrupted` and `failure` say how it ended."""

    def __init__(
        self,
        path: Path,
        spider: type[Spider],
        total: int,
        *,
        arguments: dict[str, Any],
        settings: dict[str, str],
        verbose: int,
    ) -> None:
        self.kind, self.arguments = spider, arguments
        self.spider: Spider | None = None  # once it has begun
        self.total = total
        self.done = 0
        self.interrupted = True  # until the spider has closed by itself: a second Ctrl-C ends all at once
        self.failure: Error | None = None
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
            raise Error(f"a setting given with -s does not do: {error}") from error
        logging.captureWarnings(capture=True)
        crawler = process.create_crawler(self.kind)
        crawler.signals.connect(self._closed, signals.spider_closed)
        with _progress(self.total, silent=silent) as progress:

            def scraped(item: Item) -> None:
                self.done += 1
                progress.advance(item)

            crawler.signals.connect(scraped, signals.item_scraped)
            started = process.crawl(crawler, **self.arguments)
            process.start()
        self.spider = crawler.spider
        self.failure = getattr(self.spider, "failure", None)
        fault = started.exception() if started.done() and not started.cancelled() else None
        if fault is not None:
            raise Error(f"the crawl could not start: {type(fault).__name__}: {fault}") from fault

    def _closed(self, reason: str) -> None:
        self.interrupted = reason == "shutdown"


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

    def advance(self, item: Item) -> None:
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

    def advance(self, _: Item) -> None:
        self.done += 1
        if not self.silent and monotonic() - self.said >= LINE_EVERY:
            self.said = monotonic()
            print(f"{self.done:,} of {self.total:,} pages", file=sys.stderr, flush=True)


def _progress(total: int, *, silent: bool) -> _Bar | _Lines:
    return _Bar(total) if sys.stderr.isatty() and not silent else _Lines(total, silent=silent)
