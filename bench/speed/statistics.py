"""Medians and ranges over the rounds. A ratio is taken within a round, since a machine is not always equally busy."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

UNKNOWN = "not measurable"
"""As where starting took longer than all of the run did: the machine was too busy, or the pages too few."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Of the rounds in which the figure could be measured: NaN says that it could not."""
        known = [value for value in values if not math.isnan(value)] or [math.nan]
        return cls(statistics.median(known), min(known), max(known))

    def text(self, digits: int = 1) -> str:
        """As in `12.3 (11.9..14.0)`; just the figure where the rounds do not differ."""
        if math.isnan(self.median):
            return UNKNOWN
        median, least, most = (f"{value:,.{digits}f}" for value in (self.median, self.least, self.most))
        return median if least == most else f"{median} ({least}..{most})"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How many times theirs is ours, round by round."""
    return Spread.of([other / own for own, other in zip(ours, theirs, strict=True)])


def percent(spread: Spread) -> str:
    """A ratio in percent."""
    if math.isnan(spread.median):
        return UNKNOWN
    return f"{100 * spread.median:.0f} % ({100 * spread.least:.0f}..{100 * spread.most:.0f})"
