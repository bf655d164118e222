"""`citecache demo`: the whole journey on a small web that the package itself serves on loopback."""

import os
import shutil
import tempfile
from pathlib import Path

import click

from citecache.cli import adding
from citecache.cli.options import command_line, echo, terminal_columns
from citecache.cli.progress import TerminalObserver
from citecache.render.tables import plural

TRY = ("status", "list", "why http://guarded.example/boards/sailing/halyard-mirror", "search ferry stairs", "quotes")


@click.command()
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="PATH",
    help="Put the demo's files in the folder PATH, which must be new or empty.",
)
@click.option("--serve", "then_serve", is_flag=True, help="Show the cache in a browser at the end, until Ctrl+C.")
@click.pass_context
def demo(ctx: click.Context, keep: Path | None, then_serve: bool) -> None:
    """Try citecache on a small wiki and a small web served on this machine, without network.

    With --serve, the address to open is printed at the end, as by `citecache serve --port 0`.

    \b
    Example: citecache demo --keep /tmp/citecache-demo
    Example: citecache demo --serve
    """  # noqa: D301 - click wants the backspace itself
    from citecache.cli.serve import require_extra
    from citecache.demo import NEWS_URL, WIKI, DemoWeb
    from citecache.render.added import summary
    from citecache.render.card import render
    from crawler.cache import CacheFile
    from crawler.cache.outputs import require_empty_folder
    from crawler.cache.read import cards, resources

    if then_serve:
        require_extra()
    if keep is not None:
        require_empty_folder(keep)
    folder = keep or Path(tempfile.mkdtemp(prefix="citecache-demo-"))
    wiki, database = folder / "wiki", folder / "citecache.db"
    shutil.copytree(WIKI, wiki, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    ctx.obj = database
    echo(f"$ {command_line(('crawl', str(wiki)))}")
    with DemoWeb() as web:
        # The demo's hosts exist behind this proxy only; names and URLs are as on the real web.
        os.environ |= {"http_proxy": web.proxy_url, "HTTP_PROXY": web.proxy_url, "no_proxy": "", "NO_PROXY": ""}
        echo(summary(adding.add_sources([str(wiki)])))
        _crawl(database)
    with CacheFile.open(database) as cache:
        card = cards.card(cache, resources.find(cache, NEWS_URL))
    echo(f"\n$ {command_line(('show', card.id))}")
    echo(render(card, width=terminal_columns()))
    _invite(database, then_serve=then_serve)


def _invite(database: Path, *, then_serve: bool) -> None:
    """What to do with the demo's cache; `then_serve`: in a browser, at once."""
    from citecache.cli.serve import serve_until_told

    echo("Now try:")
    for command in TRY if then_serve else (*TRY, "serve"):
        echo(f"  {command_line(command)}")
    echo("and on your own files:  citecache crawl docs/ refs.bib")
    if then_serve:
        echo("\nIn a browser:")
        serve_until_told(database.absolute(), port=0)


class _DemoObserver(TerminalObserver):
    """Announces the crawl, which takes a while."""

    def planned(self, total: int, resumed: int) -> None:
        del resumed
        echo(f"fetching {plural(total, 'page')}, each host a second apart ...")


def _crawl(database: Path) -> None:
    from citecache.render.closing import closing_lines
    from citecache.usecases.crawl import CrawlOptions, NothingDue, crawl
    from crawler.model import Selection

    result = crawl(database, CrawlOptions(selection=Selection(everything=True)), observer=_DemoObserver())
    if isinstance(result, NothingDue):  # --keep with a folder whose run was interrupted at its very end
        return
    if result.failure is not None:
        raise result.failure
    for line in closing_lines(result.summary, result.state, result.elapsed, database=database):
        echo(line)
