"""`citecache add`: read citing documents, or plain URLs, and remember what they cite."""

import click

from citecache.cli import adding
from citecache.cli.options import database_option, echo, echo_json, json_option


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--dry-run", is_flag=True, help="Show what would be added; touch neither database nor network.")
@database_option
@json_option
def add(sources: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Read citing documents and remember what they cite.

    SOURCE is a file, a folder, a glob pattern, `-` for standard input, or a URL. Read are Markdown and
    MDX, BibTeX, CSL-JSON, resource records in YAML, JSON or JSONL, CSV and TSV, lists of URLs, browser
    bookmarks, and HTML. What is not taken is said with its place and reason.

    Example: citecache add docs/ refs.bib https://example.org/
    """
    added = adding.dry_add(sources) if dry_run else adding.add_sources(sources)
    if as_json:
        echo_json(adding.as_object(added))
    else:
        for skipped in adding.by_document(added):
            echo(adding.skipped_line(skipped))
        echo(adding.summary(added, dry_run=dry_run))
    adding.refuse_if_nothing_there(added)
