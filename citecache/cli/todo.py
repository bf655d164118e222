"""`citecache todo`: what to fix first, and the command or the edit that settles it."""

from pathlib import Path

import click

from citecache.cli.options import (
    command_line,
    database_option,
    database_path,
    json_option,
    limit_option,
    note,
    open_cache,
)
from citecache.cli.report_output import write_report

FORMATS = ("text", "json", "markdown", "html")
SHOWN_ITEMS = 20
"""Entries on a screen."""


@click.command()
@click.option("--document", metavar="PATH", help="Only what the document at PATH, or of that name, cites.")
@limit_option("Show the first N entries; a file has all.")
@click.option("--format", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of the list.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the whole list to FILE instead of stdout.",
)
@database_option
@json_option
def todo(*, document: str | None, limit: int | None, format: str, output: Path | None, as_json: bool) -> None:
    """Show what to fix first: each cited page that calls for a person, where it is cited, and what settles it.

    Listed are pages that are gone (dead, missing, soft-404), in other hands (usurped), moved or degraded; that changed
    where they are cited; and captures that are another document, a teaser, or incomplete. The order is by
    documents that cite a page x their quality x its importance. What is inconclusive, such as a blocked page, is not
    listed, nor is a page that you have marked: that settles it.

    Example: citecache todo --document docs/llama.md --format markdown -o todo.md
    """
    if as_json and format not in ("text", "json"):
        raise click.UsageError(f"--json and --format {format} exclude each other")
    from citecache.cli.progress import grading
    from citecache.render.worklist import FORMATS as RENDERERS
    from citecache.usecases import todo as usecase

    with open_cache() as cache, grading() as advance:
        found = usecase.todo(cache, document=document, advance=advance)
    format = "json" if as_json else format
    shown = None if output is not None else limit or (SHOWN_ITEMS if format == "text" else None)
    write_report(RENDERERS[format](found, shown, database_path()), format, output)
    if output is not None and str(output) != "-":
        note(f"{len(found.items):,} to do, all in {output}")
    elif shown is not None and len(found.items) > shown:
        whole = "todo -o FILE" if document is None else "todo --document PATH -o FILE"
        note(f"the first {shown:,} of {len(found.items):,}: --limit N shows more, {command_line(whole)} writes all")
