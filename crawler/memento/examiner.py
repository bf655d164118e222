"""What the spider needs to know of a copy, and who finds it out: a Protocol, for extraction and judging are above.

`pipelines.copies` implements it; `citecache/usecases/archive.py` hands it in.
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
    unread: bool  # the extractor did not get through it, which says nothing of the copy


class CopyExaminer(Protocol):
    """Extracts and judges copies. Used from the event loop."""

    async def start(self) -> None:
        """Get ready; does not wait for it."""
        ...

    async def close(self) -> None:
        """Free what was used."""
        ...

    async def examine(self, fetch: Fetch, good: LastGood | None) -> ExaminedCopy:
        """Compare with the page's last good text where there is one; never raises for the copy's fault."""
        ...
