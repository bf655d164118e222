"""`citecache list`: the resources, one line each."""

from dataclasses import replace
from typing import Any

import click

from citecache.cli.filters import ChosenFilters, filter_options, sort_option
from citecache.cli.options import database_option, echo_row, json_option, limit_option, note, open_cache
from citecache.cli.report_output import echo_json_list
from citecache.render.clean import one_line
from citecache.render.tables import plural
from citecache.render.tally import in_words, named_in_words


@click.command("list")
@filter_options
@sort_option("Order of the list.")
@limit_option("List at most N resources.")
@database_option
@json_option
def list_(sort: str, limit: int | None, as_json: bool, **narrowed: Any) -> None:  # noqa: ANN401 - the filters
    """List the resources, one line each: verdict, HTTP status, id, URL, title; with --doubt, also why it is in doubt.

    Filters of different kinds must all apply; of several names of one kind, any.

    Example: citecache list --verdict missing --host example.org
    """
    from crawler.cache.read import cards
    from crawler.cache.read.tallies import tally

    with open_cache() as cache:
        wanted = replace(ChosenFilters(**narrowed).within(cache), sort=sort)
        total = cards.count(cache, wanted)
        found = cards.cards(cache, wanted, limit=limit, with_text=False)
        counted = tally(cache)
        if as_json:
            from citecache.exports.jsonl import card_json  # brings the judge's words, which the lines do not need

            echo_json_list(card_json(card, with_text=False) for card in found)
            return
        for card in found:
            status_ = "-" if card.http_status is None else str(card.http_status)
            title = one_line(card.title or "")
            title += f"  ({one_line(card.doubt or '')})" if narrowed["doubtful"] else ""
            echo_row(
                f"{card.verdict.value:<11}  {status_:>3}  {one_line(card.id)}  {one_line(card.url)}  {title}".rstrip()
            )
    if limit is not None and total > limit:
        note(f"{limit:,} of {total:,}; without --limit all are listed")
    note(f"{plural(total, 'resource')} of {in_words(counted)}" if total < counted.resources else in_words(counted))
    if named := named_in_words(counted):
        note(named)
