"""`citecache quotes`: whether what documents quote stands in its source."""

from dataclasses import asdict

import click

from citecache.cli.adding import read_sources, require_all_sources
from citecache.cli.options import (
    command_line,
    database_option,
    echo,
    echo_lines,
    json_option,
    note,
    open_cache,
)
from citecache.cli.report_output import echo_json_list
from citecache.render.tables import plural
from crawler.model.errors import Error

STATUSES = ("verbatim", "altered", "vanished", "absent", "no_text")


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="List only these; repeatable.")
@click.option("--all", "everything", is_flag=True, help="List the quotations that stand as quoted, too.")
@database_option
@json_option
def quotes(*, sources: tuple[str, ...], statuses: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Check whether what documents quote stands in its source, now and in every earlier text.

    Quotations are words in quotation marks in a sentence that cites, block quotes with an attribution or a footnote,
    `quote` fields, and text fragments of URLs. verbatim: the same words in the same order. altered: a close passage
    whose words, numbers or negation differ, which are named. vanished: verbatim in an earlier text, not in the newest.
    absent: no close passage in any text. no_text: nothing to look in. Reads the cache only. With SOURCE, the sources
    are first read as by `citecache add`, and only their quotations count.

    Example: citecache quotes docs/ --status altered --status vanished
    """
    from citecache.render import quotes as render
    from citecache.usecases.quotes import check_quotes

    if everything and statuses:
        raise click.UsageError("--all and --status exclude each other")
    added = read_sources(sources)
    with open_cache() as cache:
        found = check_quotes(cache, added.paths if added else None)
    shown = [one for one in found if one.status in statuses] if statuses else found
    if as_json:
        echo_json_list(asdict(one) for one in shown)
    else:
        if not (everything or statuses):
            shown = [one for one in found if render.calls_for_a_look(one)]
        echo_lines(render.lines(shown))
        echo(render.total(found))
        if len(found) > len(shown):
            note(f"{plural(len(found) - len(shown), 'other quotation')}: --all lists all")
    if added:
        require_all_sources(added)
    elif not found:
        raise Error(f"no document quotes a source: {command_line('add SOURCE...')} reads citing documents")
