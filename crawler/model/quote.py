"""Quote: words that a Document attributes to a Resource."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Quoted words, without the marks around them, on one line.

    `line` and `column` count from 1, in characters, at the first of them; None: no more is known than the place of the
    Citation.
    """

    text: str
    line: int | None = None
    column: int | None = None


class QuoteStatus(StrEnum):
    """What became of a quotation."""

    VERBATIM = "verbatim"  # the same words in the same order
    ALTERED = "altered"  # a close passage whose words, numbers or negation differ
    VANISHED = "vanished"  # word for word in an earlier Capture, not in the newest good one
    ABSENT = "absent"  # no close passage in any Capture
    NO_TEXT = "no_text"  # nothing to look in, or only a teaser
