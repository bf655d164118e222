"""What a run hands to its spider, middlewares and item pipelines: one typed object, `RunContext`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from crawler.cache.database import CacheFile
from crawler.cache.write.hosts import HostMemory
from crawler.model import Run
from crawler.model.errors import Error

if TYPE_CHECKING:  # commands open a context before they know whether they need Scrapy at all
    from scrapy.crawler import Crawler

logger = logging.getLogger("citecache")


class StopSwitch:
    """Ends a run that can do no more work, and remembers why. The first reason counts.

    `told`: whoever runs the crawl says it in the end, so it need not stand in the log as an error.
    """

    def __init__(self, *, told: bool = False) -> None:
        self._level = logging.INFO if told else logging.ERROR
        self.failure: Error | None = None
        self._end: Callable[[], None] | None = None

    def connect(self, end: Callable[[], None]) -> None:
        """Set what ends the crawl; the spider does."""
        self._end = end

    def fail(self, error: Error) -> None:
        """Note and log why the run failed, in one line, without ending it."""
        if self.failure is None:
            self.failure = error
            logger.log(self._level, "%s", error)

    def __call__(self, error: Error) -> None:
        """End the run; requests under way are finished."""
        if self.failure is None:
            self.fail(error)
            if self._end is not None:
                self._end()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to ask a queue (an address) one thing, in the order in which all processes of a crawl ask it."""

    since: float | None = None  # monotonic time of the last request that another process made; None: not known of any
    delay: float = 0.0  # seconds between two requests that others learnt of, from a Crawl-delay


class Turns(Protocol):
    """Where several processes share a crawl: who may ask an address now."""

    async def queue(self, host: str) -> str | None:
        """The queue of a host; None: as this process resolves it."""
        ...

    async def take(self, queue: str) -> Turn:
        """Wait until this process, and no other, may send to the queue. Refusal: the process has to stop."""
        ...

    def check(self) -> None:
        """Refusal: this process may send nothing any more."""
        ...

    def give(self, queue: str, turn: Turn) -> None:
        """The exchange is over; the queue may be another's."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """The open cache and what one run knows. Valid between the opening and the closing of the spider."""

    cache: CacheFile  # bound to the reactor's thread
    hosts: HostMemory
    run: Run | None = None  # None: a lookup in an archive, which is no run
    stop: StopSwitch = field(default_factory=StopSwitch)
    turns: Turns | None = None  # None: no other process takes part in this crawl


def context_of(crawler: "Crawler") -> RunContext:
    """The context of a crawl.

    Raises:
        RuntimeError: no run has been opened.
    """
    context = getattr(crawler.spider, "context", None)
    if isinstance(context, RunContext):
        return context
    raise RuntimeError("the spider has no RunContext: no run has been opened")
