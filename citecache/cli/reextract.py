"""`citecache reextract`: the current extractor over the stored bodies."""

from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from citecache.cli.options import (
    command_line,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    open_cache,
)
from citecache.render.clean import one_line
from citecache.render.tables import columns, plural
from crawler.model.errors import CacheDamaged

if TYPE_CHECKING:
    from citecache.usecases.reextract import ReextractedPage, ReextractResult


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@database_option
@json_option
def reextract(dry_run: bool, as_json: bool) -> None:
    """Run the current extractor over the stored bodies, offline.

    A result that differs becomes a new capture of the same fetch; the old one stays. The page itself has not changed,
    so `citecache changes` does not list it. Damaged bodies are counted, and the exit code is then 1. --dry-run shows
    in advance what would differ.

    Example: citecache reextract --dry-run
    """
    from citecache.usecases import reextract as usecase
    from crawler.cache import run_lock

    with open_cache() as cache, nullcontext() if dry_run else run_lock(database_path()):
        result = usecase.reextract(cache, dry_run=dry_run)
    if as_json:
        echo_json(_as_object(result))
    else:
        _print(result, dry_run=dry_run)
    if result.damaged:
        raise CacheDamaged(
            f"{plural(result.damaged, 'damaged body')} among {result.captures:,}, all others were read again:"
            f" restore a backup; `{command_line('doctor')}` names the damage"
        )


def _print(result: "ReextractResult", *, dry_run: bool) -> None:
    if dry_run and result.pages:
        echo(columns([_row(page) for page in result.pages]))
    verb = "would change" if dry_run else "changed"
    echo(
        f"{plural(result.captures - result.damaged, 'capture')} read again: {result.text:,} {verb} their text,"
        f" {result.metadata:,} only their metadata"
    )
    if result.lost:
        echo(f"{plural(result.lost, 'capture')} gave no text this time and stayed as before")


def _as_object(result: "ReextractResult") -> dict[str, Any]:
    counts = {
        name: getattr(result, name) for name in ("captures", "changed", "same", "text", "metadata", "lost", "damaged")
    }
    return counts | {"urls": result.urls, "pages": [asdict(page) for page in result.pages], "dry_run": result.dry_run}


def _row(page: "ReextractedPage") -> tuple[str, ...]:
    words = f"text: {page.words_added:,} added, {page.words_removed:,} removed"
    what = {"text": words, "metadata": "only its metadata", "lost": "no text this time", "damaged": "damaged body"}[
        page.what
    ]
    return what, one_line(page.url)
