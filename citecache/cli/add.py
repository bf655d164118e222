"""`citecache add`: read citing documents, or plain URLs, and record what they cite."""

from typing import TYPE_CHECKING

import click

from citecache.cli.adding import add_sources, preview_sources, require_all_sources
from citecache.cli.options import database_option, echo, echo_json, echo_lines, json_option

if TYPE_CHECKING:
    from crawler.model import ParsedSource


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--dry-run", is_flag=True, help="List each document, citation and skipped thing with its place; change nothing."
)
@click.option("--no-ignore", is_flag=True, help="Read hidden, vendored and git-ignored files of a folder, too.")
@click.option("--prune", is_flag=True, help="Forget every document in the cache whose file is gone, wherever it was.")
@database_option
@json_option
def add(*, sources: tuple[str, ...], dry_run: bool, no_ignore: bool, prune: bool, as_json: bool) -> None:
    """Read citing documents and record what they cite.

    SOURCE is a file, a folder, a glob pattern, `-` for standard input, or a URL. Read are texts (Markdown, MDX,
    HTML, reStructuredText, AsciiDoc, LaTeX, Org, MediaWiki, notebooks, plain text), bibliographies (BibTeX, CSL,
    RIS, EndNote, PubMed, Zotero, Hayagriva), bookmarks and reading lists, tables and spreadsheets, resource
    records, DOCX, ODT, EPUB, PDF, OPML, feeds and sitemaps. Whatever is no citation is counted; --dry-run and
    --json list it with its place.

    A document whose file is gone from a folder that is SOURCE cites no more; one that was moved is the same document.

    Example: citecache add docs/ refs.bib https://example.org/
    """
    if not sources and not prune:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    from citecache.render.added import as_object, by_document, listed, moved_lines, skipped_line, summary

    listing: list[ParsedSource] | None = [] if dry_run or as_json else None
    read = preview_sources if dry_run else add_sources
    added = read(sources, listing, no_ignore=no_ignore, prune=prune)
    if as_json:
        echo_json(as_object(added, listing or ()))
    else:
        echo_lines(listed(listing) if listing is not None else map(skipped_line, by_document(added)))
        echo_lines(moved_lines(added))
        echo(summary(added, dry_run=dry_run))
    require_all_sources(added)
