"""The spider `archive`: for each Page that is gone, the nearest good copy that an archive has.

`citecache archive` hands the Pages in, and holds the run lock. One Page after the other: an archive is one host, and
one host gets one request at a time anyway. Each Page is one item, `ArchiveResult`, and is kept as soon as it is known.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from crawler.cache import CacheFile, histories, mementos
from crawler.cache.hosts import HostMemory
from crawler.cache.mementos import KEPT, NONE, REFUSED, UNAVAILABLE, Copy, Look, Sought
from crawler.context import RunContext
from crawler.memento.client import Asking, NoAnswer
from crawler.memento.copies import examine
from crawler.memento.lookup import CopyCandidates, find
from crawler.memento.timemaps import MOST_TRIED
from crawler.model import Outcome, Page
from crawler.model.errors import Error
from crawler.net.urls import host_of
from pipelines.stages import Extract


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveResult:
    """What came of one Page."""

    sought: Sought
    whole: Look  # the look-up
    tried: tuple[Look, ...] = ()  # the copies looked at, in their order
    url: str | None = None  # of the copy that is kept (URI-M)
    at: datetime | None = None  # when the archive captured it

    @property
    def page(self) -> Page:
        return self.sought.page


class ArchiveSpider(Spider):
    """Pages that are gone in, copies out."""

    name = "archive"
    custom_settings = {  # noqa: RUF012 - Scrapy's own
        "ITEM_PIPELINES": dict.fromkeys(
            ("pipelines.stages.Extract", "pipelines.stages.Judge", "pipelines.stages.Store")
        )
    }
    cache: CacheFile
    context: RunContext
    asking: Asking
    extract: Extract

    def __init__(self, sought: Sequence[Sought] = (), *, again: bool = False, **_: Any) -> None:  # noqa: ANN401 - Scrapy's -a
        super().__init__()
        self.sought = sought
        self.again = again
        self.results: list[ArchiveResult] = []
        self.failure: Error | None = None  # why the run had to stop, for whoever started it
        self._resources = ExitStack()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.asking = Asking(crawler)
        spider.extract = Extract.from_crawler(crawler)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        return spider

    @property
    def endpoint(self) -> str:
        """The archive: its TimeGates' common beginning."""
        return str(self.settings["CITECACHE_ARCHIVE"])

    async def start(self) -> AsyncIterator[ArchiveResult]:
        """One Page after the other, until all are looked for or the archive is to be left alone."""
        try:
            self.cache = self._resources.enter_context(CacheFile.open(Path(self.settings["CITECACHE_DB"])))
            self.context = RunContext(cache=self.cache, hosts=HostMemory(self.cache, now=datetime.now(UTC)))
            self._resources.callback(self.context.hosts.flush)
            await self.extract.open_spider()
            for sought in self.sought:
                result = await self._safely(sought)
                if result is not None:
                    self.results.append(result)
                    yield result
        except Error as error:
            self.failure = error
            self.logger.error("%s", error)  # noqa: TRY400 - one line for a person, no traceback
            raise CloseSpider("failure") from None
        # By itself Scrapy would see only after five seconds that no more is to come; and an item under way when it
        # closes is waited for in vain, where no request of the scheduler's is.
        assert self.crawler.engine is not None
        slot = self.crawler.engine.scraper.slot
        while slot is not None and not slot.is_idle():  # noqa: ASYNC110 - Scrapy has no event for it
            await asyncio.sleep(0.01)
        raise CloseSpider("finished")

    async def closing(self) -> None:
        """The engine has stopped: close what the run had open."""
        await self.extract.close_spider()
        try:
            self._resources.close()
        except Error as error:
            self.failure = self.failure or error

    async def _safely(self, sought: Sought) -> ArchiveResult | None:
        """`_look_for`, but that a fault of ours costs this Page its look-up, never the others theirs."""
        try:
            return await self._look_for(sought)
        except Error:
            raise
        except Exception as error:
            self.logger.exception("the look-up of %s failed", sought.page.url)
            seen = f"a fault of ours: {type(error).__name__}: {error}"
            return self._keep(sought, Look(outcome=UNAVAILABLE, detail=seen[:300]), (), None)

    async def _look_for(self, sought: Sought) -> ArchiveResult | None:
        """Look for a copy of a Page and keep what came of it; None when the run is being stopped."""
        if alone := self.asking.left_alone.get(host_of(self.endpoint)):
            return ArchiveResult(sought=sought, whole=Look(outcome=UNAVAILABLE, detail=f"not asked: {alone}"))
        try:
            found = await find(self.asking, self.endpoint, sought.page.url, sought.wanted)
        except NoAnswer as error:
            if error.outcome is Outcome.CANCELLED:
                return None
            return self._keep(sought, Look(outcome=UNAVAILABLE, detail=_with_hint(error)), (), None)
        copies = found.ranked(sought.wanted)
        if not copies:
            outcome = UNAVAILABLE if found.doubt else NONE
            return self._keep(sought, Look(outcome=outcome, detail=found.doubt), (), None)
        before = set() if self.again else mementos.refused(self.cache, sought.page.id)
        fresh = [copy for copy in copies if copy.url not in before]
        good = histories.history(self.cache.db, sought.page.id).last_good
        tried: list[Look] = []
        for copy in fresh[:MOST_TRIED]:
            look, kept = await examine(self.asking, copy, sought.page, extract=self.extract.process_item, good=good)
            tried.append(look)
            if kept is not None:
                return self._keep(sought, Look(outcome=KEPT, detail=found.doubt), tuple(tried), kept)
        return self._keep(sought, _none_good(tried, len(copies), found), tuple(tried), None)

    def _keep(self, sought: Sought, whole: Look, tried: tuple[Look, ...], copy: Copy | None) -> ArchiveResult:
        now = datetime.now(UTC)
        mementos.record(self.cache, sought, (*tried, whole), copy, archive=self.endpoint, now=now)
        url, at = (copy.url, copy.memento_datetime) if copy else (None, None)
        return ArchiveResult(sought=sought, whole=whole, tried=tried, url=url, at=at)


def _none_good(tried: list[Look], count: int, found: CopyCandidates) -> Look:
    """No copy was good: they were refused, now or before, or one of them could not be looked at."""
    missed = next((look for look in tried if look.outcome == UNAVAILABLE), None)
    if missed is not None:
        return Look(outcome=UNAVAILABLE, detail=missed.detail)
    reasons = dict.fromkeys(look.verdict.value if look.verdict else "no copy at all" for look in tried)
    detail = f"{len(tried)} of {count:,} tried" + (f": {', '.join(reasons)}" if reasons else ", the others before")
    outcome = UNAVAILABLE if found.passing else REFUSED
    return Look(outcome=outcome, detail=f"{detail}; {found.doubt}" if found.doubt else detail)


def _with_hint(error: NoAnswer) -> str:
    hint = " (--allow-address opens it)" if error.outcome is Outcome.UNSAFE else ""
    return f"{error}{hint}"
