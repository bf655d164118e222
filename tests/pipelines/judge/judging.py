"""What the tests of the judge share."""

from datetime import UTC, datetime

from crawler.model import NOTHING, Evidence, Fetch, History, LastGood, Verdict
from pipelines.judge import judge

COUNTS = ("gone-", "moved-")


def single_fetch(fetch: Fetch, history: History = NOTHING) -> tuple[Verdict, tuple[Evidence, ...]]:
    """The verdict of a Fetch and its evidence, without the counts of earlier checks."""
    found = judge(fetch, history)
    return found.verdict, tuple(seen for seen in found.evidence if not seen.rule.startswith(COUNTS))


def good(chars: int | None) -> History:
    """A history with a last good text of that length; NOTHING for None."""
    if chars is None:
        return NOTHING
    return History(last_good=LastGood(at=datetime(2026, 4, 1, tzinfo=UTC), text="x" * chars))
