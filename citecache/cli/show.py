"""`citecache show`: the card of a cited page."""

import shutil
import sys
from typing import TYPE_CHECKING

import click

from citecache.cli.options import database_option, echo, echo_json, json_option, open_cache
from crawler.model import Card, Verdict
from crawler.model.errors import NotFound

if TYPE_CHECKING:
    from crawler.cache import CacheFile


@click.command()
@click.argument("wanted", metavar="URL_OR_ID")
@click.option("--text", "as_text", is_flag=True, help="Print the full text and nothing else.")
@click.option("--raw", is_flag=True, help="Write the fetched body to stdout, byte for byte.")
@database_option
@json_option
def show(wanted: str, as_text: bool, raw: bool, as_json: bool) -> None:
    """Show the card of a cited page.

    URL_OR_ID is a URL, a resource ID or the beginning of one, or a stable ID.

    Example: citecache show d2f67176f1bc7b5b
    """
    if as_text + raw + as_json > 1:
        raise click.UsageError("--text, --raw and --json exclude each other")
    from citecache.exports.jsonl import card_json
    from citecache.render.card import render
    from crawler.cache.read import cards, resources

    with open_cache() as cache:
        card = cards.card(cache, resources.find(cache, wanted))
        if raw:
            sys.stdout.buffer.write(_raw(cache, card))
        elif as_text:
            if card.text is None:
                raise NotFound(f"there is no text of {card.url}: {_why_no_text(card)}")
            echo(card.text)
        elif as_json:
            echo_json(card_json(card, with_text=True))
        else:
            echo(render(card, width=shutil.get_terminal_size((100, 24)).columns))


def _raw(cache: "CacheFile", card: Card) -> bytes:
    if card.body_sha256 is None or card.verdict is Verdict.LEGAL:
        raise NotFound(f"there is no body of {card.url}: {_why_no_text(card)}")
    from crawler.cache import bodies

    return bodies.load(cache.db, card.body_sha256)


def _why_no_text(card: Card) -> str:
    if card.verdict is Verdict.LEGAL:
        return "withheld for legal reasons (HTTP 451)"
    return card.no_text or card.error or f"the page is {card.verdict.value}"
