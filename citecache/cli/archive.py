"""`citecache archive`: a copy from a web archive of each page that is gone."""

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from citecache.cli.options import (
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    note,
)
from citecache.cli.progress import TerminalObserver
from citecache.cli.scrapy_options import scrapy_options, scrapy_settings
from citecache.render.clean import one_line
from citecache.render.tables import columns, plural
from citecache.usecases.archive import ArchiveOptions, ArchiveRun, KeptCopy, wanted_copies
from citecache.usecases.archive import archive as look_up
from citecache.usecases.observer import SilentObserver
from crawler.cache import utc
from crawler.cache.mementos import KEPT, NONE, REFUSED, UNAVAILABLE, Lookup, WantedCopy
from crawler.settings import CITECACHE_ARCHIVE

if TYPE_CHECKING:
    from crawler.memento.spider import ArchiveResult

WORDS = {KEPT: "kept", REFUSED: "no good copy", NONE: "no copy", UNAVAILABLE: "inconclusive"}
"""What a person reads for each outcome, in the order of the total."""


@click.command()
@click.argument("names", nargs=-1, metavar="[URL_OR_ID...]")
@click.option("--archive", metavar="URL", help="Ask the archive with TimeGates at URL.  [env: CITECACHE_ARCHIVE]")
@click.option(
    "--all",
    "again",
    is_flag=True,
    help="Look up every page that is gone and has no copy, even if looked up before.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Look up at most N pages, the most cited first.")
@scrapy_options
@click.option("--dry-run", is_flag=True, help="List the pages that would be looked up; change nothing.")
@database_option
@json_option
def archive(
    *,
    names: tuple[str, ...],
    archive: str | None,
    again: bool,
    limit: int | None,
    settings: tuple[str, ...],
    allow_address: tuple[str, ...],
    dry_run: bool,
    verbose: int,
    as_json: bool,
) -> None:
    """Ask a web archive for a copy of every page that is gone: dead, missing, an error page, or another site's now.

    The nearest copy before the page was accessed, published or last seen good is taken, if it is a good one. It is
    kept beside the page's own texts and never changes its verdict. The archive is told which URLs you cite: by
    default the Internet Archive, else any that speaks Memento (RFC 7089). With URL_OR_ID, only these pages.

    Example: citecache archive --limit 20
    """
    chosen = scrapy_settings(settings, allow_address)
    options = ArchiveOptions(
        endpoint=_endpoint(archive or chosen.get("CITECACHE_ARCHIVE") or CITECACHE_ARCHIVE),
        names=names,
        again=again,
        limit=limit,
        settings=chosen,
        verbose=verbose,
    )
    if dry_run:
        _dry_run(wanted_copies(database_path(), options), options.endpoint, as_json=as_json)
        return
    result = look_up(database_path(), options, observer=SilentObserver() if as_json else TerminalObserver())
    if as_json:
        echo_json(_as_object(result))
    else:
        _print(result)
    if result.interrupted:
        click.get_current_context().exit(130)  # 128 + SIGINT, as shells have it


def _endpoint(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise click.BadParameter(f"{url!r} is no http or https URL", param_hint="--archive")
    return url


def _dry_run(wanted: list[WantedCopy], endpoint: str, *, as_json: bool) -> None:
    if as_json:
        echo_json({"dry_run": True, "archive": endpoint, "pages": [_wanted_object(one) for one in wanted]})
        return
    for one in wanted:
        echo(f"{utc(one.moment)[:10]}  {one_line(one.page.url)}  ({one.why})")
    note(f"{plural(len(wanted), 'page')} would be looked up at {endpoint}")


# --- text --------------------------------------------------------------------------------------------


def _print(run: ArchiveRun) -> None:
    rows = [*map(_kept_row, run.kept_before), *map(_row, run.results)]
    if not rows:
        echo("there is nothing to look up: no page is gone without a copy, or this archive was asked within 30 days")
        return
    echo(columns(rows))
    counts = Counter(result.whole.outcome for result in run.results)
    total = ", ".join(f"{counts[outcome]:,} {word}" for outcome, word in WORDS.items() if counts[outcome])
    ended = "; the run was interrupted" if run.interrupted else ""
    echo(f"{plural(len(run.results), 'page')} looked up at {run.endpoint}{': ' if total else ''}{total}{ended}")


def _row(result: "ArchiveResult") -> tuple[str, ...]:
    date = utc(result.at)[:10] if result.at else "-"
    return WORDS[result.whole.outcome], date, _place(result.page.url, result.url or result.whole.detail)


def _kept_row(copy: KeptCopy) -> tuple[str, ...]:
    return "kept before", str(copy.at)[:10], _place(copy.wanted.page.url, str(copy.url))


def _place(url: str, detail: str) -> str:
    return f"{one_line(url)}  {one_line(detail)}".rstrip()


# --- JSON --------------------------------------------------------------------------------------------


def _as_object(run: ArchiveRun) -> dict[str, Any]:
    counts = Counter(result.whole.outcome for result in run.results)
    head: dict[str, Any] = {"archive": run.endpoint, "state": "interrupted" if run.interrupted else "finished"}
    by_outcome = {outcome: counts[outcome] for outcome in WORDS}
    pages = [*map(_kept_object, run.kept_before), *map(_result_object, run.results)]
    return head | {"pages": len(run.results)} | by_outcome | {"results": pages}


def _wanted_object(one: WantedCopy) -> dict[str, Any]:
    return {"url": one.page.url, "verdict": one.verdict, "wanted": utc(one.moment), "why": one.why}


def _kept_object(copy: KeptCopy) -> dict[str, Any]:
    outcome = {"outcome": KEPT, "detail": "kept before"}
    return _wanted_object(copy.wanted) | outcome | {"memento": copy.url, "memento_datetime": copy.at}


def _result_object(result: "ArchiveResult") -> dict[str, Any]:
    outcome = {"outcome": result.whole.outcome, "detail": result.whole.detail}
    copy = {"memento": result.url, "memento_datetime": utc(result.at) if result.at else None}
    tried = {"tried": [_lookup_object(lookup) for lookup in result.tried]}
    return _wanted_object(result.wanted) | outcome | copy | tried


def _lookup_object(lookup: Lookup) -> dict[str, Any]:
    return {
        "url": lookup.url,
        "memento_datetime": utc(lookup.memento_datetime) if lookup.memento_datetime else None,
        "outcome": lookup.outcome,
        "verdict": lookup.verdict,
        "detail": lookup.detail,
    }
