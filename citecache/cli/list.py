"""`citecache list`: the resources, one line each."""

from typing import Any

import click

from citecache.cli.options import (
    chosen,
    database_option,
    echo,
    echo_json,
    filter_options,
    json_option,
    open_cache,
)
from citecache.render.clean import one_line


@click.command("list")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List at most N resources.")
@database_option
@json_option
def list_(limit: int | None, as_json: bool, **narrowed: Any) -> None:  # noqa: ANN401 - the filters
    """List the resources, one line each: verdict, HTTP status, id, URL, title.

    Example: citecache list --verdict missing --host example.org
    """
    from citecache.exports.jsonl import card_json
    from crawler.cache.read import cards

    wanted = chosen(**narrowed)
    with open_cache() as cache:
        total = cards.count(cache, wanted)
        found = cards.cards(cache, wanted, limit=limit, with_text=False)
        if as_json:
            echo_json([card_json(card, with_text=False) for card in found])
            return
        for card in found:
            status_ = "-" if card.http_status is None else str(card.http_status)
            title = one_line(card.title or "")
            echo(f"{card.verdict.value:<11}  {status_:>3}  {one_line(card.id)}  {one_line(card.url)}  {title}".rstrip())
    if limit is not None and total > limit:
        echo(f"{limit:,} of {total:,}; without --limit all are listed", err=True)
