"""`citecache status`, `list`, `show`, `why`, `search`: what the cache holds."""

import shutil
import sys
from datetime import UTC, datetime
from typing import Any

import click

from citecache.cli.options import (
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
from citecache.exports.jsonl import card_json
from citecache.render.card import render
from citecache.render.clean import inert, one_line
from crawler.cache import CacheFile, bodies, cards, utc
from crawler.model import Card, Verdict
from crawler.model.errors import NotFound

SHOWN_HOSTS = 10
VERDICTS = click.Choice([verdict.value for verdict in Verdict])


@click.command()
@database_option
@json_option
def status(as_json: bool) -> None:
    """Count pages by verdict, host and age; tell the last run.

    Example: citecache status
    """
    with open_cache() as cache:
        found = cards.status(cache, now=utc(datetime.now(UTC)))
    if as_json:
        echo_json(found)
        return
    nouns = ("document", "citation", "resource", "page", "capture")
    echo(", ".join(plural(found[f"{noun}s"], noun) for noun in nouns) + f"; {found['due']:,} due")
    echo(columns([(name, f"{count:,}") for name, count in found["verdicts"].items()], indent="  "))
    ages = ", ".join(f"{age} {count:,}" for age, count in found["ages"].items())
    echo(f"fetched: {ages or 'nothing yet'}")
    hosts = found["hosts"][:SHOWN_HOSTS]
    rows = [(host["host"] or "(no host)", f"{host['good']:,} of {host['pages']:,} good") for host in hosts]
    echo(columns(rows, indent="  "))
    if len(found["hosts"]) > SHOWN_HOSTS:
        echo(f"  and {plural(len(found['hosts']) - SHOWN_HOSTS, 'host')} more: {typed('status --json')}")
    run = found["last_run"]
    echo(f"last run: {_run_line(run)}" if run else "last run: none yet (citecache crawl)")


def _run_line(run: dict[str, Any]) -> str:
    return f"{run['started_at']} {run['state']}, {plural(run['fetched'], 'page')}"


def filter_options(command: Any) -> Any:  # noqa: ANN401 - decorates whatever click makes
    """The filters that `list` and `export` share."""
    for option in (
        click.option("--document", metavar="PATH", help="Only what this document cites (path, or name)."),
        click.option("--host", "hosts", multiple=True, help="Only pages of this host; repeatable."),
        click.option("--verdict", "verdicts", multiple=True, type=VERDICTS, help="Only this verdict; repeatable."),
    ):
        command = option(command)
    return command


def chosen(verdicts: tuple[str, ...], hosts: tuple[str, ...], document: str | None) -> cards.Filter:
    return cards.Filter(verdicts=verdicts, hosts=tuple(host.lower() for host in hosts), document=document)


@click.command("list")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@database_option
@json_option
def list_(limit: int | None, as_json: bool, **narrowed: Any) -> None:  # noqa: ANN401 - the filters
    """List resources, one line each: verdict, status, id, URL, title.

    Example: citecache list --verdict missing --host example.org
    """
    wanted = chosen(**narrowed)
    with open_cache() as cache:
        total = cards.count(cache, wanted)
        found = cards.cards(cache, wanted, limit=limit, with_text=False)
        if as_json:
            echo_json([card_json(card, with_text=False) for card in found])
            return
        for card in found:
            status_ = "-" if card.http_status is None else str(card.http_status)
            title = one_line(card.title or "")
            echo(f"{card.verdict.value:<11}  {status_:>3}  {one_line(card.id)}  {one_line(card.url)}  {title}".rstrip())
    if limit is not None and total > limit:
        echo(f"{limit:,} of {total:,}; without --limit all are listed", err=True)


@click.command()
@click.argument("wanted", metavar="URL_OR_ID")
@click.option("--text", "as_text", is_flag=True, help="Print the whole clean text, nothing else.")
@click.option("--raw", is_flag=True, help="Write the body as it was fetched, byte for byte, to stdout.")
@database_option
@json_option
def show(wanted: str, as_text: bool, raw: bool, as_json: bool) -> None:
    """Show the card of a cited page.

    URL_OR_ID is a URL, a resource ID or the beginning of one, or a stable ID.

    Example: citecache show d2f67176f1bc7b5b
    """
    if as_text + raw + as_json > 1:
        raise click.UsageError("--text, --raw and --json exclude each other")
    with open_cache() as cache:
        card = cards.card(cache, cards.find(cache, wanted))
        if raw:
            sys.stdout.buffer.write(_raw(cache, card))
        elif as_text:
            if card.text is None:
                raise NotFound(f"there is no text of {card.url}: {_why_no_text(card)}")
            click.echo(inert(card.text) if on_terminal() else card.text.encode("utf-8", "replace"))
        elif as_json:
            echo_json(card_json(card, with_text=True))
        else:
            echo(render(card, width=shutil.get_terminal_size((100, 24)).columns))


def _raw(cache: CacheFile, card: Card) -> bytes:
    if card.body_sha256 is None or card.verdict is Verdict.LEGAL:
        raise NotFound(f"there is no body of {card.url}: {_why_no_text(card)}")
    return bodies.load(cache.db, card.body_sha256)


def _why_no_text(card: Card) -> str:
    if card.verdict is Verdict.LEGAL:
        return "withheld for legal reasons (HTTP 451)"
    return card.no_text or card.error or f"the page is {card.verdict.value}"


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@database_option
@json_option
def search(query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the titles and texts of all cached pages; "quoted words" stay together.

    Example: citecache search language model leak
    """
    with open_cache() as cache:
        found = cards.search(cache, " ".join(query), limit=limit + 1)
    if as_json:
        echo_json(found[:limit])
        return
    for hit in found[:limit]:
        echo(f"{hit['id']}  {one_line(hit['title'] or hit['url'])}")
        echo(f"  {one_line(hit['url'])}  (text of {hit['last_good_at'][:10]})")
        echo(f"  {one_line(hit['snippet'] or '(the page asks for no excerpts)')}")
    if len(found) > limit:
        echo(f"the best {limit:,}; --limit N shows more", err=True)
    if not found:
        echo("nothing found", err=True)
