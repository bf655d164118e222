"""`citecache archive`: a copy from a web archive of each page that is gone."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from citecache.cli.crawling import scrapy_settings
from citecache.cli.options import (
    columns,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    note,
    open_cache,
    plural,
)
from citecache.render.clean import one_line
from crawler.cache import CacheFile, cards, mementos, require_space, run_lock, utc
from crawler.cache.mementos import KEPT, NONE, REFUSED, UNAVAILABLE, Sought
from crawler.settings import CITECACHE_ARCHIVE, CITECACHE_MIN_FREE

if TYPE_CHECKING:
    from crawler.memento.spider import ArchiveResult

WORDS = {KEPT: "kept", REFUSED: "no good copy", NONE: "no copy", UNAVAILABLE: "could not look"}
"""What a person reads for each outcome, in the order of the total."""


@click.command()
@click.argument("wanted", nargs=-1, metavar="[URL_OR_ID...]")
@click.option("--archive", metavar="URL", help="Another archive: where its TimeGates begin.  [env: CITECACHE_ARCHIVE]")
@click.option("--all", "again", is_flag=True, help="Also what was asked for within 30 days, or refused before.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many pages, the most cited first.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set any Scrapy setting.")
@click.option("--allow-address", multiple=True, metavar="CIDR", help="Open a private network; repeatable.")
@click.option("--dry-run", is_flag=True, help="Show which pages would be looked for; touch nothing.")
@click.option("-v", "--verbose", count=True, help="Scrapy's log on stderr; twice for all of it.")
@database_option
@json_option
def archive(
    *,
    wanted: tuple[str, ...],
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
    endpoint = _endpoint(archive or chosen.get("CITECACHE_ARCHIVE") or CITECACHE_ARCHIVE)
    chosen["CITECACHE_ARCHIVE"] = endpoint
    if dry_run:
        with open_cache() as cache:
            _dry_run(_sought(cache, wanted, endpoint, again, limit), endpoint, as_json=as_json)
        return
    open_cache().close()  # a cache that is not there is an error, and no lock is left for it
    with run_lock(database_path()), open_cache() as cache:
        sought = _sought(cache, wanted, endpoint, again, limit)
        had = [one for one in sought if one.kept is not None and not again]
        asked = [one for one in sought if one not in had]
        results, interrupted = _ask(asked, chosen, again=again, verbose=verbose, silent=as_json)
        _report(cache, endpoint, had, results, interrupted=interrupted, as_json=as_json)
    if interrupted:
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


def _sought(cache: CacheFile, wanted: tuple[str, ...], endpoint: str, again: bool, limit: int | None) -> list[Sought]:
    now = datetime.now(UTC)
    if not wanted:
        return list(mementos.sought(cache, archive=endpoint, now=now, again=again, limit=limit))
    named = [mementos.of_resource(cache, cards.find(cache, name), now=now) for name in wanted]
    return list({one.page.id: one for one in named}.values())[:limit]


def _dry_run(sought: Sequence[Sought], endpoint: str, *, as_json: bool) -> None:
    if as_json:
        pages = [_as_sought(one) for one in sought]
        echo_json({"dry_run": True, "archive": endpoint, "pages": pages})
        return
    for one in sought:
        echo(f"{utc(one.wanted)[:10]}  {one_line(one.page.url)}  ({one.why})")
    note(f"{plural(len(sought), 'page')} would be looked for at {endpoint}")


def _ask(
    sought: list[Sought], settings: dict[str, str], *, again: bool, verbose: int, silent: bool
) -> tuple[list["ArchiveResult"], bool]:
    """What came of each Page, and whether Ctrl-C ended it."""
    if not sought:
        return [], False
    require_space(database_path(), int(settings.get("CITECACHE_MIN_FREE", CITECACHE_MIN_FREE)))
    from citecache.cli.process import Crawling
    from crawler.memento.spider import ArchiveSpider

    arguments = {"sought": sought, "again": again}
    crawling = Crawling(
        database_path(), ArchiveSpider, len(sought), arguments=arguments, settings=settings, verbose=verbose
    )
    crawling.go(silent=silent)
    if crawling.failure is not None:
        raise crawling.failure
    assert isinstance(crawling.spider, ArchiveSpider)
    return crawling.spider.results, crawling.interrupted


# --- what is said ------------------------------------------------------------------------------------


def _report(
    cache: CacheFile,
    endpoint: str,
    had: Sequence[Sought],
    results: Sequence["ArchiveResult"],
    *,
    interrupted: bool,
    as_json: bool,
) -> None:
    counts = Counter(result.whole.outcome for result in results)
    if as_json:
        head: dict[str, Any] = {"archive": endpoint, "state": "interrupted" if interrupted else "finished"}
        by_outcome = {outcome: counts[outcome] for outcome in WORDS}
        pages = [*(_as_kept(cache, one) for one in had), *map(_as_object, results)]
        echo_json(head | {"pages": len(results)} | by_outcome | {"results": pages})
        return
    rows = [_had_row(cache, one) for one in had] + [_row(result) for result in results]
    if rows:
        echo(columns(rows))
    if not had and not results:
        echo("there is nothing to look for: no page is gone without a copy, or this archive was asked within 30 days")
        return
    told = ", ".join(f"{counts[outcome]:,} {word}" for outcome, word in WORDS.items() if counts[outcome])
    stopped = "; the run was interrupted" if interrupted else ""
    echo(f"{plural(len(results), 'page')} looked for at {endpoint}{': ' if told else ''}{told}{stopped}")


def _row(result: "ArchiveResult") -> tuple[str, ...]:
    told = result.url or result.whole.detail
    date = utc(result.at)[:10] if result.at else "-"
    return WORDS[result.whole.outcome], date, _of(result.page.url, told)


def _had_row(cache: CacheFile, one: Sought) -> tuple[str, ...]:
    copy = mementos.kept(cache, one.page.id) or {}
    return "kept before", str(copy.get("memento_datetime"))[:10], _of(one.page.url, str(copy.get("url")))


def _of(url: str, told: str) -> str:
    return f"{one_line(url)}  {one_line(told)}".rstrip()


def _as_sought(one: Sought) -> dict[str, Any]:
    return {"url": one.page.url, "verdict": one.verdict, "wanted": utc(one.wanted), "why": one.why}


def _as_kept(cache: CacheFile, one: Sought) -> dict[str, Any]:
    copy = mementos.kept(cache, one.page.id) or {}
    found = {"outcome": KEPT, "detail": "kept before"}
    return _as_sought(one) | found | {"memento": copy.get("url"), "memento_datetime": copy.get("memento_datetime")}


def _as_object(result: "ArchiveResult") -> dict[str, Any]:
    tried = [
        {
            "url": look.url,
            "memento_datetime": utc(look.memento_datetime) if look.memento_datetime else None,
            "outcome": look.outcome,
            "verdict": look.verdict,
            "detail": look.detail,
        }
        for look in result.tried
    ]
    found = {"outcome": result.whole.outcome, "detail": result.whole.detail}
    copy = {"memento": result.url, "memento_datetime": utc(result.at) if result.at else None}
    return _as_sought(result.sought) | found | copy | {"tried": tried}
