"""`citecache demo`: the whole journey on a small web that the package itself serves on loopback."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import click

from citecache.cli import adding
from citecache.cli.closing import print_result
from citecache.cli.options import plural, typed
from citecache.render.added import summary
from citecache.render.card import render
from crawler.cache import CacheFile, cards, run_lock, runs


@click.command()
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Put the demo's files in this folder.")
@click.pass_context
def demo(ctx: click.Context, keep: Path | None) -> None:
    """See it work: a small wiki, a small web on this machine, no network.

    Example: citecache demo --keep /tmp/citecache-demo
    """
    from citecache.demo import NEWS_URL, WIKI, DemoWeb

    folder = keep or Path(tempfile.mkdtemp(prefix="citecache-demo-"))
    wiki, database = folder / "wiki", folder / "citecache.db"
    shutil.copytree(WIKI, wiki, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    ctx.obj = database
    click.echo(f"$ {typed(f'crawl {wiki}')}")
    with DemoWeb() as web:
        # The demo's hosts exist behind this proxy only; names and URLs are as on the real web.
        os.environ |= {"http_proxy": web.proxy_url, "HTTP_PROXY": web.proxy_url, "no_proxy": "", "NO_PROXY": ""}
        click.echo(summary(adding.add_sources([str(wiki)])))
        _crawl(database)
    with CacheFile.open(database) as cache:
        card = cards.card(cache, cards.find(cache, NEWS_URL))
    click.echo(f"\n$ {typed(f'show {card.id}')}")
    click.echo(render(card, width=shutil.get_terminal_size((100, 24)).columns))
    click.echo("Now try:")
    for command in (
        "status",
        "list",
        "why http://guarded.example/boards/sailing/halyard-mirror",
        "search ferry stairs",
    ):
        click.echo(f"  {typed(command)}")
    click.echo("and on your own files:  citecache crawl docs/ refs.bib")


def _crawl(database: Path) -> None:
    from citecache.cli.process import Crawling
    from crawler.spiders.citations import CitationsSpider

    with run_lock(database), CacheFile.open(database) as cache:
        now, started = datetime.now(UTC), monotonic()
        selection = runs.Selection(everything=True)
        run = runs.begin(cache, selection, now=now)
        total = runs.count_due(cache, selection, cutoff=run.cutoff, now=now)
        click.echo(f"fetching {plural(total, 'page')}, each host a second apart ...")
        crawling = Crawling(database, CitationsSpider, total, arguments={"run": run}, settings={}, verbose=0)
        crawling.go(silent=False)
        if crawling.failure is not None:
            raise crawling.failure
        state = runs.finish(cache, run, now=datetime.now(UTC), interrupted=crawling.interrupted)
        print_result(runs.result(cache, run.id), state, monotonic() - started)
