"""The spider `save`: an archive captures pages as they are now, one by one, and each outcome is stored at once.

`citecache archive --save` passes the Pages in and holds the run lock.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.cache.write.saves import begin_save, drop_save, finish_save, store_save
from crawler.context import RunContext
from crawler.memento.at_archive import AtArchiveSpider
from crawler.memento.client import ArchiveClient, NoAnswer
from crawler.memento.saving import ArchiveSaver
from crawler.model import Outcome, Page
from crawler.model.archive_save import FAILED, SaveOutcome, WantedSave
from crawler.net.confidential import resolves_to_private
from crawler.net.urls import host_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveResult:
    """What came of one Page. `asked`: the archive was; if not, nothing is stored, and `outcome` says why."""

    wanted: WantedSave
    outcome: SaveOutcome
    asked: bool = True

    def __str__(self) -> str:
        """What Scrapy's log shows of an item."""
        return f"SaveResult({self.page.url}: {self.outcome.outcome}, {self.outcome.url})"

    @property
    def page(self) -> Page:
        return self.wanted.page


class SaveSpider(AtArchiveSpider[WantedSave, SaveResult]):
    """Pages that are alive in, copies at the archive out."""

    name = "save"
    saver: ArchiveSaver

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.saver = ArchiveSaver(crawler, ArchiveClient(crawler))
        return spider

    @classmethod
    def update_settings(cls, settings: Any) -> None:  # noqa: ANN401 - Scrapy's BaseSettings
        """An archive answers once it has captured the page, which takes longer than a page does."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_TIMEOUT", settings.getfloat("CITECACHE_SAVE_DEADLINE"), priority="spider")

    async def work(self, context: RunContext) -> AsyncIterator[SaveResult]:  # noqa: ARG002 - the base's signature
        """One Page after the other. What is left once the archive wants no more is `not asked`."""
        for wanted in self.wanted:
            result = await self.safely(self._save(wanted), wanted.page.url, partial(self._failed, wanted))
            if result is None:
                break
            self.results.append(result)
            yield result
        await self.finish()

    async def _save(self, wanted: WantedSave) -> SaveResult | None:
        """None: the run is being stopped."""
        url = wanted.page.url
        if reason := self.saver.client.avoided.get(self.saver.host):
            return _not_asked(wanted, reason)
        loop = asyncio.get_running_loop()
        if reason := await loop.run_in_executor(None, resolves_to_private, host_of(url)):
            return _not_asked(wanted, reason)
        begun: list[int] = []  # the id of the row

        def asking() -> None:
            begun.append(begin_save(self.cache, wanted, archive=self.saver.template, now=datetime.now(UTC)))

        try:
            found = None if self.again else await self.saver.existing(url, wanted.since)
            return self._stored(wanted, found or await self.saver.save(url, asking=asking), begun)
        except NoAnswer as error:
            if error.outcome is Outcome.CANCELLED:
                for id_ in begun:
                    drop_save(self.cache, id_)
                return None
            return self._stored(wanted, SaveOutcome(outcome=FAILED, detail=str(error)), begun)

    def _failed(self, wanted: WantedSave, detail: str) -> SaveResult:
        return self._stored(wanted, SaveOutcome(outcome=FAILED, detail=detail))

    def _stored(self, wanted: WantedSave, outcome: SaveOutcome, begun: Sequence[int] = ()) -> SaveResult:
        if begun:
            finish_save(self.cache, begun[-1], outcome)
        else:
            store_save(self.cache, wanted, outcome, archive=self.saver.template, now=datetime.now(UTC))
        return SaveResult(wanted=wanted, outcome=outcome)


def _not_asked(wanted: WantedSave, reason: str) -> SaveResult:
    return SaveResult(wanted=wanted, outcome=SaveOutcome(outcome=FAILED, detail=f"not asked: {reason}"), asked=False)
