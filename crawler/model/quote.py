"""Quote: words that a Document attributes to a Resource."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Quoted words, without the marks around them, on one line.

    `line` and `column` count from 1, in characters, at the first of them; None: no more is known than the place of the
    Citation.
    """

    text: str
    line: int | None = None
    column: int | None = None
