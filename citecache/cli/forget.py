"""`citecache forget`: documents that are gone, or should not count, cite no more."""

import click

from citecache.cli.options import command_line, database_option, echo, echo_json, json_option, open_cache
from citecache.render.clean import one_line
from citecache.render.tables import plural


@click.command()
@click.argument("documents", nargs=-1, metavar="DOCUMENT|PATTERN...")
@click.option("--missing", is_flag=True, help="Only documents whose files are gone: all of them, or those named.")
@click.option("--dry-run", is_flag=True, help="List what would be forgotten; change nothing.")
@database_option
@json_option
def forget(*, documents: tuple[str, ...], missing: bool, dry_run: bool, as_json: bool) -> None:
    """Forget documents: they cite no more. What was cached of the pages they cite stays.

    DOCUMENT is a path, whether or not there is a file, a folder, or a name that one document has; PATTERN is a glob
    pattern such as 'drafts/**/*.md'. A document whose file is still there is read again when it is next added.

    Example: citecache forget old/notes.md 'drafts/*.md'
    """
    if not documents and not missing:
        raise click.UsageError("Missing argument 'DOCUMENT|PATTERN...'; --missing forgets those whose files are gone.")
    from citecache.usecases import forget as usecase

    with open_cache() as cache:
        result = usecase.forget(cache, documents, missing=missing, dry_run=dry_run)
    if as_json:
        rows = [{"document": one.path, "citations": one.citations} for one in result.documents]
        echo_json({"dry_run": dry_run, "documents": rows, "citations": result.citations})
        return
    for one in result.documents:
        echo(f"{one_line(one.path)}: {plural(one.citations, 'citation')}")
    head = "would be forgotten" if dry_run else "forgotten"
    counts = f"{plural(len(result.documents), 'document')}, {plural(result.citations, 'citation')}"
    echo(f"{counts} {head}; what was cached of the pages stays")
    if result.uncited:
        echo(f"next: {command_line('prune --dry-run')}   # {plural(result.uncited, 'resource')} that nothing cites")
