"""`citecache export`: cards to a file, in an exchange format."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecache.cli.filters import ChosenFilters, filter_options, sort_option
from citecache.cli.options import database_option, limit_option, note, on_terminal, open_cache
from citecache.exports.formats import FORMATS, ExportFormat
from citecache.render.tables import plural

if TYPE_CHECKING:
    from citecache.usecases.export import Exported

OUTPUT = click.Path()  # a string, because a slash at its end says that it is a folder


@click.command()
@click.argument("format", type=click.Choice(tuple(FORMATS)))
@click.option("-o", "--output", type=OUTPUT, metavar="PATH", help="Write to PATH, a file or folder, not stdout.")
@click.option(
    "--text/--no-text", "with_text", default=True, show_default=True, help="Include the full text of each page."
)
@click.option(
    "--timestamp",
    metavar="URL",
    help="Add a token of the time stamping authority at URL (RFC 3161) over the whole file; for wacz.",
)
@filter_options
@sort_option("Order of the cards.")
@limit_option("Export at most N cards.")
@database_option
def export(
    format: str,
    output: str | None,
    *,
    with_text: bool,
    timestamp: str | None,
    sort: str,
    limit: int | None,
    **narrowed: Any,  # noqa: ANN401 - the filters
) -> None:
    """Export cards to a file or a folder; byte-identical if nothing changed. docs/exports.md describes the formats.

    Markdown is one file, or a file per resource in a folder: PATH is a folder if it is one, ends with a slash, or is
    new and has no suffix. Files of an earlier export that are no longer among those of this one are removed.

    A text that a page reserves is left out; how many are, and why, is printed on stderr.

    Example: citecache export jsonl -o cache.jsonl --verdict alive
    """
    from citecache.cli.progress import export_progress
    from citecache.exports.selection import CardSelection
    from citecache.usecases import export as usecase

    _require_fitting(FORMATS[format], output)
    if timestamp is not None and format != "wacz":
        raise click.UsageError(f"--timestamp is for wacz, not {format}")
    with open_cache() as cache:
        wanted = replace(ChosenFilters(**narrowed).within(cache), sort=sort)
        with export_progress(cache, wanted, limit, to_file=output not in (None, "-")) as advance:
            selection = CardSelection(
                cache, wanted, with_text=with_text, limit=limit, advance=advance, timestamp=timestamp
            )
            exported = usecase.export(format, selection, output)
    if output is not None:
        note(f"{plural(exported.cards, 'card')} in {output}" if FORMATS[format].of_cards else f"{output} is written")
    _note_files(exported)
    _note_withheld(exported.withheld)
    for what, count in sorted(exported.left_out.items()):
        note(f"not in it: {count:,} {what}")


def _require_fitting(format: ExportFormat, output: str | None) -> None:
    """A format of one file is given no folder, one of a folder no stream, and one that is no text no terminal."""
    if format.folder is None and output is not None and Path(output).is_dir():
        raise click.BadParameter(f"File {output!r} is a directory.", param_hint="'-o' / '--output'")
    if format.file is None and output in (None, "-"):
        raise click.UsageError(f"{format.name} is a folder of files: name it with -o FOLDER")
    if format.binary and output in (None, "-") and on_terminal():
        raise click.UsageError(f"{format.name} is no text for a terminal: name a file with -o, or use a pipe")


def _note_files(exported: "Exported") -> None:
    if exported.removed:
        note(f"{plural(exported.removed, 'file')} of an earlier export removed")
    if exported.kept:
        names = ", ".join(exported.kept_names) + (", ..." if exported.kept > len(exported.kept_names) else "")
        note(f"{plural(exported.kept, 'file')} edited since the last export, and kept: {names}")


def _note_withheld(withheld: Mapping[str, int]) -> None:
    """What was left out, and why: a line per reason."""
    from citecache.render.withheld import REASONS

    for reason in REASONS:
        if count := withheld.get(reason):
            note(f"{plural(count, 'card')} without {REASONS[reason]}")
