"""The Protocol by which the spider has a copy examined: extraction and judging are in the package above.

`pipelines.copies` implements it; `citecache/usecases/archive.py` passes it in.
"""

from dataclasses import dataclass
from typing import Protocol

from crawler.model import Fetch, LastGood, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedCopy:
    """A copy extracted and judged as if its page had been fetched at the time."""

    fetch: Fetch  # with its Capture
    verdict: Verdict
    reason: str  # one line for a person
    unread: bool  # the extractor failed on it: inconclusive


class CopyExaminer(Protocol):
    """Extracts and judges copies. Used from the event loop."""

    async def start(self) -> None:
        """Begin to start; does not wait until ready."""
        ...

    async def close(self) -> None:
        """Free the resources."""
        ...

    async def examine(self, fetch: Fetch, good: LastGood | None) -> ExaminedCopy:
        """Examine a copy, compared with the page's last good text if given; never raises because of its content."""
        ...
