"""`citecache export`: cards to a file, in an exchange format."""

from pathlib import Path
from typing import Any

import click

from citecache.cli.options import (
    chosen,
    database_option,
    filter_options,
    note,
    open_cache,
    plural,
)
from citecache.exports import FORMATS, write
from citecache.exports.files import writing
from crawler.cache import cards


@click.command()
@click.argument("format", type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; stdout without it.")
@click.option("--text/--no-text", "with_text", default=True, show_default=True, help="With each page's whole text.")
@filter_options
@database_option
def export(format: str, output: Path | None, with_text: bool, **narrowed: Any) -> None:  # noqa: ANN401 - the filters
    """Export cards: jsonl, csv or markdown. When nothing changed, the bytes are the same.

    Example: citecache export jsonl -o cache.jsonl --verdict alive
    """
    with open_cache() as cache, writing(output) as out:
        count = write(format, cards.cards(cache, chosen(**narrowed), with_text=with_text), out, with_text=with_text)
    if output is not None:
        note(f"{plural(count, 'card')} in {output}")
