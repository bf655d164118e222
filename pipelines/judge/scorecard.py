"""The scorecard: what each signal is worth, and when the points are enough for a verdict.

`scorecard.toml` has a table for each verdict: points for each rule and grade, below zero where it speaks against, and
points for the length of the text. From each source only the strongest signal counts, on either side. The verdict needs
ENOUGH points, with at least one signal that says so by itself: a short page without a date is no error page.

The points were fitted by bench/fit_judge.py from a first estimate (bench/scorecard_first.toml) on labelled pages; the
head of the file says on which.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.model import Evidence, Verdict
from pipelines.judge.signals import Signal, Where

FILE = Path(__file__).with_name("scorecard.toml")

ENOUGH = 1.0
"""Points for a verdict. The unit of the scorecard."""

GIVES_UP = 1.2
"""Points for `soft_404`, which gives a page up by itself: near the boundary it is kept, with a doubt."""

NEAR = 0.7
"""Points from which a page that was given the benefit of the doubt is marked as doubtful."""

ASSERTS = 0.25
"""Points of a signal that says by itself what the page is."""

SUPPORTING = frozenset(
    (
        "captcha-widget",
        "cited-absent",
        "dealer-link",
        "home-page",
        "noindex",
        "not-named",
        "other-medium",
        "password-form",
        "same-as-other-page",
        "short-for-host",
        "site-title",
        "text-collapsed",
        "topic-gone",
    )
)
"""Rules that only support, whatever their points: good pages have all of this."""

ASSERTING = frozenset(("password-form/bare", "password-form/post"))
"""Their grades that say what the page is, all the same."""


@dataclass(frozen=True, slots=True)
class Card:
    """The points of one verdict."""

    points: Mapping[str, float]  # by `Signal.key`
    length: Sequence[tuple[float, float]]  # (characters, points), ascending; linear in the logarithm between them

    def of(self, signal: Signal) -> float:
        """The points of a signal; those of its rule if the grade has none of its own; KeyError for an unknown rule."""
        return self.points[signal.key] if signal.key in self.points else self.points[signal.rule]

    def of_length(self, chars: int | None) -> float:
        """The points for a text of that length; of unknown length: as for the longest."""
        if chars is None:
            return self.length[-1][1]
        if chars <= self.length[0][0]:
            return self.length[0][1]
        for (low, less), (high, more) in zip(self.length, self.length[1:], strict=False):
            if chars < high:
                share = (math.log(chars) - math.log(low)) / (math.log(high) - math.log(low))
                return less + (more - less) * share
        return self.length[-1][1]


@cache
def cards() -> dict[Verdict, Card]:
    """The cards by verdict, read once."""
    return read(FILE)


def read(path: Path) -> dict[Verdict, Card]:
    """The cards in a file."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        Verdict(name): Card(points=table["points"], length=[(chars, points) for chars, points in table["length"]])
        for name, table in tables.items()
    }


_SAID = (Where.TITLE, Where.HEADLINE, Where.SENTENCE)


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one verdict on one page."""

    verdict: Verdict
    points: float
    counted: tuple[tuple[Signal, float], ...]  # the strongest first, those against last
    length_points: float
    length: int | None

    @property
    def asserted(self) -> bool:
        """Whether a signal says by itself that the page is this."""
        return any(map(self._asserts, self.counted))

    @staticmethod
    def _asserts(row: tuple[Signal, float]) -> bool:
        signal, points = row
        return points >= ASSERTS and not supports(signal)

    @property
    def by_probe_alone(self) -> bool:
        """Whether nothing but the host's answer to a random path, or its home page, says so."""
        return {row[0].source for row in self.counted if self._asserts(row)} == {Where.PROBE}

    def has(self, rule: str) -> bool:
        """Whether a signal of that rule counted."""
        return any(signal.rule == rule for signal, _ in self.counted)

    @property
    def enough(self) -> bool:
        """Whether the points are enough for the verdict."""
        return self.asserted and self.points >= self.needed

    @property
    def near(self) -> bool:
        """Whether they are nearly enough."""
        return self.asserted and NEAR <= self.points < self.needed

    @property
    def needed(self) -> float:
        """The points that are enough for this verdict."""
        return GIVES_UP if self.verdict is Verdict.SOFT_404 else ENOUGH

    @property
    def hinted(self) -> bool:
        """Whether they are enough or nearly enough."""
        return self.enough or self.near

    @property
    def said(self) -> float:
        """The points of what the page itself says."""
        return self.length_points + sum(points for signal, points in self.counted if signal.source in _SAID)

    @property
    def marked(self) -> bool:
        """Whether more than words speak for it."""
        return any(self._asserts(row) and row[0].source not in (*_SAID, Where.PROBE) for row in self.counted)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every contribution, that of the text's length (`text-length`) among them."""
        rows = [signal.evidence(round(points, 2)) for signal, points in self.counted]
        if rows:
            chars = "unknown length" if self.length is None else f"{self.length:,} characters of text"
            weight = round(self.length_points, 2)
            row = Evidence(rule="text-length", verdict=self.verdict, detail=chars, weight=weight)
            rows.insert(sum(points > self.length_points for _, points in self.counted), row)
        return tuple(rows)


def asserting(verdict: Verdict, signals: Iterable[Signal]) -> bool:
    """Whether one of the signals says by itself that the page is this."""
    card = cards()[verdict]
    return any(not supports(signal) and card.of(signal) >= ASSERTS for signal in signals)


def supports(signal: Signal) -> bool:
    """Whether a signal only supports others."""
    return signal.rule in SUPPORTING and signal.key not in ASSERTING


@cache
def unasserted(verdict: Verdict) -> Score:
    """The score of a verdict of which nothing says that the page is this."""
    return Score(verdict=verdict, points=0.0, counted=(), length_points=0.0, length=None)


def score(verdict: Verdict, signals: Iterable[Signal], length: int | None) -> Score:
    """Add up the points of signals on a page with that many characters of text (as in an alphabet; None: unknown)."""
    card = cards()[verdict]
    best: dict[tuple[Where, bool], tuple[Signal, float]] = {}
    for signal in signals:
        points = card.of(signal)
        place = signal.source, points < 0
        if points and (place not in best or abs(points) > abs(best[place][1])):
            best[place] = signal, points
    counted = tuple(sorted(best.values(), key=lambda row: -row[1]))
    by_length = card.of_length(length)
    total = sum(points for _, points in counted) + by_length
    return Score(verdict=verdict, points=total, counted=counted, length_points=by_length, length=length)
