"""`citecache repair`: URLs that moved or died, replaced in the documents that cite them."""

from datetime import UTC, datetime

import click

from citecache.cli.options import database_option, echo_json, json_option, open_cache


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--moved", is_flag=True, help="Only URLs of pages that have moved.")
@click.option("--archive", is_flag=True, help="Only URLs of pages that are gone and have an archived copy.")
@click.option("--tidy", is_flag=True, help="Also change http: to https: and drop tracking parameters.")
@click.option("--url", "urls", multiple=True, metavar="URL_OR_ID", help="Only the URL of this page; repeatable.")
@click.option("--write", is_flag=True, help="Change the files. No backup is made: commit them first.")
@database_option
@json_option
def repair(
    *,
    sources: tuple[str, ...],
    moved: bool,
    archive: bool,
    tidy: bool,
    urls: tuple[str, ...],
    write: bool,
    as_json: bool,
) -> None:
    """Replace the URLs of pages that have moved, or are gone but archived, in the documents that cite them.

    A moved page is cited by its new URL, one that is gone by its archived copy, which `citecache archive` finds.
    Without --write, a unified diff with the reason for each hunk is printed, and nothing is changed. Only URLs are
    replaced, in every format that is plain text; a URL that cannot be replaced safely stays, and is named on stderr.
    SOURCE is a path, folder or pattern of documents that were added; the default is all of them.

    Example: citecache repair docs --write
    """
    from citecache.cli import repair_output as output
    from citecache.usecases import repair as usecase
    from citecache.usecases.repair_report import report
    from citecache.usecases.replacements import ReplacementKind

    wanted = {
        ReplacementKind.MOVED: moved or not archive,
        ReplacementKind.ARCHIVED: archive or not moved,
        ReplacementKind.TIDIED: tidy,
    }
    with open_cache() as cache:
        plan = usecase.plan(cache, sources, [kind for kind, is_wanted in wanted.items() if is_wanted], urls=urls)
        documents = usecase.write(cache, plan.documents, now=datetime.now(UTC)) if write else plan.documents
    found = report(plan, documents, written=write)
    if as_json:
        echo_json(output.as_object(found))
    elif not write:
        output.print_diff(found)
    output.tell(found)
    if any(one.refused for one in found.documents):
        click.get_current_context().exit(1)
