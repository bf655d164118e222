"""The results of the hostile tests: counts, extremes, and one line for each wrong record."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawling import Run

MOST_MEMORY = 300 * 2**20
LONGEST_FETCH = 35.0


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@dataclass
class Report:
    """Collected over all parts. The program fails if `wrong` has entries."""

    behaviours: int = 0
    tried: dict[str, int] = field(default_factory=dict)  # part -> checks
    wrong: list[str] = field(default_factory=list)
    failed: int = 0  # checks that were wrong
    peak: int = 0
    longest: float = 0.0
    longest_name: str = ""
    forbidden: int = 0
    exceptions: int = 0

    def check(self, part: str, name: str, wrong: str | None) -> None:
        """Count a check; `wrong` is the reason for a failure, or None."""
        self.tried[part] = self.tried.get(part, 0) + 1
        if wrong:
            self.failed += 1
            self.wrong.append(f"{part:<14} {name:<34} {wrong}")

    def took(self, run: Run, part: str) -> None:
        """Record a crawl's memory, errors and exit code."""
        self.peak = max(self.peak, run.peak)
        self.exceptions += run.log.count("Traceback (most recent call last)")
        for line in run.trouble[:5]:
            self.wrong.append(f"{part:<14} {'log':<34} {line[:160]}")
        self.check(part, "exit code", None if run.code == 0 else f"{run.code}, expected 0: {run.log[-300:]!r}")
        say(f"  {part}: {run.seconds:.0f} s, {run.peak / 2**20:.0f} MB")

    def fetched(self, name: str, seconds: float) -> None:
        if seconds > self.longest:
            self.longest, self.longest_name = seconds, name

    def finish(self) -> int:
        """Print the table; returns the exit code."""
        bounds = (
            (self.peak <= MOST_MEMORY, f"the main process used {self.peak / 2**20:.0f} MB, expected <= 300"),
            (self.longest <= LONGEST_FETCH, f"{self.longest_name} took {self.longest:.1f} s, expected <= 35"),
            (self.forbidden == 0, f"{self.forbidden} connections to forbidden addresses"),
        )
        self.wrong += [f"{'bounds':<14} {'':<34} {what}" for kept, what in bounds if not kept]
        checks = sum(self.tried.values())
        for line in sorted(self.wrong):
            say(f"wrong: {line}")
        say()
        rows: Iterable[tuple[str, str]] = (
            ("server behaviours tried", f"{self.behaviours:,}"),
            *((f"checks: {part}", f"{count:,}") for part, count in self.tried.items()),
            ("checks passed", f"{checks - self.failed:,} of {checks:,}"),
            ("peak memory of the main process", f"{self.peak / 2**20:.0f} MB (at most 300)"),
            ("longest fetch", f"{self.longest:.1f} s (at most 35): {self.longest_name}"),
            ("connections to forbidden addresses", f"{self.forbidden:,} (0)"),
            ("unhandled exceptions", f"{self.exceptions:,} (0)"),
        )
        for name, value in rows:
            say(f"{name:<36} {value}")
        return 1 if self.wrong else 0
