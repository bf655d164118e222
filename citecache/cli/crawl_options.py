"""What `crawl` and `refresh` share: their options, and how a result is printed."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citecache.cli import adding
from citecache.cli.filters import merged, verdict_option
from citecache.cli.marking import read_marks_of
from citecache.cli.metrics_options import MetricsCommand, metrics_options, parsed_metrics, watched
from citecache.cli.options import (
    Duration,
    command_line,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    limit_option,
    note,
)
from citecache.cli.progress import TerminalObserver
from citecache.cli.scrapy_options import begin_json_log, log_format_option, scrapy_options, scrapy_settings
from citecache.render.clean import one_line
from citecache.render.tables import plural
from citecache.usecases.observer import SilentObserver
from crawler.model.errors import Error

if TYPE_CHECKING:
    from citecache.results import AddResult
    from citecache.usecases.crawl import CrawlOptions, CrawlPreview, CrawlResult, NothingDue
    from crawler.model import Selection

F = TypeVar("F", bound=Callable[..., Any])

_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")
"""How a URL begins (RFC 3986, 3.1); a page is named by one even if it can never be fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlCommand:
    """What the command line asked for."""

    options: "CrawlOptions"
    dry_run: bool
    as_json: bool
    log_as_json: bool
    metrics: MetricsCommand


