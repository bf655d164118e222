"""`citecache crawl`: fetch what is new, due, or asked for."""

from typing import Any

import click

from citecache.cli import adding, crawl_options
from citecache.cli.options import command_line, database_path
from crawler.model.errors import CacheError


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@crawl_options.crawl_options
def crawl(sources: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options, checked in `parsed`
    """Fetch every cited page that is new or due.

    With SOURCE, the sources are added first, as by `citecache add`, and only what they cite is fetched. Each host is
    sent one request at a time, at least a second apart, and robots.txt is obeyed. Ctrl-C stops the crawl cleanly; the
    next one resumes it.

    Example: citecache crawl docs/ refs.bib
    """
    command = crawl_options.parsed(**given)
    if not sources and not command.options.urls and not database_path().exists():
        raise CacheError(
            f"there is no cache at {database_path()}, and no SOURCE to begin one:"
            f" `{command_line('crawl SOURCE...')}` reads documents and fetches what they cite"
        )
    if command.dry_run:
        crawl_options.dry_run(command, sources)
        return
    crawl_options.require_cluster(command)
    added = adding.add_sources(sources) if sources else None
    if added and not command.as_json:
        adding.report_added(added)
    if added:
        adding.require_something(added)
    crawl_options.run(command, added)
    if added:
        adding.require_all_sources(added)
