"""What `crawl` and `refresh` say when a run is over."""

from citecache.cli.options import echo, note, plural, typed
from crawler.cache import CacheFile, runs
from crawler.model import Verdict

HINTS: tuple[tuple[tuple[Verdict, ...], str, str], ...] = (
    ((Verdict.DEAD, Verdict.USURPED), "gone: look for archived copies", "archive"),
    ((Verdict.MISSING, Verdict.SOFT_404), "not found", "list --verdict {}"),
    ((Verdict.DEGRADED,), "with half of its text gone", "list --verdict {}"),
    ((Verdict.BLOCKED, Verdict.RESTRICTED), "kept from us", "list --verdict {}"),
    ((Verdict.UNREACHABLE, Verdict.DISALLOWED), "could not be looked at", "list --verdict {}"),
    ((Verdict.UNSAFE, Verdict.FAILED), "cannot be fetched as written", "list --verdict {}"),
)
"""Kinds of trouble, the worst first: (verdicts, what to call it, the command that shows it)."""


def report(cache: CacheFile, run: runs.Run, state: str, elapsed: float, *, quiet: bool) -> None:
    """What a run came to; when quiet, as for a scheduled job, only what it has changed."""
    if quiet:
        for change in runs.turned(cache, run.id):
            echo(f"{change['before']} -> {change['verdict']}  {change['url']}")
    else:
        print_result(runs.result(cache, run.id), state, elapsed)
    if state == "offline" and quiet:
        note("half of the pages or more gave no answer: perhaps an outage of ours, no verdict was changed")


def print_result(result: runs.RunSummary, state: str, elapsed: float) -> None:
    """The closing table of a run, and what to do next about each kind of trouble."""
    counts = {verdict.value: f"{count:>7,}" for verdict, count in result.verdicts.items()}
    if result.postponed:
        counts["postponed"] = f"{result.postponed:>7,}  (their hosts asked for patience)"
    if result.unanswered:
        counts["no answer"] = f"{result.unanswered:>7,}  (perhaps an outage of ours: no verdict was changed)"
    width = max(map(len, counts), default=0)
    for name, shown in counts.items():
        echo(f"{name:<{width}}  {shown}")
    minutes, seconds = divmod(round(elapsed), 60)
    took = f"{minutes} min {seconds} s" if minutes else f"{elapsed:.1f} s"
    echo(
        f"{plural(result.fetched, 'page')} in {took}; {plural(result.new_captures, 'new capture')}, "
        f"{result.not_modified:,} not modified" + ("" if state == "finished" else f"; the run was {state}")
    )
    hints = [
        (sum(result.verdicts.get(verdict, 0) for verdict in verdicts), what, command, verdicts)
        for verdicts, what, command in HINTS
    ]
    for count, what, command, verdicts in [hint for hint in hints if hint[0]][:3]:
        seen = [verdict.value for verdict in verdicts if verdict in result.verdicts]
        echo(f"next: {typed(command.format(' --verdict '.join(seen)))}   # {count:,} {what}")
