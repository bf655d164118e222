"""`citecache search`: full-text search of titles and texts."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from citecache.cli.options import (
    database_option,
    echo,
    echo_json,
    json_option,
    limit_option,
    open_cache,
)
from citecache.render.clean import one_line
from crawler.model.errors import QueryError

if TYPE_CHECKING:
    from crawler.model import SearchHit


@click.command()
@click.argument("query", nargs=-1, required=True)
@limit_option("Show at most N pages.", default=20)
@database_option
@json_option
def search(query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the titles and texts of all cached pages, archived and imported copies included.

    All words must be there, in any form (bleach finds bleaching); "quoted words" stay together; cora* finds words
    that begin so. Chinese, Japanese, Korean and Thai are found by any part of a text, one character or more.

    Example: citecache search language model leak
    """
    from crawler.cache.read import full_text

    with open_cache() as cache:
        try:
            found = full_text.search(cache, " ".join(query), limit=limit + 1)
        except QueryError as error:
            raise click.UsageError(str(error)) from None
    if as_json:
        echo_json([asdict(hit) for hit in found[:limit]])
        return
    for hit in found[:limit]:
        echo(f"{hit.id}  {one_line(hit.title or hit.url)}")
        echo(f"  {one_line(hit.url)}  ({_origin(hit)})")
        echo(f"  {one_line(hit.snippet or '(the page asks for no excerpts)')}")
    if len(found) > limit:
        echo(f"the best {limit:,}; --limit N shows more", err=True)
    if not found:
        echo("nothing found", err=True)


def _origin(hit: "SearchHit") -> str:
    """Whose text it is, and of when."""
    if hit.archived_at:
        return f"archived copy of {hit.archived_at[:10]}"
    if hit.imported_at:
        return f"imported copy of {hit.imported_at[:10]}"
    return f"text of {(hit.last_good_at or '')[:10]}"
