"""RobotsFile and TdmFile: what hosts allow, as last fetched."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
