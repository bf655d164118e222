"""The tables as Markdown."""

import math
import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.speed.contenders import Run, SampledRun
from bench.speed.stages import STAGES
from bench.speed.statistics import Spread, percent, ratios

PACKAGES = ("scrapy", "trafilatura", "resiliparse", "lxml", "aiohttp")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contender did in the rounds."""

    name: str
    pages: int
    whole: list[Run]
    single: list[Run]  # the same command with one page: what it costs to start

    @property
    def cpu(self) -> list[float]:
        """Milliseconds of CPU time per page, round by round."""
        return [1000 * run.usage.cpu / self.pages for run in self.whole]

    @property
    def marginal_cpu(self) -> list[float]:
        """Likewise, of each page after the first."""
        return [1000 * seconds / (self.pages - 1) for seconds in self._beyond("cpu")]

    @property
    def start(self) -> list[float]:
        """Seconds of CPU time for one page alone."""
        return [run.usage.cpu for run in self.single]

    @property
    def memory(self) -> float:
        """The most memory, in MB."""
        return max(run.usage.memory for run in self.whole) / 2**20

    @property
    def rate(self) -> list[float]:
        """Pages per second of wall time."""
        return [self.pages / run.usage.wall for run in self.whole]

    @property
    def marginal_rate(self) -> list[float]:
        """Likewise, of each page after the first."""
        return [(self.pages - 1) / seconds for seconds in self._beyond("wall")]

    def _beyond(self, name: str) -> list[float]:
        """What the further pages took, round by round; NaN where that is lost in the noise."""
        pairs = zip(self.whole, self.single, strict=True)
        differences = (getattr(run.usage, name) - getattr(one.usage, name) for run, one in pairs)
        return [difference if difference > 0 else math.nan for difference in differences]


def crawls(found: Sequence[Measured]) -> str:
    """The table of crawls; the first is ours."""
    rows = [
        (
            one.name,
            Spread.of(one.rate).text(),
            Spread.of(one.cpu).text(),
            ratios(found[0].cpu, one.cpu).text(2),
            Spread.of(one.start).text(2),
            Spread.of(one.marginal_cpu).text(),
            ratios(found[0].marginal_cpu, one.marginal_cpu).text(2),
            f"{one.memory:,.0f}",
            f"{sum(one.whole[-1].asked.values()) / one.pages:.2f}",
            f"{one.whole[-1].texts:,}",
        )
        for one in found
    ]
    head = ("crawl", "pages/s", "CPU ms/page", "ours = 1", "start, CPU s", "CPU ms/page after the start", "ours = 1")
    return table((*head, "memory MB", "requests/page", "texts"), rows)


def refreshes(found: Sequence[Measured]) -> str:
    """The table of refreshes, ours first; then our rate in percent of each other's."""
    rows = [
        (
            one.name,
            Spread.of(one.marginal_rate).text(0),
            percent(ratios(one.marginal_rate, found[0].marginal_rate)),
            Spread.of(one.marginal_cpu).text(2),
            percent(ratios(found[0].marginal_cpu, one.marginal_cpu)),
            Spread.of(one.start).text(2),
            f"{one.memory:,.0f}",
            f"{one.whole[-1].asked[304]:,}",
        )
        for one in found
    ]
    head = ("refresh", "pages/s after the start", "our rate to it", "CPU ms/page after the start", "our rate by CPU")
    return table((*head, "start, CPU s", "memory MB", "answers 304"), rows)


def stages(found: Sequence[tuple[str, SampledRun]], pages: int) -> str:
    """CPU ms/page by stage; each column adds up to the whole."""
    rows = []
    for stage, title in STAGES.items():
        figures = [1000 * run.seconds[stage] / pages for _, run in found]
        if any(round(figure, 2) for figure in figures):
            rows.append((title, *(f"{figure:.2f}" for figure in figures)))
    whole = [f"**{1000 * sum(run.seconds.values()) / pages:.2f}**" for _, run in found]
    late = ", ".join(
        f"{name}: {1000 * run.late['median']:.1f} ms (median), {1000 * run.late['p99']:.0f} ms (99 %)"
        for name, run in found
    )
    head = ("CPU ms/page", *(name for name, _ in found))
    return f"{table(head, [*rows, ('**whole**', *whole)])}\n\nEvent loop late by: {late}."


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are figures."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What it ran on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    model = _processor() or platform.machine()
    return (
        f"{os.cpu_count()} cores ({model}), {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
