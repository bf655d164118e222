"""RobotsFile and TdmFile: what hosts allow, as last fetched; HostAnswer: how they answer what is asked to know them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FRESH = timedelta(hours=24)
"""RFC 9309, 2.4: a robots.txt should not be used from a cache for longer. TDMRep names no time: the same is used."""

TdmRules = tuple[tuple[str, bool], ...]
"""(location, reserved) of each rule of a tdmrep.json, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """The last answer of an origin's robots.txt."""

    origin: str  # "https://example.org", with the port where it is not the scheme's
    fetched_at: datetime
    text: str  # at most 500 KiB of it; "" where there is none
    failing_since: datetime | None = None  # it cannot be read, since then

    def fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again."""
        return self.failing_since is None and timedelta(0) <= now - self.fetched_at < FRESH


@dataclass(frozen=True, slots=True, kw_only=True)
class TdmFile:
    """The last answer of an origin's `/.well-known/tdmrep.json`."""

    origin: str
    fetched_at: datetime
    rules: TdmRules  # none where there is no such file

    def fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again."""
        return timedelta(0) <= now - self.fetched_at < FRESH


class HostQuestion(StrEnum):
    """What a host is asked to know its error pages by."""

    RANDOM = "random"  # a path that cannot exist
    HOME = "home"  # its home page


ANSWER_KEPT = timedelta(days=30)
"""How long an answer is used: one question of each kind per host and so many days."""
ANSWER_RETRIED = timedelta(days=1)
"""When a question that failed, or met a host in trouble, is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostAnswer:
    """What a host answered to a question; its body is not kept."""

    origin: str
    question: HostQuestion
    asked_at: datetime
    url: str
    final_url: str | None = None  # after redirects; None: no answer
    status: int | None = None
    sketch: bytes | None = None  # of its text: crawler/text/sketches.py

    def fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again."""
        trouble = self.status is None or self.status == 429 or self.status >= 500
        return timedelta(0) <= now - self.asked_at < (ANSWER_RETRIED if trouble else ANSWER_KEPT)
