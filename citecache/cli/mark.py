"""`citecache mark`: a verdict set by a person."""

from datetime import UTC, datetime

import click

from citecache.cli.options import (
    database_option,
    echo,
    open_cache,
)
from citecache.render.clean import one_line
from crawler.cache import cards, marks
from crawler.model import Verdict

MARKS = click.Choice([verdict.value for verdict in Verdict if verdict is not Verdict.UNCHECKED])


@click.command()
@click.argument("wanted", metavar="URL_OR_ID")
@click.argument("verdict", type=MARKS, required=False)
@click.option("--note", help="Why; shown beside the verdict.")
@click.option("--clear", is_flag=True, help="Lift the mark: the evidence speaks again.")
@database_option
def mark(wanted: str, verdict: str | None, note: str | None, clear: bool) -> None:
    """Set a page's verdict yourself, against the evidence or ahead of it.

    It survives later runs and shows as a person's. Fetches go on, and `citecache why` tells what they say. Marked
    as alive or moved, what the page last answered with a success counts as its good text.

    Example: citecache mark https://example.org/talk alive --note "the slides are there, I looked"
    """
    if clear == (verdict is not None) or (clear and note):
        raise click.UsageError("give a VERDICT (with --note, if you like), or --clear")
    with open_cache() as cache:
        id_ = cards.find(cache, wanted)
        url = one_line(cards.page(cache, id_)["url"])
        if verdict is None:
            echo(f"{url} is {marks.unmark(cache, id_).value} again, by the evidence")
            return
        before = marks.mark(cache, id_, Verdict(verdict), note=note, now=datetime.now(UTC))
        echo(f"{url} is {verdict}, marked by you" + (f" (before: {before})" if before != verdict else ""))
