"""A Scrapy extension that measures how late the event loop is: who waits for it waits for all pages."""

import asyncio
import json
import os
from pathlib import Path
from time import monotonic
from typing import Any, Self

from scrapy import signals

TICK = 0.01
"""Seconds between two measurements."""


class Lag:
    """Writes {"median", "p99", "max"}, in seconds, to the file that LAG_FILE names."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:  # noqa: ANN401 - a Scrapy Crawler
        lag = cls()
        crawler.signals.connect(lag.opened, signals.spider_opened)
        crawler.signals.connect(lag.closed, signals.spider_closed)
        return lag

    def opened(self) -> None:
        self.task = asyncio.ensure_future(self.watch())

    async def watch(self) -> None:
        while True:
            due = monotonic() + TICK
            await asyncio.sleep(TICK)
            self.late.append(monotonic() - due)

    def closed(self) -> None:
        assert self.task is not None
        self.task.cancel()
        late = sorted(self.late) or [0.0]
        figures = {"median": late[len(late) // 2], "p99": late[len(late) * 99 // 100], "max": late[-1]}
        Path(os.environ["LAG_FILE"]).write_text(json.dumps(figures), encoding="utf-8")
