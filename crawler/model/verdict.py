"""Verdict: the state of a Page."""

from enum import StrEnum


class Verdict(StrEnum):
    """The state of a Page. docs/verdicts.md lists the evidence for each."""

    ALIVE = "alive"
    MOVED = "moved"
    SOFT_404 = "soft_404"
    USURPED = "usurped"
    DEGRADED = "degraded"
    DEAD = "dead"
    MISSING = "missing"
    RESTRICTED = "restricted"
    BLOCKED = "blocked"
    LEGAL = "legal"
    DISALLOWED = "disallowed"
    UNREACHABLE = "unreachable"
    UNSAFE = "unsafe"
    FAILED = "failed"
    UNCHECKED = "unchecked"

    @property
    def good(self) -> bool:
        """Whether a Fetch with this verdict may give a Page its last good Capture."""
        return self in (Verdict.ALIVE, Verdict.MOVED)
