"""`citecache add`: read citing documents, or plain URLs, and record what they cite."""

import click

from citecache.cli.adding import add_sources, preview_sources, require_all_sources
from citecache.cli.options import database_option, echo, echo_json, json_option


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--dry-run", is_flag=True, help="Show what would be added; change nothing.")
@database_option
@json_option
def add(sources: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Read citing documents and record what they cite.

    SOURCE is a file, a folder, a glob pattern, `-` for standard input, or a URL. Supported are Markdown and
    MDX, BibTeX, CSL-JSON, resource records in YAML, JSON or JSONL, CSV and TSV, lists of URLs, browser
    bookmarks, and HTML. Everything that is skipped is reported with its location and the reason.

    Example: citecache add docs/ refs.bib https://example.org/
    """
    from citecache.render.added import as_object, by_document, skipped_line, summary

    added = preview_sources(sources) if dry_run else add_sources(sources)
    if as_json:
        echo_json(as_object(added))
    else:
        for skipped in by_document(added):
            echo(skipped_line(skipped))
        echo(summary(added, dry_run=dry_run))
    require_all_sources(added)
