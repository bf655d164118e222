"""Verdict: what is held true of a Page now."""

from enum import StrEnum


class Verdict(StrEnum):
    """What is held true of a Page now. The evidence for each stands in the table of docs/verdicts.md."""

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
