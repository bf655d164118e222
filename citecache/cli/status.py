"""`citecache status`: counts of pages, and the last run."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from citecache.cli.options import command_line, database_option, echo, echo_json, json_option, open_cache
from citecache.render import records
from citecache.render.growth import size_line
from citecache.render.tables import columns, plural
from citecache.render.tally import in_words, named_in_words

if TYPE_CHECKING:
    from crawler.cache import CacheFile
    from crawler.model import LastRun

SHOWN_HOSTS = 10

MOST_GRADED = 10_000
"""Captures up to which the worklist is counted: each may have to be graded first. Heuristic, not measured."""


@click.command()
@database_option
@json_option
def status(as_json: bool) -> None:
    """Count pages by verdict, host and age; show the last run.

    Example: citecache status
    """
    from citecache.usecases import growth
    from crawler.cache import utc
    from crawler.cache.read.counts import cache_status

    with open_cache() as cache:
        found = cache_status(cache, now=utc(datetime.now(UTC)), hosts=None if as_json else SHOWN_HOSTS)
        to_do = _to_do(cache) if found.captures <= MOST_GRADED else None
        size = growth.size(cache, now=datetime.now(UTC))
    if as_json:
        echo_json(records.cache_status(found) | {"todo": to_do, "size": asdict(size)})
        return
    counted = records.tally(found)
    echo(f"{in_words(counted)}, {plural(found.pages, 'page')}, {plural(found.captures, 'capture')}; {found.due:,} due")
    if named := named_in_words(counted):
        echo(f"  {named}")
    echo(columns([(verdict.value, f"{count:,}") for verdict, count in found.verdicts.items()], indent="  "))
    if found.doubtful:
        echo(f"in doubt, though called as above: {found.doubtful:,} ({command_line('list --doubt')})")
    ages = ", ".join(f"{age} {count:,}" for age, count in found.ages.items())
    echo(f"fetched: {ages or 'nothing yet'}")
    rows = [(host.host or "(no host)", f"{host.good:,} of {host.pages:,} good") for host in found.hosts]
    echo(columns(rows, indent="  "))
    if more := found.host_count - len(found.hosts):
        echo(f"  and {plural(more, 'host')} more: {command_line('status --json')}")
    if to_do is None:
        echo(f"to do: {command_line('todo')} looks through all {found.captures:,} captures")
    elif to_do or found.captures:
        echo(f"{to_do:,} to do: {command_line('todo')}" if to_do else "nothing to do")
    echo(f"size: {size_line(size)}")
    run = found.last_run
    echo(f"last run: {_run_line(run)}" if run else "last run: none yet (citecache crawl)")


def _to_do(cache: "CacheFile") -> int:
    from citecache.cli.progress import grading
    from citecache.usecases import todo

    with grading() as advance:
        return todo.count(cache, advance)


def _run_line(run: "LastRun") -> str:
    """`running, 5,120 of 8,063`, `stopped at 5,120 of 8,063`; of a finished run, its pages."""
    if run.planned is None or (run.fetched >= run.planned and run.finished_at):
        return f"{run.started_at} {run.state}, {plural(run.fetched, 'page')}"
    joined = f"{run.state}," if run.state == "running" else f"{run.state} at"
    resumed = "; the same crawl resumes it" if run.state in ("stopped", "interrupted") else ""
    return f"{run.started_at} {joined} {run.fetched:,} of {run.planned:,} pages{resumed}"
