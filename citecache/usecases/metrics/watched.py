"""The run that is watched. Nothing is counted here but bytes on the wire: all else is read from what counts anyway.

Values are read in the thread of the HTTP server while the crawl goes on. So containers that grow are copied in one call
of C (`dict`, `list`), which no other thread can interrupt in CPython.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citecache.usecases.crawl import CrawlResult, NothingDue

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from crawler.cache.write.writer import WriterCounts
    from pipelines.extract import Pool

STATES = ("starting", "running", "finished", "interrupted", "offline", "nothing_due")
"""States of a run: those of a CrawlResult, and what is before it or instead of it."""

SUCCESSES = ("finished", "nothing_due")

DELAY_CLASSES = (("0-2s", 2.0), ("2-5s", 5.0), ("5-15s", 15.0), ("15s+", float("inf")))
"""Hosts by the seconds between two requests: our own pace is 1 to 1.5 s, AutoThrottle's slowest 60 s."""


def _now() -> float:
    return datetime.now(UTC).timestamp()


@dataclass(slots=True, weakref_slot=True, kw_only=True)  # signals of Scrapy refer to it weakly
class WatchedRun:
    """One run, from before its crawl begins until after it has ended."""

    database: Path
    last_success: float | None = None  # Unix time of the end of the newest run that finished
    state: str = "starting"
    started: float = field(default_factory=_now)
    ended: float | None = None
    planned: int = 0  # pages
    received: int = 0  # bytes of bodies on the wire of this process
    crawler: "Crawler | None" = None  # from when its engine is there

    def crawling(self, crawler: "Crawler", pages: int) -> None:
        """Scrapy's crawl of so many pages, before it starts."""
        from scrapy import signals  # noqa: PLC0415 - where nothing is due, Scrapy is not needed

        self.state, self.planned = "running", pages
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._received, signals.bytes_received)

    @property
    def received_bytes(self) -> float:
        """Bytes of bodies on the wire: here, or by the workers of a cluster, who count them."""
        return float(self.received + self.stats().get("citecache/cluster/received_bytes", 0))

    def _opened(self, spider: "Spider") -> None:
        self.crawler = spider.crawler

    def _received(self, data: bytes, request: "Request") -> None:
        del request
        self.received += len(data)

    def end(self, result: CrawlResult | NothingDue) -> None:
        """The run is over."""
        self.ended = _now()
        self.state = result.state if isinstance(result, CrawlResult) else "nothing_due"
        if self.state in SUCCESSES:
            self.last_success = self.ended

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return (self.ended or _now()) - self.started

    def stats(self) -> Mapping[str, Any]:
        """Scrapy's."""
        return {} if self.crawler is None else dict(self.crawler.stats.get_stats())

    def due(self) -> float:
        """Pages of the run that are not stored yet."""
        return float(max(0, self.planned - sum(self.counted("store/outcome").values())))

    def counted(self, kind: str) -> dict[str, float]:
        """Our stats `citecache/KIND/NAME`, by NAME."""
        prefix = f"citecache/{kind}/"
        return {name.removeprefix(prefix): count for name, count in self.stats().items() if name.startswith(prefix)}

    def open(self) -> float:
        """Pages whose request the spider has made, and that have not come back."""
        return float(getattr(None if self.crawler is None else self.crawler.spider, "open", 0))

    def _slots(self) -> list[Any]:
        engine = None if self.crawler is None else self.crawler.engine
        return [] if engine is None else list(engine.downloader.slots.values())

    def in_flight(self) -> float:
        """Requests of whatever purpose on the wire, or waiting for the time that their host may be asked again."""
        return float(sum(len(slot.transferring) for slot in self._slots()))

    def hosts_by_delay(self) -> dict[str, float]:
        """Hosts (by address) that are being asked, by the delay between two requests."""
        counts = dict.fromkeys((name for name, _ in DELAY_CLASSES), 0.0)
        for slot in self._slots():
            counts[next(name for name, limit in DELAY_CLASSES if slot.delay < limit)] += 1
        return counts

    def paused(self) -> float:
        """Hosts that asked for a pause which is not over."""
        context = getattr(None if self.crawler is None else self.crawler.spider, "context", None)
        now = datetime.now(UTC)
        return float(0 if context is None else sum(until > now for until in list(context.hosts.pauses.values())))

    def pool(self) -> "Pool | None":
        """The extraction pool, once there is one."""
        if self.crawler is None:
            return None
        from pipelines.stages import Extract  # noqa: PLC0415 - Scrapy has imported it by now

        found = self.crawler.get_item_pipeline(Extract)
        return None if found is None else found.pool

    def writer(self) -> "WriterCounts | None":
        """What the writer has done, once there is one."""
        if self.crawler is None:
            return None
        from pipelines.stages import Store  # noqa: PLC0415 - likewise

        writer = getattr(self.crawler.get_item_pipeline(Store), "writer", None)
        return None if writer is None else writer.counts

    def database_bytes(self) -> float:
        """The size of the database with its log."""
        size = 0
        for suffix in ("", "-wal"):
            with suppress(OSError):
                size += Path(f"{self.database}{suffix}").stat().st_size
        return float(size)
