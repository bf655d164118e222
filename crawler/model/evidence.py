"""Evidence: one observation that supports a Verdict."""

from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing seen that speaks for a verdict."""

    rule: str  # a stable id such as "status-404" or "challenge-title"
    verdict: Verdict  # what it speaks for
    detail: str  # what was seen, for a person: a header, an excerpt with its offset, a number
    weight: float | None = None  # points for the verdict, below 0 against it; 1 is enough. None: not weighed
