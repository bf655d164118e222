"""How a use case lets others watch it: by a Protocol, for it prints nothing itself."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from crawler.model import Page

Advance = Callable[[Page], None]
"""Called with each Page that is done."""


class CrawlObserver(Protocol):
    """Watches a crawl."""

    def planned(self, total: int, resumed: int) -> None:
        """So many pages are to be fetched, and so many were by the run that this one resumes."""
        ...

    def progress(self, total: int) -> AbstractContextManager[Advance]:
        """Entered when fetching begins, left when it is over."""
        ...


class SilentObserver:
    """Watches without a word."""

    def planned(self, total: int, resumed: int) -> None:
        """Nothing to show."""

    def progress(self, total: int) -> AbstractContextManager[Advance]:
        del total
        return nullcontext(lambda _: None)
