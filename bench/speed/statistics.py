"""Medians and ranges over the rounds. A ratio is taken within a round, since a machine is not always equally busy."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        return cls(statistics.median(values), min(values), max(values))

    def text(self, digits: int = 1) -> str:
        """As in `12.3 (11.9..14.0)`; just the figure where the rounds do not differ."""
        median, least, most = (f"{value:,.{digits}f}" for value in (self.median, self.least, self.most))
        return median if least == most else f"{median} ({least}..{most})"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How many times theirs is ours, round by round."""
    return Spread.of([other / own for own, other in zip(ours, theirs, strict=True)])


def percent(spread: Spread) -> str:
    """A ratio in percent."""
    return f"{100 * spread.median:.0f} % ({100 * spread.least:.0f}..{100 * spread.most:.0f})"
