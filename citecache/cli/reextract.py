"""`citecache reextract`: today's extractor over the stored bodies."""

from typing import Any

import click

from citecache.cli.options import (
    columns,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    open_cache,
    plural,
)
from citecache.render.clean import one_line
from crawler.cache import run_lock


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count what would change.")
@database_option
@json_option
def reextract(dry_run: bool, as_json: bool) -> None:
    """Run today's extractor over the stored bodies; the network is not touched.

    What comes out differently becomes a new capture of the same fetch; the old one stays. No page has changed by
    it, and `citecache changes` does not list it; --dry-run tells beforehand what would be read differently.

    Example: citecache reextract --dry-run
    """
    from citecache.usecases.reextract import run  # noqa: PLC0415 - extraction takes a while to import

    with open_cache() as cache, run_lock(database_path()):
        result = run(cache, dry_run=dry_run)
    if as_json:
        echo_json(result)
        return
    if dry_run and result["pages"]:
        echo(columns([_reread(page) for page in result["pages"]]))
    verb = "would change" if dry_run else "changed"
    echo(
        f"{plural(result['captures'], 'capture')} read again: {result['text']:,} {verb} their text,"
        f" {result['metadata']:,} only what is known of them"
    )
    if result["lost"]:
        echo(f"{plural(result['lost'], 'capture')} gave no text this time and stayed as before")


def _reread(page: dict[str, Any]) -> tuple[str, ...]:
    """What the extractor reads differently of one page."""
    words = f"text: {page['words_added']:,} added, {page['words_removed']:,} removed"
    what = {"text": words, "metadata": "only what is known of it", "lost": "no text this time"}[page["what"]]
    return what, one_line(page["url"])
