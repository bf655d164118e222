"""AutoThrottle that learns from the median of recent answers, whatever their status.

Scrapy's learns from answers with 200 alone, and from the last one at once: one answer of 8 s slowed the 304s after it
to one in 8 s, for the rest of a refresh.
"""

from collections import deque
from statistics import median_low

from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.datatypes import LocalCache

from crawler.middlewares.pace import Pace

WINDOW = 7
"""Answers of a queue whose median counts: half of them must be slow before the pace is. A heuristic, not measured."""


class Latencies:
    """How long a queue's recent answers took; begins with the least delay, so that no first answer decides alone."""

    def __init__(self, least: float) -> None:
        self.recent: deque[float] = deque([least], maxlen=WINDOW)

    def median(self) -> float:
        """Of an even number, the lower of the two in the middle."""
        return median_low(self.recent)

    def add(self, seconds: float, *, failed: bool) -> bool:
        """Note an answer, and tell whether it counts. An error counts only where it was slower than others: a host that
        is down answers fast.
        """
        counts = not failed or seconds > self.median()
        if counts:
            self.recent.append(seconds)
        return counts


class Throttle(AutoThrottle):
    """Extension: AutoThrottle by `Latencies`; it never goes below the minimum delay of a queue, a Crawl-delay."""

    def _spider_opened(self, spider: Spider) -> None:
        super()._spider_opened(spider)
        self.latencies: LocalCache[str, Latencies] = LocalCache(10_000)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        queue, slot = self._get_slot(request, spider)
        latency = request.meta.get("download_latency")
        if queue is None or slot is None or latency is None:
            return
        self._learn(queue, slot, latency, failed=response.status >= 400)
        pace = self.crawler.get_downloader_middleware(Pace)
        if pace is not None:
            slot.delay = max(slot.delay, pace.min_delays.get(queue, 0.0))

    def _learn(self, queue: str, slot: Slot, latency: float, *, failed: bool) -> None:
        known = self.latencies.get(queue)
        if known is None:
            known = self.latencies[queue] = Latencies(self.mindelay)
        if known.add(latency, failed=failed):
            wanted = known.median() / self.target_concurrency
            faster = (slot.delay + wanted) / 2  # slower at once, faster step by step, as Scrapy does it
            slot.delay = min(max(self.mindelay, wanted, faster), self.maxdelay)
            self.crawler.stats.max_value("citecache/pace/max_delay", slot.delay)
