"""What would change a verdict, in words: the other half of its reasons. docs/verdicts.md has the rules."""

from types import MappingProxyType

from crawler.model import Verdict

_BACK = "One check that gets its content makes it alive again"
_GONE = "three checks, each 3 days or more after the one before and spanning 6 days"

OUTLOOKS: MappingProxyType[Verdict, str] = MappingProxyType(
    {
        Verdict.ALIVE: "A 404, a 410 or a host name that no longer exists makes it missing; an error page with status"
        " 200, soft-404; the same permanent redirect in two checks, moved. None of them makes it dead at once.",
        Verdict.MOVED: "A check that finds it at the cited address again, or behind a redirect that is not permanent,"
        " makes it alive.",
        Verdict.SOFT_404: f"{_BACK}. Still an error page in {_GONE}, it is dead.",
        Verdict.USURPED: f"{_BACK}. If the page is what was cited after all, a person can mark it.",
        Verdict.DEGRADED: "Half of its last good text or more makes it alive again. If the shorter text is right, a"
        " person can mark the page alive, and the next check keeps that text.",
        Verdict.DEAD: f"{_BACK}; it is still checked, every 30 to 90 days.",
        Verdict.MISSING: f"{_BACK}. Still not found in {_GONE}, it is dead; with status 410, after two such checks; if"
        " the host name does not exist, after three that span 7 days.",
        Verdict.RESTRICTED: "A check that gets the content without a login or payment makes it alive. Being restricted"
        " never makes it dead.",
        Verdict.BLOCKED: "A check that is let through gives the verdict. Being blocked never makes it dead.",
        Verdict.LEGAL: "Any other answer than 451 gives the verdict, and the stored text is shown again.",
        Verdict.DISALLOWED: "A robots.txt that can be read and allows the page: it is looked at again after a day.",
        Verdict.UNREACHABLE: "Any whole answer of the server gives the verdict. Being unreachable never makes it dead.",
        Verdict.UNSAFE: "Another URL in the document that cites it; for a private address, a crawl with"
        " --allow-address.",
        Verdict.FAILED: "The next check gives the verdict: this was a fault of our own.",
        Verdict.UNCHECKED: "The first check gives the verdict: citecache crawl.",
    }
)
"""Verdict -> what would change it."""

MARKED = "It is a person’s: no check changes it until the mark is cleared (citecache mark ID --clear)."


def outlook(verdict: Verdict, *, marked: bool = False) -> str:
    """What would change a verdict; `marked`: a person gave it."""
    return MARKED if marked else OUTLOOKS[verdict]
