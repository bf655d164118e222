"""`citecache add`: read citing documents, or plain URLs, and record what they cite."""

from typing import TYPE_CHECKING

import click

from citecache.cli.adding import add_sources, preview_sources, require_all_sources
from citecache.cli.options import database_option, echo, echo_json, json_option

if TYPE_CHECKING:
    from crawler.model import ParsedSource


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--dry-run", is_flag=True, help="List each document, citation and skipped thing with its place; change nothing."
)
@click.option("--no-ignore", is_flag=True, help="Read hidden, vendored and git-ignored files of a folder, too.")
@database_option
@json_option
def add(sources: tuple[str, ...], dry_run: bool, no_ignore: bool, as_json: bool) -> None:
    """Read citing documents and record what they cite.

    SOURCE is a file, a folder, a glob pattern, `-` for standard input, or a URL. Supported are Markdown and
    MDX, BibTeX, CSL-JSON, resource records in YAML, JSON or JSONL, CSV and TSV, lists of URLs, browser
    bookmarks, and HTML. Everything that is skipped is reported with its location and the reason.

    Example: citecache add docs/ refs.bib https://example.org/
    """
    from citecache.render.added import as_object, by_document, listed, skipped_line, summary

    listing: list[ParsedSource] | None = [] if dry_run or as_json else None
    read = preview_sources if dry_run else add_sources
    added = read(sources, listing, no_ignore=no_ignore)
    if as_json:
        echo_json(as_object(added, listing or ()))
    else:
        for line in listed(listing) if listing is not None else map(skipped_line, by_document(added)):
            echo(line)
        echo(summary(added, dry_run=dry_run))
    require_all_sources(added)
