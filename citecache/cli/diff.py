"""`citecache diff`: what changed in the text of a page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from citecache.cli import completion
from citecache.cli.options import (
    Moment,
    command_line,
    database_option,
    echo,
    echo_json,
    echo_own,
    json_option,
    on_terminal,
    open_cache,
    terminal_columns,
)
from citecache.render.clean import loggable, one_line
from citecache.render.tables import columns, plural
from crawler.model.errors import NotFound

if TYPE_CHECKING:
    from citecache.usecases.comparison import Comparison
    from crawler.model import Card


@click.command()
@click.argument("wanted", metavar="URL_OR_ID", shell_complete=completion.resources)
@click.option("--since", type=Moment(), metavar="DATE", help="Compare with the text as of DATE (2026-04-01, or 7d).")
@click.option("--churn", is_flag=True, help="Include churn: dates, counters, links to other pages.")
@click.option("--all", "everything", is_flag=True, hidden=True, help="The former name of --churn.")
@database_option
@json_option
def diff(wanted: str, since: str | None, churn: bool, everything: bool, as_json: bool) -> None:
    """Show what changed in a page's text, word by word: [-removed-] and {+added+}.

    Without --since, the last good text is compared with the newest earlier one that differs. Churn
    (dates, counters and teasers that change by themselves) is left out and counted.

    Example: citecache diff https://example.org/llama --since 30d
    """
    from citecache.render.diff import render
    from citecache.usecases import diff as usecase

    with open_cache() as cache:
        result = usecase.diff(cache, wanted, since)
    card, found = result.card, result.comparison
    if found is None:
        raise NotFound(f"there is no good text of {card.url} yet: see `{command_line(('why', card.id))}`")
    if as_json:
        echo_json(_as_object(card, found, since))
        return
    echo(one_line(card.url))
    if not card.verdict.good:
        echo(f"{card.verdict} now; its good texts are compared")
    for line in _head(found, since):
        echo(line)
    width = terminal_columns()
    shown = render(found.difference, width=width, colour=on_terminal(), everything=churn or everything)
    if shown:
        echo_own("\n" + (shown if on_terminal() else loggable(shown)))
    if found.difference.churn and not (churn or everything):
        echo(f"\n{plural(found.difference.churn, 'place')} of churn not shown; --churn shows them")


def _as_object(card: "Card", found: "Comparison", since: str | None) -> dict[str, Any]:
    from citecache.render.diff import as_object

    fields = ("first_at", "last_at", "extractor", "body_sha256")
    sides = {
        name: version and {field: getattr(version, field) for field in fields}
        for name, version in (("before", found.before), ("after", found.now))
    }
    head = {"id": card.id, "url": card.url, "verdict": card.verdict, "since": since, "cause": found.cause}
    return head | sides | {"reextracted": found.reextracted, "not_kept": found.not_kept} | as_object(found.difference)


def _head(found: "Comparison", since: str | None) -> Iterator[str]:
    """Which texts are compared, and the outcome in words."""
    before, now, difference = found.before, found.now, found.difference
    last_seen = f", last seen {now.last_at}" if now.last_at != now.first_at else ""
    if found.not_kept and before is None:
        kept_not = "the text of that time is" if since else f"{plural(found.not_kept, 'earlier text')} are"
        yield f"{kept_not} no longer kept (CITECACHE_KEEP): there is nothing to compare {now.first_at} with"
        return
    if before is None:
        yield f"one text so far, fetched {now.first_at}{last_seen}: there is nothing to compare it with"
        return
    if before == now:
        yield f"no change since {since}: the text was fetched {now.first_at}{last_seen}"
        return
    yield from columns(
        [
            ("before", before.first_at, f"last seen {before.last_at}" if before.last_at != before.first_at else ""),
            ("after", now.first_at, last_seen.removeprefix(", ")),
        ]
    ).split("\n")
    if found.not_kept:
        yield f"the text of {since} is no longer kept (CITECACHE_KEEP): the first one that is kept is compared"
    elif since and before.first_at >= since:
        yield f"there was no good text yet at {since}: the first one is compared"
    if found.cause == "extractor":
        yield "the extractor changed, not the page: the same page is read differently now"
    if found.reextracted:
        yield "the extractor changed in between: both pages were read again, so these are the page's own changes"
    if difference.coarse:
        yield "the texts are long and very different: compared by passage, not by word"
    if difference.changed:
        yield f"{plural(difference.words_added, 'word')} added, {difference.words_removed:,} removed"
    else:
        yield "no word changed" + (" but churn" if difference.churn else "")
