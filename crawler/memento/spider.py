"""The spider `archive`: for each Page that is gone, the nearest good copy that an archive has.

`citecache archive` passes the Pages in and holds the run lock. Pages are looked up one after the other: an archive is
one host, and a host gets one request at a time anyway. Each Page gives one item, `ArchiveResult`, stored at once.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.cache.read import histories
from crawler.cache.read.mementos import refused_copies
from crawler.cache.write.mementos import store_lookup
from crawler.context import RunContext
from crawler.memento.at_archive import AtArchiveSpider
from crawler.memento.client import ArchiveClient, NoAnswer
from crawler.memento.copies import examine
from crawler.memento.examiner import CopyExaminer
from crawler.memento.lookup import CopyCandidates, find
from crawler.memento.timemaps import MAX_COPIES_TRIED
from crawler.model import ArchivedCopy, LookupResult, Outcome, Page, WantedCopy
from crawler.model.archived_copy import KEPT, NONE, REFUSED, UNAVAILABLE
from crawler.net.urls import host_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveResult:
    """The result of one Page's lookup."""

    wanted: WantedCopy
    whole: LookupResult  # the lookup as a whole
    tried: tuple[LookupResult, ...] = ()  # the copies examined, in order
    url: str | None = None  # of the stored copy (URI-M)
    at: datetime | None = None  # when the archive captured it

    def __str__(self) -> str:
        """What Scrapy's log shows of an item."""
        return f"ArchiveResult({self.page.url}: {self.whole.outcome}, {self.url})"

    @property
    def page(self) -> Page:
        return self.wanted.page


class ArchiveSpider(AtArchiveSpider[WantedCopy, ArchiveResult]):
    """Pages that are gone in, copies out."""

    name = "archive"
    client: ArchiveClient

    def __init__(
        self, *, context: RunContext, wanted: Sequence[WantedCopy], examiner: CopyExaminer, again: bool = False
    ) -> None:
        super().__init__(context=context, wanted=wanted, again=again)
        self.examiner = examiner

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.client = ArchiveClient(crawler)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        return spider

    @property
    def endpoint(self) -> str:
        """The prefix of the archive's TimeGates."""
        return str(self.settings["CITECACHE_ARCHIVE"])

    async def work(self, context: RunContext) -> AsyncIterator[ArchiveResult]:  # noqa: ARG002 - the base's signature
        """One Page after the other, until all are looked up or the archive is to be avoided."""
        await self.examiner.start()
        for wanted in self.wanted:
            result = await self.safely(self._look_up(wanted), wanted.page.url, partial(self._failed, wanted))
            if result is not None:
                self.results.append(result)
                yield result
        await self.finish()

    async def closing(self) -> None:
        """The engine has stopped."""
        await self.examiner.close()

    def _failed(self, wanted: WantedCopy, detail: str) -> ArchiveResult:
        return self._store(wanted, LookupResult(outcome=UNAVAILABLE, detail=detail), (), None)

    async def _look_up(self, wanted: WantedCopy) -> ArchiveResult | None:
        """Look up a copy of a Page and store the result; None if the run is being stopped."""
        if reason := self.client.avoided.get(host_of(self.endpoint)):
            return ArchiveResult(wanted=wanted, whole=LookupResult(outcome=UNAVAILABLE, detail=f"not asked: {reason}"))
        try:
            found = await find(self.client, self.endpoint, wanted.page.url, wanted.moment)
        except NoAnswer as error:
            if error.outcome is Outcome.CANCELLED:
                return None
            return self._store(wanted, LookupResult(outcome=UNAVAILABLE, detail=_with_hint(error)), (), None)
        copies = found.ranked(wanted.moment)
        if not copies:
            outcome = UNAVAILABLE if found.doubt else NONE
            return self._store(wanted, LookupResult(outcome=outcome, detail=found.doubt), (), None)
        before = set() if self.again else refused_copies(self.cache, wanted.page.id)
        fresh = [copy for copy in copies if copy.url not in before]
        good = histories.history(self.cache.db, wanted.page.id).last_good
        tried: list[LookupResult] = []
        for copy in fresh[:MAX_COPIES_TRIED]:
            lookup, kept = await examine(self.client, copy, wanted.page, examiner=self.examiner, good=good)
            tried.append(lookup)
            if kept is not None:
                return self._store(wanted, LookupResult(outcome=KEPT, detail=found.doubt), tuple(tried), kept)
        return self._store(wanted, _none_good(tried, len(copies), found), tuple(tried), None)

    def _store(
        self, wanted: WantedCopy, whole: LookupResult, tried: tuple[LookupResult, ...], copy: ArchivedCopy | None
    ) -> ArchiveResult:
        now = datetime.now(UTC)
        store_lookup(self.cache, wanted, (*tried, whole), copy, archive=self.endpoint, now=now)
        url, at = (copy.url, copy.memento_datetime) if copy else (None, None)
        return ArchiveResult(wanted=wanted, whole=whole, tried=tried, url=url, at=at)


def _none_good(tried: list[LookupResult], count: int, found: CopyCandidates) -> LookupResult:
    """The LookupResult when no copy was good: all were refused, now or earlier, or one was inconclusive."""
    missed = next((lookup for lookup in tried if lookup.outcome == UNAVAILABLE), None)
    if missed is not None:
        return LookupResult(outcome=UNAVAILABLE, detail=missed.detail)
    reasons = dict.fromkeys(lookup.verdict.value if lookup.verdict else "no copy at all" for lookup in tried)
    detail = f"{len(tried)} of {count:,} tried" + (f": {', '.join(reasons)}" if reasons else ", the others before")
    outcome = UNAVAILABLE if found.transient else REFUSED
    return LookupResult(outcome=outcome, detail=f"{detail}; {found.doubt}" if found.doubt else detail)


def _with_hint(error: NoAnswer) -> str:
    hint = " (--allow-address opens it)" if error.outcome is Outcome.UNSAFE else ""
    return f"{error}{hint}"
