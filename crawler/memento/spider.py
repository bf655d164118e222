"""The spider `archive`: for each Page that is gone, the nearest good copy that an archive has.

`citecache archive` hands the Pages in, and holds the run lock. One Page after the other: an archive is one host, and
one host gets one request at a time anyway. Each Page is one item, `ArchiveResult`, and is kept as soon as it is known.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from crawler.cache import histories, mementos
from crawler.cache.mementos import KEPT, NONE, REFUSED, UNAVAILABLE, Copy, Lookup, WantedCopy
from crawler.context import RunContext
from crawler.memento.client import ArchiveClient, NoAnswer
from crawler.memento.copies import examine
from crawler.memento.examiner import CopyExaminer
from crawler.memento.lookup import CopyCandidates, find
from crawler.memento.timemaps import MOST_TRIED
from crawler.model import Outcome, Page
from crawler.model.errors import Error
from crawler.net.urls import host_of
from crawler.spiders.base import RunSpider


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveResult:
    """What came of one Page."""

    wanted: WantedCopy
    whole: Lookup  # the lookup as a whole
    tried: tuple[Lookup, ...] = ()  # the copies examined, in order
    url: str | None = None  # of the copy that is kept (URI-M)
    at: datetime | None = None  # when the archive captured it

    @property
    def page(self) -> Page:
        return self.wanted.page


class ArchiveSpider(RunSpider):
    """Pages that are gone in, copies out."""

    name = "archive"
    custom_settings = {  # noqa: RUF012 - Scrapy's own
        "ITEM_PIPELINES": dict.fromkeys(
            ("pipelines.stages.Extract", "pipelines.stages.Judge", "pipelines.stages.Store")
        )
    }
    client: ArchiveClient

    def __init__(
        self, *, context: RunContext, wanted: Sequence[WantedCopy], examiner: CopyExaminer, again: bool = False
    ) -> None:
        super().__init__(context)
        self.wanted = wanted
        self.examiner = examiner
        self.again = again
        self.cache = context.cache
        self.results: list[ArchiveResult] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.client = ArchiveClient(crawler)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        return spider

    @property
    def endpoint(self) -> str:
        """The archive: its TimeGates' common beginning."""
        return str(self.settings["CITECACHE_ARCHIVE"])

    async def work(self, context: RunContext) -> AsyncIterator[ArchiveResult]:  # noqa: ARG002 - the base's signature
        """One Page after the other, until all are looked up or the archive is to be avoided."""
        await self.examiner.start()
        for wanted in self.wanted:
            result = await self._safely(wanted)
            if result is not None:
                self.results.append(result)
                yield result
        # By itself Scrapy would see only after five seconds that no more is to come; and an item under way when it
        # closes is waited for in vain, where no request of the scheduler's is.
        assert self.crawler.engine is not None
        slot = self.crawler.engine.scraper.slot
        while slot is not None and not slot.is_idle():  # noqa: ASYNC110 - Scrapy has no event for it
            await asyncio.sleep(0.01)
        raise CloseSpider("finished")

    async def closing(self) -> None:
        """The engine has stopped."""
        await self.examiner.close()

    async def _safely(self, wanted: WantedCopy) -> ArchiveResult | None:
        """`_look_up`, but that a fault of ours costs this Page its lookup, never the others theirs."""
        try:
            return await self._look_up(wanted)
        except Error:
            raise
        except Exception as error:
            self.logger.exception("the lookup of %s failed", wanted.page.url)
            seen = f"a fault of ours: {type(error).__name__}: {error}"
            return self._keep(wanted, Lookup(outcome=UNAVAILABLE, detail=seen[:300]), (), None)

    async def _look_up(self, wanted: WantedCopy) -> ArchiveResult | None:
        """Lookup for a copy of a Page and keep what came of it; None when the run is being stopped."""
        if alone := self.client.avoided.get(host_of(self.endpoint)):
            return ArchiveResult(wanted=wanted, whole=Lookup(outcome=UNAVAILABLE, detail=f"not asked: {alone}"))
        try:
            found = await find(self.client, self.endpoint, wanted.page.url, wanted.moment)
        except NoAnswer as error:
            if error.outcome is Outcome.CANCELLED:
                return None
            return self._keep(wanted, Lookup(outcome=UNAVAILABLE, detail=_with_hint(error)), (), None)
        copies = found.ranked(wanted.moment)
        if not copies:
            outcome = UNAVAILABLE if found.doubt else NONE
            return self._keep(wanted, Lookup(outcome=outcome, detail=found.doubt), (), None)
        before = set() if self.again else mementos.refused(self.cache, wanted.page.id)
        fresh = [copy for copy in copies if copy.url not in before]
        good = histories.history(self.cache.db, wanted.page.id).last_good
        tried: list[Lookup] = []
        for copy in fresh[:MOST_TRIED]:
            lookup, kept = await examine(self.client, copy, wanted.page, examiner=self.examiner, good=good)
            tried.append(lookup)
            if kept is not None:
                return self._keep(wanted, Lookup(outcome=KEPT, detail=found.doubt), tuple(tried), kept)
        return self._keep(wanted, _none_good(tried, len(copies), found), tuple(tried), None)

    def _keep(self, wanted: WantedCopy, whole: Lookup, tried: tuple[Lookup, ...], copy: Copy | None) -> ArchiveResult:
        now = datetime.now(UTC)
        mementos.record(self.cache, wanted, (*tried, whole), copy, archive=self.endpoint, now=now)
        url, at = (copy.url, copy.memento_datetime) if copy else (None, None)
        return ArchiveResult(wanted=wanted, whole=whole, tried=tried, url=url, at=at)


def _none_good(tried: list[Lookup], count: int, found: CopyCandidates) -> Lookup:
    """No copy was good: they were refused, now or before, or one of them could not be looked at."""
    missed = next((lookup for lookup in tried if lookup.outcome == UNAVAILABLE), None)
    if missed is not None:
        return Lookup(outcome=UNAVAILABLE, detail=missed.detail)
    reasons = dict.fromkeys(lookup.verdict.value if lookup.verdict else "no copy at all" for lookup in tried)
    detail = f"{len(tried)} of {count:,} tried" + (f": {', '.join(reasons)}" if reasons else ", the others before")
    outcome = UNAVAILABLE if found.passing else REFUSED
    return Lookup(outcome=outcome, detail=f"{detail}; {found.doubt}" if found.doubt else detail)


def _with_hint(error: NoAnswer) -> str:
    hint = " (--allow-address opens it)" if error.outcome is Outcome.UNSAFE else ""
    return f"{error}{hint}"
