"""`citecache doctor`: is the cache what was written, and what can this installation do?"""

from dataclasses import asdict

import click

from citecache.cli.options import database_option, database_path, echo, echo_json, json_option, open_cache
from citecache.render.tables import columns
from crawler.model.errors import CacheDamaged


@click.command()
@click.option("--recount", is_flag=True, help="First count everything anew, where the check `counters` finds fault.")
@database_option
@json_option
def doctor(*, recount: bool, as_json: bool) -> None:
    """Check the database, every stored body, and what this installation can do.

    Names whatever is in the database and not citecache's: triggers, views, tables, values. The exit code is 1 if
    something is damaged, or could do harm.

    Example: citecache doctor
    """
    from citecache.usecases.doctor import examine

    if recount:
        from crawler.cache.write.counts import recount as count_anew

        with open_cache() as cache:
            count_anew(cache)
    with open_cache(examined=True) as cache:
        found = examine(cache)
    if as_json:
        echo_json([asdict(item) for item in found.checks])
    else:
        echo(columns([(item.check, item.state, item.detail) for item in found.checks]))
    if found.damaged:
        raise CacheDamaged(f"{database_path()} is damaged: restore a backup")
    if found.foreign:
        raise CacheDamaged(f"{database_path()} has what citecache did not make, and is not written to")
