"""`citecache doctor`: is the cache what was written, and what can this installation do?"""

import click

from citecache.cli.options import (
    columns,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    open_cache,
)
from crawler.cache import health
from crawler.model.errors import Error


@click.command()
@database_option
@json_option
def doctor(as_json: bool) -> None:
    """Check the database, every stored body, and what this installation can do.

    Exit code 1 when something is damaged.

    Example: citecache doctor
    """
    with open_cache() as cache:
        findings = health.examine(cache)
    if as_json:
        echo_json([{"check": item.check, "state": item.state, "detail": item.detail} for item in findings])
    else:
        echo(columns([(item.check, item.state, item.detail) for item in findings]))
    if any(item.state == "damaged" for item in findings):
        raise Error(f"{database_path()} is damaged: restore a backup")
