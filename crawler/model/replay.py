"""Replay: a stored Fetch as the judge saw it."""

from dataclasses import dataclass

from crawler.model.fetch import Fetch
from crawler.model.history import History
from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A Fetch without its verdict, what was known before it, and what was made of it then."""

    id: int
    fetch: Fetch
    history: History
    verdict: Verdict
    effective_verdict: Verdict | None
    kept: bool = True  # False: its text, or the one before it, is no longer kept: it cannot be judged again
