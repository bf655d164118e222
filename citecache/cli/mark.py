"""`citecache mark`: a verdict set by a person."""

from datetime import UTC, datetime

import click

from citecache.cli.options import database_option, echo, open_cache
from citecache.render.clean import one_line
from crawler.model import Verdict

MARKS = click.Choice([verdict.value for verdict in Verdict if verdict is not Verdict.UNCHECKED])


@click.command()
@click.argument("wanted", metavar="URL_OR_ID")
@click.argument("verdict", type=MARKS, required=False)
@click.option("--note", metavar="TEXT", help="The reason, shown beside the verdict.")
@click.option("--clear", is_flag=True, help="Remove the mark: the evidence counts again.")
@database_option
def mark(wanted: str, verdict: str | None, note: str | None, clear: bool) -> None:
    """Set a page's verdict yourself, against the evidence or ahead of it.

    A mark survives later runs and is labelled as a person's. The page is still fetched, and `citecache why` shows
    what was found.
    For a page marked alive or moved, the last successful answer counts as its good text.

    Example: citecache mark https://example.org/talk alive --note "the slides are there, I checked"
    """
    if clear == (verdict is not None) or (clear and note):
        raise click.UsageError("give a VERDICT (with --note, if you like), or --clear")
    from citecache.usecases import mark as usecase

    with open_cache() as cache:
        if verdict is None:
            result = usecase.unmark(cache, wanted)
            echo(f"{one_line(result.url)} is {result.verdict.value} again, by the evidence")
            return
        result = usecase.mark(cache, wanted, Verdict(verdict), note=note, now=datetime.now(UTC))
    before = f" (before: {result.before})" if result.before != verdict else ""
    echo(f"{one_line(result.url)} is {verdict}, marked by you{before}")
