"""`citecache backup`: a safe copy of the cache."""

from pathlib import Path

import click

from citecache.cli.options import database_option, note, open_cache
from crawler.model.errors import Error


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace PATH if it exists.")
@database_option
def backup(path: Path, force: bool) -> None:
    """Copy the cache to PATH, safely, even while a crawl is running.

    Example: citecache backup citecache-2026-11-23.db
    """
    from crawler.cache.read import snapshots

    if path.exists() and not force:
        raise Error(f"{path} exists: name another file, or use --force")
    with open_cache() as cache:
        size = snapshots.backup(cache, path)
    note(f"{path}: {size / 2**20:,.1f} MB")