def _cluster(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        from citecache.cluster.address import parse_address

        try:
            parse_address(value)
        except Error as error:
            raise click.BadParameter(str(error), ctx, param) from None
    return value


def require_cluster(command: CrawlCommand) -> None:
    """Error: a cluster is asked for, and its extra is missing."""
    if command.options.cluster is not None:
        from citecache.cluster.dask_backend import require_dask

        require_dask()


CLUSTER = click.option(
    "--cluster",
    callback=_cluster,
    metavar="ADDRESS",
    help="Crawl with several processes: local:N starts N here, tcp://HOST:PORT or tls://HOST:PORT is a Dask cluster.",
)

SELECTION = (
    limit_option("Fetch at most N pages."),
    click.option(
        "--url", "urls", multiple=True, metavar="URL", help="Fetch only the page at URL, due or not; repeatable."
    ),
    click.option("--host", "hosts", multiple=True, metavar="HOST", help="Fetch only pages on HOST; repeatable."),
    verdict_option("Fetch only pages with this verdict, or one of several, due or not: unreachable,failed"),
    click.option("--all", "everything", is_flag=True, help="Fetch every page, due or not."),
    click.option(
        "--older-than",
        type=Duration(),
        metavar="DURATION",
        help="Fetch every page last fetched over DURATION (30d, 12h) ago.",
    ),
)


def crawl_options(command: F) -> F:
    """The options that `crawl` and `refresh` share."""
    dry_run = click.option("--dry-run", is_flag=True, help="List the pages that would be fetched; change nothing.")
    command = CLUSTER(command)
    command = scrapy_options(log_format_option(metrics_options(dry_run(json_option(database_option(command))))))
    for option in reversed(SELECTION):
        command = option(command)
    return command


def parsed(
    *,
    urls: tuple[str, ...],
    hosts: tuple[str, ...],
    verdicts: tuple[tuple[str, ...], ...],
    everything: bool,
    older_than: int | None,
    limit: int | None,
    settings: tuple[str, ...],
    allow_address: tuple[str, ...],
    dry_run: bool,
    verbose: int,
    as_json: bool,
    log_format: str,
    cluster: str | None,
    **metrics: Any,  # noqa: ANN401 - checked in `parsed_metrics`
) -> CrawlCommand:
    """The options as one object. click.BadParameter: that cannot be."""
    if log_format == "json":
        begin_json_log(settings, verbose)
    from citecache.usecases.crawl import CrawlOptions
    from crawler.model import Selection
    from crawler.net.urls import page_url

    _require_schemes(urls)
    selection = Selection(
        everything=everything,
        older_than=older_than,
        urls=tuple(page_url(url).url for url in urls),
        hosts=tuple(host.lower() for host in hosts),
        verdicts=merged(verdicts),
        limit=limit,
    )
    in_json = log_format == "json"
    silenced = {"LOG_ENABLED": "False"} if in_json else {}  # Scrapy's own handler
    chosen = scrapy_settings(settings, allow_address) | silenced
    options = CrawlOptions(selection=selection, urls=urls, settings=chosen, verbose=verbose, cluster=cluster)
    shown = parsed_metrics(**metrics)
    return CrawlCommand(options=options, dry_run=dry_run, as_json=as_json, log_as_json=in_json, metrics=shown)


def _require_schemes(urls: tuple[str, ...]) -> None:
    for url in urls:
        if not _SCHEME.match(url):
            raise click.BadParameter(f"{one_line(url)}: begins with no scheme, such as https://", param_hint="--url")


def run(command: CrawlCommand, added: "AddResult | None" = None, *, quiet: bool = False) -> None:
    """Crawl and print what came of it. `quiet`: only what has changed, as for a scheduled job."""
    from citecache.render.closing import closing_lines
    from citecache.usecases.crawl import NothingDue, crawl, of_sources

    read_marks_of(database_path())
    observer = SilentObserver() if quiet or command.as_json or command.log_as_json else TerminalObserver()
    options = of_sources(database_path(), command.options, added)
    with watched(command.metrics, quiet=quiet or command.as_json) as metrics:
        options = replace(options, watch=None if metrics is None else metrics.crawling)
        result = crawl(database_path(), options, observer=observer)
        if metrics is not None:
            metrics.end(result)
    if command.as_json:
        echo_json(as_object(result, added))
    elif isinstance(result, NothingDue):
        if not quiet and not result.pages and added is None:
            raise Error(why_nothing(result, options.selection))
        if not quiet:
            echo(why_nothing(result, options.selection))
    elif quiet:
        _print_changes(result)
    else:
        for line in closing_lines(result.summary, result.state, result.elapsed, database=database_path()):
            echo(line)
    if result.others_due and not command.as_json:
        others = plural(result.others_due, "other page")
        echo(f"next: {command_line('crawl')}   # {others} due, cited elsewhere")
    if isinstance(result, NothingDue):
        return
    _end(result, verbose=command.options.verbose > 0)


def _end(result: "CrawlResult", *, verbose: bool) -> None:
    """The statistics for -v, then the exit code of a crawl that was stopped."""
    from citecache.render.closing import stats_lines

    for line in stats_lines(result.stats) if verbose else ():
        note(line)
    if result.failure is not None:
        raise result.failure
    if result.interrupted:
        click.get_current_context().exit(130)  # 128 + SIGINT, as shells have it


def _print_changes(result: "CrawlResult") -> None:
    for change in result.changes:
        echo(f"{change.before} -> {change.after}  {one_line(change.url)}")
    if result.state == "offline":
        note("at least half of the pages did not answer: possibly an outage on our side, no verdict was changed")


def as_object(result: "CrawlResult | NothingDue", added: "AddResult | None") -> dict[str, Any]:
    """The result as JSON."""
    from citecache.render import records
    from citecache.render.added import as_object as added_object
    from citecache.usecases.crawl import NothingDue

    tail = {"added": None if added is None else added_object(added), "others_due": result.others_due}
    if isinstance(result, NothingDue):
        return {"run": None, "state": "nothing due", "fetched": 0, "verdicts": {}} | tail
    head = {"run": result.run_id, "state": result.state, "elapsed_s": round(result.elapsed, 2)}
    return head | records.run_summary(result.summary) | tail


def why_nothing(nothing: "NothingDue", selection: "Selection") -> str:
    """Why no page was fetched, and what to do about it."""
    if not nothing.pages and selection.within is None:
        return f"the cache is empty: {command_line('add SOURCE...')} reads citing documents"
    if selection.within is not None and not selection.within:
        return "these sources cite nothing that can be fetched"
    narrowed = selection.urls or selection.hosts or selection.verdicts
    if narrowed or selection.older_than is not None or selection.everything:
        return "no page matches these options"
    if selection.within is not None:
        return "nothing that these sources cite is due (--all fetches it now)"
    later = f"; the next page is due {nothing.next_due}" if nothing.next_due else ""
    return f"nothing is due{later} (--all fetches everything now)"


def _print_preview(found: "CrawlPreview") -> None:
    if found.added:
        adding.report_added(found.added)
    for url in found.urls:
        echo(one_line(url))
    note(f"{plural(len(found.urls), 'page')} would be fetched")


def dry_run(command: CrawlCommand, sources: tuple[str, ...] = ()) -> None:
    """Print the URLs that such a crawl would fetch."""
    from citecache.usecases.crawl import preview
    from crawler.cache import utc

    found = preview(database_path(), command.options, sources, stdin=sys.stdin.buffer)
    if command.as_json:
        echo_json({"dry_run": True, "at": utc(found.at), "urls": list(found.urls)})
    else:
        _print_preview(found)
    if found.added:
        adding.require_all_sources(found.added)
