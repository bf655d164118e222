"""The progress of a use case, reported through a Protocol, because use cases print nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from crawler.model import Page

if TYPE_CHECKING:
    from citecache.usecases.estimates import RunEstimate

Advance = Callable[[Page], None]
"""Called with each Page that is done."""


class CrawlObserver(Protocol):
    """Watches a crawl."""

    def planned(self, total: int, resumed: int) -> None:
        """`total` pages are to be fetched; the run that this one resumes has fetched `resumed`."""
        ...

    def expected(self, estimate: "RunEstimate") -> None:
        """The run that begins now will take about that long."""
        ...

    def progress(self, total: int) -> AbstractContextManager[Advance]:
        """Entered when fetching begins, left when it is over."""
        ...


class SilentObserver:
    """An observer that does nothing."""

    def planned(self, total: int, resumed: int) -> None:
        """Nothing to show."""

    def expected(self, estimate: "RunEstimate") -> None:
        """Nor this."""

    def progress(self, total: int) -> AbstractContextManager[Advance]:
        del total
        return nullcontext(lambda _: None)
