"""The closing table of a run."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from citecache.render.commands import command_line
from citecache.render.hints import hints
from citecache.render.tables import plural
from crawler.model import RunSummary


def closing_lines(summary: RunSummary, state: str, elapsed: float, *, database: Path) -> Iterator[str]:
    """Pages by verdict, the total, and what to do next. `elapsed` is in seconds."""
    counts = {verdict.value: f"{count:>7,}" for verdict, count in summary.verdicts.items()}
    if summary.postponed:
        counts["postponed"] = f"{summary.postponed:>7,}  (their hosts asked us to wait)"
    if summary.unanswered:
        counts["no answer"] = f"{summary.unanswered:>7,}  (possibly an outage on our side: no verdict was changed)"
    width = max(map(len, counts), default=0)
    for name, shown in counts.items():
        yield f"{name:<{width}}  {shown}"
    yield _total(summary, state, elapsed)
    for hint in hints(summary.verdicts):
        yield f"next: {command_line(hint.arguments, database)}   # {hint.reason}"


def _total(summary: RunSummary, state: str, elapsed: float) -> str:
    minutes, seconds = divmod(round(elapsed), 60)
    took = f"{minutes} min {seconds} s" if minutes else f"{elapsed:.1f} s"
    ended = "" if state == "finished" else f"; the run was {state}"
    return (
        f"{plural(summary.fetched, 'page')} in {took}; {plural(summary.new_captures, 'new capture')}, "
        f"{summary.not_modified:,} not modified{ended}"
    )


def stats_lines(stats: Mapping[str, float]) -> Iterator[str]:
    """What the middlewares and the pipelines did, for -v. `stats`: Scrapy's, those named "citecache/..."."""

    def count(name: str, noun: str) -> str:
        return f"{stats.get(f'citecache/{name}', 0):,.0f} {noun}"

    robots = ("requested", "remembered", "denied", "unreachable")
    yield "robots.txt: " + ", ".join(count(f"robots/{name}", name) for name in robots)
    seconds = stats.get("citecache/pace/wait_seconds", 0)
    slowest = stats.get("citecache/pace/max_delay")
    delay = "" if slowest is None else f", slowest host: {slowest:,.2f} s between requests"
    yield f"pace: {count('pace/waits', 'waits')} ({seconds:,.1f} s), {count('pace/postponed', 'postponed')}{delay}"
    prefix = "citecache/judge/verdict/"
    verdicts = sorted(name.removeprefix(prefix) for name in stats if name.startswith(prefix))
    yield "judge: " + ", ".join(
        [*(count(f"judge/verdict/{name}", name) for name in verdicts), count("judge/probes", "probes")]
    )
    pool = ("pages", "known", "timeouts", "killed_workers", "fallbacks")
    yield "extraction: " + ", ".join(count(f"extract/{name}", name.replace("_", " ")) for name in pool)
