"""`citecache show`: the card of a cited page."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecache.cli import completion
from citecache.cli.options import (
    database_option,
    json_option,
    json_text,
    on_terminal,
    open_cache,
    terminal_columns,
)
from citecache.cli.report_output import write_report
from citecache.render.clean import inert
from crawler.model import Card, Verdict
from crawler.model.errors import NotFound

if TYPE_CHECKING:
    from citecache.results import QuoteStanding
    from crawler.cache import CacheFile

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("wanted", metavar="URL_OR_ID", shell_complete=completion.resources)
@click.option(
    "--text/--no-text", "text", default=None, help="Print the full text alone; or the card without a preview."
)
@click.option("--raw", is_flag=True, help="Write the fetched body, byte for byte, to a pipe or with -o.")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write to FILE instead of stdout.")
@database_option
@json_option
def show(*, wanted: str, text: bool | None, raw: bool, output: Path | None, as_json: bool) -> None:
    """Show the card of a cited page.

    URL_OR_ID is a URL, a resource ID or the beginning of one, or a stable ID. On a terminal, lines end at its width;
    URLs are whole where the output goes to a pipe or a file. --text has the text without control characters; --json
    has it as it is.

    Example: citecache show d2f67176f1bc7b5b
    """
    if (text is True) + raw + as_json > 1:
        raise click.UsageError("--text, --raw and --json exclude each other")
    if raw and output is None and on_terminal():
        raise click.UsageError("a body may hold what acts on a terminal: name a file with -o, or use a pipe")
    from crawler.cache.read import cards, resources

    with open_cache() as cache:
        card = cards.card(cache, resources.find(cache, wanted))
        body = _raw(cache, card) if raw else None
        quoted = any(by.quotes for by in card.cited_by) and not (raw or text or as_json)
        quotes = _quotes(cache, card.id) if quoted else []
    if body is None:
        write_report(_shown(card, quotes, text=text, as_json=as_json), "json" if as_json else "text", output)
        return
    from citecache.exports.files import writing

    with writing(output) as out:
        out.write(body)


def _quotes(cache: "CacheFile", resource_id: str) -> "list[QuoteStanding]":
    from citecache.usecases.quotes import quotes_from

    return quotes_from(cache, resource_id)


def _shown(card: Card, quotes: "list[QuoteStanding]", *, text: bool | None, as_json: bool) -> str:
    """What is asked for, with its line end."""
    from citecache.exports.jsonl import card_json
    from citecache.render.card import render

    if as_json:
        return json_text(card_json(card, with_text=text is not False))
    if text:
        if card.text is None:
            raise NotFound(f"there is no text of {card.url}: {_why_no_text(card)}")
        return f"{inert(card.text)}\n"
    columns = terminal_columns()
    lines = render(card, width=columns, preview=text is None, quotes=quotes)
    if not on_terminal():
        return lines
    from citecache.render.width import fit

    return fit(lines, columns)


def _raw(cache: "CacheFile", card: Card) -> bytes:
    if card.body_sha256 is None or card.verdict is Verdict.LEGAL:
        raise NotFound(f"there is no body of {card.url}: {_why_no_text(card)}")
    from crawler.cache import bodies

    return bodies.load(cache, card.body_sha256)


def _why_no_text(card: Card) -> str:
    if card.verdict is Verdict.LEGAL:
        return "withheld for legal reasons (HTTP 451)"
    return card.no_text or card.error or f"the page is {card.verdict.value}"
