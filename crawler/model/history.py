"""What is known of a Page before a Fetch of it: its earlier checks, its last good text.

`pipelines.judge` decides from a Fetch and this, and from nothing else; `crawler/cache/read/histories.py` reads it
from the cache, as it is now for a crawl, and as it was before any Fetch for `citecache why --replay`.
"""

from dataclasses import dataclass, field
from datetime import datetime

from crawler.model.facts import NO_FACTS, PageFacts
from crawler.model.fetch import Outcome
from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One earlier Fetch that counts: not one that tells nothing about the Page (our own fault, an offline run)."""

    run_id: int
    at: datetime  # UTC; by our clock at that time, which may have been wrong
    host_at: datetime | None = None  # by the host's own clock: `clocks.host_time`
    verdict: Verdict  # by that Fetch alone
    outcome: Outcome = Outcome.RESPONSE
    status: int | None = None
    final_url: str | None = None
    capture_id: int | None = None  # the Capture that it made, or found unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class LastGood:
    """The last good Capture, as far as later responses are compared with it."""

    at: datetime
    text: str | None = field(default=None, repr=False)
    title: str | None = None
    page_title: str | None = None  # the <title> element, which often names the site, too
    language: str | None = None  # BCP 47, as the page gave it
    sitename: str | None = None
    facts: PageFacts = field(default=NO_FACTS, repr=False)  # whose site it was: names, menu, footer, ids, links

    @property
    def chars(self) -> int | None:
        """The length of its text; None where there was none."""
        return None if self.text is None else len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that the judge knows besides the Fetch."""

    checks: tuple[Check, ...] = ()  # since the last good one, which is the first; `histories.LAST_CHECKS` at most
    last_good: LastGood | None = None
    link_texts: tuple[str, ...] = ()  # of the links that cite the Page, each once


NOTHING = History()
"""Of a Page that was never fetched."""
