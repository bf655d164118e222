"""`citecache export`: cards to a file, in an exchange format."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from citecache.cli.filters import ChosenFilters, filter_options
from citecache.cli.options import database_option, note, open_cache
from citecache.exports.formats import FORMATS
from citecache.render.tables import plural

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("format", type=click.Choice(tuple(FORMATS)))
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
    from citecache.exports.selection import CardSelection
    from citecache.usecases import export as usecase

    with open_cache() as cache:
        selection = CardSelection(cache, ChosenFilters(**narrowed).within(cache), with_text=with_text)
        exported = usecase.export(format, selection, output)
    if output is not None:
        note(f"{plural(exported.cards, 'card')} in {output}")
    _note_withheld(exported.withheld)
    for what, count in sorted(exported.left_out.items()):
        note(f"not in it: {count:,} {what}")


def _note_withheld(withheld: Mapping[str, int]) -> None:
    """What was left out, and why: a line per reason."""
    from citecache.render.withheld import REASONS

    for reason in REASONS:
        if count := withheld.get(reason):
            note(f"{plural(count, 'card')} without {REASONS[reason]}")
