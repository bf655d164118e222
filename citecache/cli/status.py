"""`citecache status`: counts of pages, and the last run."""

from datetime import UTC, datetime
from typing import Any

import click

from citecache.cli.options import command_line, database_option, echo, echo_json, json_option, open_cache
from citecache.render.tables import columns, plural

SHOWN_HOSTS = 10


@click.command()
@database_option
@json_option
def status(as_json: bool) -> None:
    """Count pages by verdict, host and age; show the last run.

    Example: citecache status
    """
    from crawler.cache import cards, utc

    with open_cache() as cache:
        found = cards.status(cache, now=utc(datetime.now(UTC)))
    if as_json:
        echo_json(found)
        return
    nouns = ("document", "citation", "resource", "page", "capture")
    echo(", ".join(plural(found[f"{noun}s"], noun) for noun in nouns) + f"; {found['due']:,} due")
    echo(columns([(name, f"{count:,}") for name, count in found["verdicts"].items()], indent="  "))
    ages = ", ".join(f"{age} {count:,}" for age, count in found["ages"].items())
    echo(f"fetched: {ages or 'nothing yet'}")
    hosts = found["hosts"][:SHOWN_HOSTS]
    rows = [(host["host"] or "(no host)", f"{host['good']:,} of {host['pages']:,} good") for host in hosts]
    echo(columns(rows, indent="  "))
    if len(found["hosts"]) > SHOWN_HOSTS:
        echo(f"  and {plural(len(found['hosts']) - SHOWN_HOSTS, 'host')} more: {command_line('status --json')}")
    run = found["last_run"]
    echo(f"last run: {_run_line(run)}" if run else "last run: none yet (citecache crawl)")


def _run_line(run: dict[str, Any]) -> str:
    return f"{run['started_at']} {run['state']}, {plural(run['fetched'], 'page')}"
