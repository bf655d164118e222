"""`citecache claims`: what a document says beside what its sources say."""

from dataclasses import asdict

import click

from citecache.cli.adding import add_sources, report_added, require_all_sources, require_something
from citecache.cli.options import (
    command_line,
    database_option,
    echo,
    echo_json,
    echo_lines,
    json_option,
    note,
    open_cache,
)
from citecache.render.tables import plural
from crawler.model.errors import Error


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--all", "everything", is_flag=True, help="List the claims that are not doubtful, and inconclusive ones.")
@database_option
@json_option
def claims(*, sources: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Compare each sentence that leans on a citation with the text of what it cites.

    Shown is the passage that stands closest, numbers and names of the claim that stand nowhere in the source, and a
    doubt: the share of the claim, 0 to 1, that the passage lacks. Listed are claims with much doubt or a missing
    number; --json has all, with three passages each. Words are compared, not meanings: no claim is ever called
    supported. Reads the cache only. With SOURCE, the sources are first read as by `citecache add`, and only their
    claims count.

    Example: citecache claims docs/history.md
    """
    from citecache.render import claims as render
    from citecache.usecases.claims import check_claims

    added = add_sources(sources) if sources else None
    if added:
        report_added(added)
        require_something(added)
    with open_cache() as cache:
        found = check_claims(cache, added.paths if added else None)
    if as_json:
        echo_json([asdict(one) for one in found])
    else:
        shown = found if everything else [one for one in found if one.doubtful]
        echo_lines(render.lines(shown))
        echo(render.total(found))
        if len(found) > len(shown):
            note(f"{plural(len(found) - len(shown), 'other claim')}: --all lists them, --json has all passages")
    if added:
        require_all_sources(added)
    elif not found:
        raise Error(f"no document has a claim to compare: {command_line('add SOURCE...')} reads citing documents")
