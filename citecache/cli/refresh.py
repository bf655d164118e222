"""`citecache refresh`: fetch again what is due."""

from typing import Any

import click

from citecache.cli import crawl_options
from citecache.cli.options import on_terminal, open_cache


@click.command()
@crawl_options.crawl_options
def refresh(**given: Any) -> None:  # noqa: ANN401 - click's options, checked in `parsed`
    """Refetch the pages that are due, with conditional requests.

    A page is due again after 1 to 90 days, depending on how often it has changed so far. Without a terminal, as in a
    scheduled job, only pages whose verdict changed are printed.

    Example: citecache refresh --older-than 30d
    """
    command = crawl_options.parsed(**given)
    if command.dry_run:
        crawl_options.dry_run(command)
        return
    open_cache().close()  # a cache that is not there is an error here, and a new one in `crawl`
    crawl_options.run(command, quiet=not on_terminal())
