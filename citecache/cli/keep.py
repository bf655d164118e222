"""`citecache export`, `reextract`, `backup`, `doctor`: care for what is kept."""

from pathlib import Path
from typing import Any

import click

from citecache.cli.files import writing
from citecache.cli.look import chosen, filter_options
from citecache.cli.options import (
    columns,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    note,
    open_cache,
    plural,
)
from citecache.exports import FORMATS, write
from citecache.render.clean import one_line
from crawler.cache import cards, health, run_lock, snapshots
from crawler.model.errors import Error


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
    from citecache.cli.reextraction import run  # noqa: PLC0415 - extraction takes a while to import

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


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace PATH if it exists.")
@database_option
def backup(path: Path, force: bool) -> None:
    """Copy the cache to PATH, safely, even while a crawl is running.

    Example: citecache backup citecache-2026-11-23.db
    """
    if path.exists() and not force:
        raise Error(f"{path} exists: name another file, or use --force")
    with open_cache() as cache:
        size = snapshots.backup(cache, path)
    note(f"{path}: {size / 2**20:,.1f} MB")


@click.command()
@database_option
@json_option
def doctor(as_json: bool) -> None:
    """Check the database, every stored body, and what this installation can do.

    Exit code 1 when something is damaged.

    Example: citecache doctor
    """
    with open_cache() as cache:
        findings = health.examine(cache)
    if as_json:
        echo_json([{"check": item.check, "state": item.state, "detail": item.detail} for item in findings])
    else:
        echo(columns([(item.check, item.state, item.detail) for item in findings]))
    if any(item.state == "damaged" for item in findings):
        raise Error(f"{database_path()} is damaged: restore a backup")
