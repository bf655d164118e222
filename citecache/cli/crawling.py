"""`citecache crawl` and `citecache refresh`: fetch what is new, due, or asked for."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any, TypeVar

import click

from citecache.cli import adding
from citecache.cli.closing import report
from citecache.cli.options import (
    Duration,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    note,
    open_cache,
    plural,
    typed,
)
from citecache.render.added import as_object
from citecache.usecases.add import require_all_sources
from crawler.cache import CacheFile, intake, require_space, run_lock, runs, utc
from crawler.middlewares.controls import names_resolve
from crawler.model import Citation, ParsedSource
from crawler.net.addresses import networks
from crawler.net.urls import page_url
from crawler.settings import CITECACHE_MIN_FREE

F = TypeVar("F", bound=Callable[..., Any])

NUMBERS: dict[str, tuple[Callable[[str], float], float]] = {
    "CITECACHE_MIN_FREE": (int, 0),
    "CITECACHE_WORKERS": (int, 1),
    "CITECACHE_EXTRACT_DEADLINE": (float, 0.1),
    "CITECACHE_EXTRACT_MEMORY": (int, 2**28),
    "DOWNLOAD_DELAY": (float, 0),
    "DOWNLOAD_TIMEOUT": (float, 0.1),
    "CONCURRENT_REQUESTS": (int, 1),
}
"""Settings whose values are checked before anything begins: (type, least)."""


def crawl_options(command: F) -> F:
    """The options that `crawl` and `refresh` share."""
    for option in reversed(
        (
            click.option("--limit", type=click.IntRange(min=1), help="At most so many pages."),
            click.option("--url", "urls", multiple=True, help="Only this page, due or not; repeatable."),
            click.option("--host", "hosts", multiple=True, help="Only pages of this host; repeatable."),
            click.option("--all", "everything", is_flag=True, help="Every page, due or not."),
            click.option("--older-than", type=Duration(), metavar="30d", help="Every page not fetched for so long."),
            click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set any Scrapy setting."),
            click.option("--allow-address", multiple=True, metavar="CIDR", help="Open a private network; repeatable."),
            click.option("--dry-run", is_flag=True, help="Show what would be fetched; touch nothing."),
            click.option("-v", "--verbose", count=True, help="Scrapy's log on stderr; twice for all of it."),
        )
    ):
        command = option(command)
    return json_option(database_option(command))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    selection: runs.Selection
    urls: tuple[str, ...]  # --url as given: the selection has them normalised
    settings: dict[str, str]
    dry_run: bool
    verbose: int
    as_json: bool


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@crawl_options
def crawl(sources: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options, checked in `_options`
    """Fetch every cited page that is new or due.

    With SOURCE, the sources are added first, as `citecache add` does. One page at a time per host, at
    least a second apart, robots.txt obeyed; Ctrl-C ends cleanly, and the next crawl goes on from there.

    Example: citecache crawl docs/ refs.bib
    """
    options = _options(**given)
    if options.dry_run:
        _dry_run(options, sources)
        return
    added = adding.add_sources(sources) if sources else None
    if added and not options.as_json:
        adding.report_added(added)
    _crawl(options, added)
    if added:
        require_all_sources(added)


@click.command()
@crawl_options
def refresh(**given: Any) -> None:  # noqa: ANN401 - likewise
    """Look again at the pages that are due, asking each host only for what has changed.

    How often a page is due depends on how often it changed so far, from a day to 90 days. Without a
    terminal, as in a scheduled job, only pages whose verdict changed are printed.

    Example: citecache refresh --older-than 30d
    """
    options = _options(**given)
    if options.dry_run:
        _dry_run(options, ())
        return
    open_cache().close()  # a cache that is not there is an error here, and a new one in `crawl`
    _crawl(options, None, quiet=not sys.stdout.isatty())


def _options(
    *,
    urls: tuple[str, ...],
    hosts: tuple[str, ...],
    everything: bool,
    older_than: int | None,
    limit: int | None,
    settings: tuple[str, ...],
    allow_address: tuple[str, ...],
    dry_run: bool,
    verbose: int,
    as_json: bool,
) -> Options:
    selection = runs.Selection(
        everything=everything,
        older_than=older_than,
        urls=tuple(page_url(url).url for url in urls),
        hosts=tuple(host.lower() for host in hosts),
        limit=limit,
    )
    chosen = scrapy_settings(settings, allow_address)
    return Options(selection=selection, urls=urls, settings=chosen, dry_run=dry_run, verbose=verbose, as_json=as_json)


def scrapy_settings(settings: tuple[str, ...], allow_address: tuple[str, ...]) -> dict[str, str]:
    """What -s and --allow-address set. click.BadParameter: that cannot be."""
    pairs = [setting.partition("=") for setting in settings]
    for name, equals, _ in pairs:
        if not equals or not name.isidentifier():
            raise click.BadParameter(f"{name!r} is not of the form NAME=VALUE", param_hint="-s")
    chosen = {name: value for name, _, value in pairs}
    for name, (kind, least) in NUMBERS.items():
        try:
            good = name not in chosen or kind(chosen[name]) >= least
        except ValueError:
            good = False
        if not good:
            raise click.BadParameter(f"{name} is a number of at least {least}, not {chosen[name]!r}", param_hint="-s")
    if "CITECACHE_DB" in chosen:
        raise click.BadParameter("the database is named by --db", param_hint="-s")
    opened = (*chosen.get("CITECACHE_ALLOW_ADDRESSES", "").split(","), *allow_address)
    try:
        networks(opened)
    except ValueError as error:
        raise click.BadParameter(f"{error}", param_hint="--allow-address") from None
    if allow_address:
        chosen["CITECACHE_ALLOW_ADDRESSES"] = ",".join(filter(None, opened))
    return chosen


def _crawl(options: Options, added: intake.Added | None, *, quiet: bool = False) -> None:
    with run_lock(database_path()), open_cache(create=True) as cache:
        now = datetime.now(UTC)
        runs.settle(cache, now=now)
        _add_named_urls(cache, options.urls, now)
        cutoff, resumed = runs.plan(cache, options.selection, now=now)
        total = runs.count_due(cache, options.selection, cutoff=cutoff, now=now)
        if not total:
            _nothing_due(cache, options, added, quiet=quiet)
            return
        if resumed and not quiet and not options.as_json:
            note(f"going on with the run that was interrupted: {plural(resumed, 'page')} done, {total:,} to go")
        require_space(database_path(), int(options.settings.get("CITECACHE_MIN_FREE", CITECACHE_MIN_FREE)))
        from citecache.cli.process import Crawling
        from crawler.spiders.citations import CitationsSpider

        started = monotonic()
        run = runs.begin(cache, options.selection, now=now)
        crawling = Crawling(
            database_path(),
            CitationsSpider,
            total,
            arguments={"run": run},
            settings=options.settings,
            verbose=options.verbose,
        )
        try:
            crawling.go(silent=quiet or options.as_json)
        finally:
            early = crawling.interrupted or crawling.failure is not None
            online = partial(names_resolve, crawling.settings.getlist("CITECACHE_CONTROL_HOSTS"))
            state = runs.finish(cache, run, now=datetime.now(UTC), interrupted=early, online=online)
        if options.as_json:
            head = {"run": run.id, "state": state, "elapsed_s": round(monotonic() - started, 2)}
            echo_json(head | runs.result(cache, run.id).as_object() | {"added": _added(added)})
        else:
            report(cache, run, state, monotonic() - started, quiet=quiet)
        if crawling.failure is not None:
            raise crawling.failure
        if crawling.interrupted:
            click.get_current_context().exit(130)  # 128 + SIGINT, as shells have it


def _add_named_urls(cache: CacheFile, urls: tuple[str, ...], now: datetime) -> None:
    """`--url` may name a page that nothing cites yet; it is then kept as given."""
    new = [url for url in urls if not runs.is_page(cache, page_url(url).url)]
    if new:
        citations = tuple(Citation(url=url) for url in new)
        intake.take(cache, [ParsedSource(document=None, citations=citations)], now=now)


def _nothing_due(cache: CacheFile, options: Options, added: intake.Added | None, *, quiet: bool) -> None:
    if options.as_json:
        echo_json({"run": None, "state": "nothing due", "fetched": 0, "verdicts": {}, "added": _added(added)})
    elif not quiet:
        echo(_why_nothing(cache, options.selection))


def _why_nothing(cache: CacheFile, selection: runs.Selection) -> str:
    if not runs.pages(cache):
        return f"there is nothing to fetch yet: {typed('add SOURCE...')} reads what cites"
    if selection.urls or selection.hosts or selection.older_than is not None or selection.everything:
        return "no page is such that these options would fetch it now"
    when = runs.next_due(cache)
    later = f"; the next page is due {when}" if when else ""
    return f"nothing is due{later} (--all fetches everything now)"


def _added(added: intake.Added | None) -> dict[str, Any] | None:
    return None if added is None else as_object(added)


def _dry_run(options: Options, sources: tuple[str, ...]) -> None:
    """The URLs that such a crawl would ask for."""
    now = datetime.now(UTC)
    urls: dict[str, None] = {}
    have: set[str] = set()
    added: intake.Added | None = None
    urls |= dict.fromkeys(options.selection.urls)
    if database_path().exists():
        with open_cache() as cache:
            cutoff, _ = runs.plan(cache, options.selection, now=now)
            urls |= dict.fromkeys(_due_urls(cache, options.selection, cutoff, now))
            have = runs.tried(cache)
    if sources:
        with CacheFile.in_memory() as cache:
            from crawler.sources import read_all

            added = intake.take(cache, read_all(sources, stdin=sys.stdin.buffer), now=now)
            if not options.as_json:
                adding.report_added(added)
            urls |= dict.fromkeys(url for url in _due_urls(cache, options.selection, 1, now) if url not in have)
    listed = list(urls)[: options.selection.limit]
    if options.as_json:
        echo_json({"dry_run": True, "at": utc(now), "urls": listed})
        return
    for url in listed:
        echo(url)
    note(f"{plural(len(listed), 'page')} would be fetched")
    if added:
        require_all_sources(added)


def _due_urls(cache: CacheFile, selection: runs.Selection, cutoff: int, now: datetime) -> list[str]:
    return [page.url for batch in runs.due(cache, selection, cutoff=cutoff, now=now) for page in batch]
