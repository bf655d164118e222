"""A request to an archive to capture a Page as it is now."""

from dataclasses import dataclass
from datetime import datetime

from crawler.model.page import Page
from crawler.model.verdict import Verdict

SAVED, SAVING, DECLINED, FAILED = SAVE_OUTCOMES = ("saved", "saving", "save_declined", "save_failed")
"""How a request ended: there is a copy; it was taken, and its end is not known; the archive will not capture this page;
inconclusive, as where the archive is down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSave:
    """A Page that an archive is to capture."""

    page: Page
    verdict: Verdict
    since: datetime  # UTC: a copy from then on is as good as a new one


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOutcome:
    """What came of a request."""

    outcome: str  # SAVED, SAVING, DECLINED or FAILED
    detail: str  # one line for a person; "" where the outcome says all
    url: str | None = None  # of the copy (URI-M)
    at: datetime | None = None  # UTC: when the archive captured it; None: it does not say
