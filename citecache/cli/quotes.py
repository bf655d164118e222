"""`citecache quotes`: whether what documents quote stands in its source."""

from dataclasses import asdict
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from citecache.results import QuoteStanding

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
    if everything and statuses:
        raise click.UsageError("--all and --status exclude each other")
    added = read_sources(sources)
    paths = added.paths if added else None
    found = _print_json(paths, statuses) if as_json else _print(paths, statuses, everything=everything)
    if added:
        require_all_sources(added)
    elif not found:
        raise Error(f"no document quotes a source: {command_line('add SOURCE...')} reads citing documents")


def _print_json(paths: "Iterable[str] | None", statuses: "Collection[str]") -> int:
    """Write the quotations while they are checked; how many there are, with those that are not written."""
    from citecache.render.quotes import QuoteCounts
    from citecache.usecases.quotes import check_quotes

    found = QuoteCounts()
    with open_cache() as cache:
        quotes = found.passing(check_quotes(cache, paths))
        echo_json_list(asdict(one) for one in quotes if not statuses or one.status in statuses)
    return len(found)


def _print(paths: "Iterable[str] | None", statuses: "Collection[str]", *, everything: bool) -> int:
    """The same in lines, with the total."""
    from citecache.render.quotes import QuoteCounts, calls_for_a_look, lines
    from citecache.usecases.quotes import check_quotes

    def wanted(one: "QuoteStanding") -> bool:
        return everything or (one.status in statuses if statuses else calls_for_a_look(one))

    found, shown = QuoteCounts(), QuoteCounts()
    with open_cache() as cache:
        quotes = found.passing(check_quotes(cache, paths))
        echo_lines(lines(shown.passing(one for one in quotes if wanted(one))))
    echo(found.total())
    if len(found) > len(shown):
        note(f"{plural(len(found) - len(shown), 'other quotation')}: --all lists all")
    return len(found)
