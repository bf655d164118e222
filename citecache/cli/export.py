"""`citecache export`: cards to a file, in an exchange format."""

from pathlib import Path
from typing import Any

import click

from citecache.cli.filters import ChosenFilters, filter_options
from citecache.cli.options import database_option, note, open_cache
from citecache.render.tables import plural

FORMATS = ("jsonl", "csv", "markdown")
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("format", type=click.Choice(FORMATS))
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write to FILE instead of stdout.")
@click.option(
    "--text/--no-text", "with_text", default=True, show_default=True, help="Include the full text of each page."
)
@filter_options
@database_option
def export(format: str, output: Path | None, with_text: bool, **narrowed: Any) -> None:  # noqa: ANN401 - the filters
    """Export cards as jsonl, csv or markdown; byte-identical if nothing changed.

    Example: citecache export jsonl -o cache.jsonl --verdict alive
    """
    from citecache.usecases import export as usecase

    with open_cache() as cache:
        count = usecase.export(cache, format, output, ChosenFilters(**narrowed).within(cache), with_text=with_text)
    if output is not None:
        note(f"{plural(count, 'card')} in {output}")
