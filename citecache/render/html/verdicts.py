"""A verdict by sign, colour, word and meaning: none of the four alone."""

from dataclasses import dataclass
from types import MappingProxyType

from crawler.model import Verdict


@dataclass(frozen=True, slots=True)
class VerdictSign:
    """How a verdict is shown. `tone` is a class of the style sheet: good, warn, bad, wall, none."""

    sign: str
    tone: str
    meaning: str


SIGNS: MappingProxyType[Verdict, VerdictSign] = MappingProxyType(
    {
        Verdict.ALIVE: VerdictSign("●", "good", "The page answers with its content."),
        Verdict.MOVED: VerdictSign("▶", "good", "The page has a new address: every redirect to it is permanent."),
        Verdict.SOFT_404: VerdictSign("▲", "bad", "An error page, though its status says that all is well."),
        Verdict.USURPED: VerdictSign("◆", "bad", "Once a good page; now parked, for sale, or another owner’s."),
        Verdict.DEGRADED: VerdictSign("◐", "warn", "Much of its earlier text is gone. A person should look."),
        Verdict.DEAD: VerdictSign("✕", "bad", "Not found, in several checks over several days."),
        Verdict.MISSING: VerdictSign("△", "bad", "Not found, but not yet often enough to be called dead."),
        Verdict.RESTRICTED: VerdictSign("◇", "wall", "Behind a login, a paywall or a gate; that is no loss."),
        Verdict.BLOCKED: VerdictSign("□", "wall", "Automated access is refused; the page may well be there."),
        Verdict.LEGAL: VerdictSign("§", "wall", "Withheld for legal reasons (HTTP 451)."),
        Verdict.DISALLOWED: VerdictSign("○", "none", "Not requested: robots.txt forbids it, or cannot be read."),
        Verdict.UNREACHABLE: VerdictSign("≈", "none", "No usable answer; it is tried again, and counts as no loss."),
        Verdict.UNSAFE: VerdictSign(
            "!", "none", "Never requested: a private address, or a scheme or port not allowed."
        ),
        Verdict.FAILED: VerdictSign("–", "none", "A fault of our own, which says nothing of the page."),
        Verdict.UNCHECKED: VerdictSign("·", "none", "Not fetched yet."),
    }
)


def word(verdict: Verdict) -> str:
    """`soft-404`."""
    return verdict.value.replace("_", "-")
