"""What the spiders share that ask an archive about Pages, one after the other."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

from crawler.context import RunContext
from crawler.model.errors import Error
from crawler.spiders.base import RunSpider

WantedT = TypeVar("WantedT")
ResultT = TypeVar("ResultT")

MAX_DETAIL = 300
"""Characters of an internal error that are stored."""


class AtArchiveSpider(RunSpider, Generic[WantedT, ResultT]):
    """Pages in, what an archive has of each out. `again`: those that it was asked about before, too."""

    custom_settings = {  # noqa: RUF012 - Scrapy's own
        "ITEM_PIPELINES": dict.fromkeys(
            ("pipelines.stages.Extract", "pipelines.stages.Judge", "pipelines.stages.Store")
        )
    }

    def __init__(self, *, context: RunContext, wanted: Sequence[WantedT], again: bool = False) -> None:
        super().__init__(context)
        self.wanted = wanted
        self.again = again
        self.cache = context.cache
        self.results: list[ResultT] = []

    async def safely(self, work: Awaitable[ResultT | None], url: str, failed: Callable[[str], Any]) -> ResultT | None:
        """What the work for a URL gives; an internal error ends this work only, and `failed` stores it in words."""
        try:
            return await work
        except Error:
            raise
        except Exception as error:
            self.logger.exception("the work for %s failed", url)
            stored: ResultT = failed(f"internal error: {type(error).__name__}: {error}"[:MAX_DETAIL])
            return stored
