"""`citecache diff`: what changed in the text of a page."""

import shutil
from collections.abc import Iterator
from typing import Any

import click

from citecache.cli.options import (
    Moment,
    columns,
    database_option,
    echo,
    echo_json,
    json_option,
    on_terminal,
    open_cache,
    plural,
    typed,
)
from citecache.render.clean import one_line
from citecache.render.diff import as_object, render
from crawler.cache import cards
from crawler.model import Card, Verdict
from crawler.model.errors import NotFound


@click.command()
@click.argument("wanted", metavar="URL_OR_ID")
@click.option("--since", type=Moment(), metavar="DATE", help="Between the text as of DATE (2026-04-01, 7d) and now.")
@click.option("--all", "everything", is_flag=True, help="Show churn, too: dates, counters, links to other pages.")
@database_option
@json_option
def diff(wanted: str, since: str | None, everything: bool, as_json: bool) -> None:
    """Show what changed in a page's text, word by word: [-removed-] and {+added+}.

    Without --since: between the last good text and the newest before it that says something else. What a page
    changes by itself is left out and counted.

    Example: citecache diff https://example.org/llama --since 30d
    """
    from citecache.usecases import comparison  # noqa: PLC0415 - comparing takes a while to import

    with open_cache() as cache:
        card = cards.card(cache, cards.find(cache, wanted))
        if card.verdict is Verdict.LEGAL:
            raise NotFound(f"the text of {card.url} is withheld for legal reasons (HTTP 451), and so are its changes")
        found = comparison.since(cache, card.id, since) if since else comparison.latest(cache, card.id)
    if found is None:
        raise NotFound(f"there is no good text of {card.url} yet: `{typed('why ' + card.id)}` says what there is")
    if as_json:
        echo_json(_diff_object(card, found, since))
        return
    echo(one_line(card.url))
    if not card.verdict.good:
        echo(f"{card.verdict} now; its good texts are compared")
    for line in _told(found, since):
        echo(line)
    width = shutil.get_terminal_size((100, 24)).columns
    shown = render(found.difference, width=width, colour=on_terminal(), everything=everything)
    if shown:
        click.echo("\n" + shown, nl=False)
    if found.difference.churn and not everything:
        echo(
            f"\n{plural(found.difference.churn, 'place')} of churn not shown; --all shows what a page changes by itself"
        )


def _diff_object(card: Card, found: Any, since: str | None) -> dict[str, Any]:  # noqa: ANN401 - Comparison, imported late
    sides = {
        name: version and {name: getattr(version, name) for name in ("first_at", "last_at", "extractor", "body_sha256")}
        for name, version in (("before", found.before), ("after", found.now))
    }
    head = {"id": card.id, "url": card.url, "verdict": card.verdict, "since": since, "cause": found.cause}
    return head | sides | {"reextracted": found.again} | as_object(found.difference)


def _told(found: Any, since: str | None) -> Iterator[str]:  # noqa: ANN401 - likewise
    """What was compared, and what came of it."""
    before, now, difference = found.before, found.now, found.difference
    stood = f", last seen {now.last_at}" if now.last_at != now.first_at else ""
    if before is None:
        yield f"one text so far, fetched {now.first_at}{stood}: there is nothing to compare it with"
        return
    if before == now:
        yield f"no change since {since}: the text was fetched {now.first_at}{stood}"
        return
    yield from columns(
        [
            ("before", before.first_at, f"last seen {before.last_at}" if before.last_at != before.first_at else ""),
            ("after", now.first_at, stood.removeprefix(", ")),
        ]
    ).split("\n")
    if since and before.first_at >= since:
        yield f"there was no good text yet at {since}: the first there was is compared"
    if found.cause == "extractor":
        yield "the extractor changed, not the page: the same page is read differently now"
    if found.again:
        yield "the extractor changed in between: both pages were read by today's, so what follows is the page's change"
    if difference.coarse:
        yield "the texts are long and differ much: whole passages are compared there, not words"
    if difference.changed:
        yield f"{plural(difference.words_added, 'word')} added, {difference.words_removed:,} removed"
    else:
        yield "no word changed" + (" but churn" if difference.churn else "")
