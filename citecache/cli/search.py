"""`citecache search`: full-text search of titles and texts."""

from dataclasses import asdict

import click

from citecache.cli.options import (
    database_option,
    echo,
    echo_json,
    json_option,
    open_cache,
)
from citecache.render.clean import one_line


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Show at most N pages."
)
@database_option
@json_option
def search(query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the titles and texts of all cached pages; "quoted words" stay together.

    Example: citecache search language model leak
    """
    from crawler.cache.read import full_text

    with open_cache() as cache:
        found = full_text.search(cache, " ".join(query), limit=limit + 1)
    if as_json:
        echo_json([asdict(hit) for hit in found[:limit]])
        return
    for hit in found[:limit]:
        echo(f"{hit.id}  {one_line(hit.title or hit.url)}")
        echo(f"  {one_line(hit.url)}  (text of {hit.last_good_at[:10]})")
        echo(f"  {one_line(hit.snippet or '(the page asks for no excerpts)')}")
    if len(found) > limit:
        echo(f"the best {limit:,}; --limit N shows more", err=True)
    if not found:
        echo("nothing found", err=True)
