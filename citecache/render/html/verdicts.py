"""A verdict by sign, colour, word and meaning: none of the four alone."""

from dataclasses import dataclass
from types import MappingProxyType

from crawler.model import Verdict
from pipelines.quotes import QuoteStatus


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

SHAPES: MappingProxyType[Verdict, str] = MappingProxyType(
    {
        Verdict.ALIVE: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z",
        Verdict.MOVED: "M2.5 1 15 8 2.5 15z",
        Verdict.SOFT_404: "M8 1 15.5 14.5H.5z",
        Verdict.USURPED: "M8 0l8 8-8 8-8-8z",
        Verdict.DEGRADED: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1zm0 2a5 5 0 0 1 0 10z",
        Verdict.DEAD: "M3.4 1.2 8 5.8l4.6-4.6 2.2 2.2L10.2 8l4.6 4.6-2.2 2.2L8 10.2l-4.6 4.6-2.2-2.2L5.8 8 1.2 3.4z",
        Verdict.MISSING: "M8 1 15.5 14.5H.5zm0 4.1L3.9 12.5h8.2z",
        Verdict.RESTRICTED: "M8 0l8 8-8 8-8-8zm0 2.8L2.8 8 8 13.2 13.2 8z",
        Verdict.BLOCKED: "M1 1h14v14H1zm2 2v10h10V3z",
        Verdict.LEGAL: "M1 1h14v14H1zm3 3v2h8V4zm0 3v2h8V7zm0 3v2h8v-2z",
        Verdict.DISALLOWED: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1zm0 2a5 5 0 1 1 0 10A5 5 0 1 1 8 3z",
        Verdict.UNREACHABLE: "M0 5.5l4-3 4 3 4-3 4 3V8l-4-3-4 3-4-3-4 3zM0 11l4-3 4 3 4-3 4 3v2.5l-4-3-4 3-4-3-4 3z",
        Verdict.UNSAFE: "M6.5 0h3l-.6 10H7.1zM6.3 12h3.4v3.4H6.3z",
        Verdict.FAILED: "M1 6.5h14v3H1z",
        Verdict.UNCHECKED: "M8 5a3 3 0 1 0 0 6A3 3 0 1 0 8 5z",
    }
)
"""The signs as paths of an SVG, 16 by 16, filled by the rule evenodd. What a character looks like depends on fonts."""


def word(verdict: Verdict) -> str:
    """`soft-404`."""
    return verdict.value.replace("_", "-")


QUOTE_TONES: MappingProxyType[QuoteStatus, str] = MappingProxyType(
    {
        QuoteStatus.VERBATIM: "good",
        QuoteStatus.ALTERED: "bad",
        QuoteStatus.VANISHED: "bad",
        QuoteStatus.ABSENT: "warn",
        QuoteStatus.NO_TEXT: "none",
    }
)
"""The tone of a quotation's status, beside its word."""
