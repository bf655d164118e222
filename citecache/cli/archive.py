"""`citecache archive`: a copy from a web archive of each page that is gone."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from citecache.cli.marking import read_marks_of
from citecache.cli.options import database_option, database_path, echo_json, json_option, limit_option
from citecache.cli.progress import TerminalObserver
from citecache.cli.scrapy_options import scrapy_options, scrapy_settings
from citecache.usecases.observer import SilentObserver
from crawler.net.credentials import hide_credentials, without_credentials
from crawler.settings import CITECACHE_ARCHIVE, CITECACHE_ARCHIVE_AUTH

if TYPE_CHECKING:
    from citecache.usecases.archive import ArchiveOptions


@click.command()
@click.argument("names", nargs=-1, metavar="[URL_OR_ID...]")
@click.option(
    "--archive",
    metavar="URL",
    help="Look up copies in the archive whose TimeGates begin with URL.  [env: CITECACHE_ARCHIVE]",
)
@click.option("--again", is_flag=True, help="Look up every page that is gone, even if it was looked up before.")
@click.option("--all", "again_too", is_flag=True, hidden=True, help="The former name of --again.")
@limit_option("Look up at most N pages, the most cited first.")
@scrapy_options
@click.option("--dry-run", is_flag=True, help="List the pages that would be looked up; change nothing.")
@database_option
@json_option
def archive(
    *,
    names: tuple[str, ...],
    archive: str | None,
    again: bool,
    again_too: bool,
    limit: int | None,
    settings: tuple[str, ...],
    allow_address: tuple[str, ...],
    dry_run: bool,
    verbose: int,
    as_json: bool,
) -> None:
    """Look up an archived copy of every page that is gone: dead, missing, soft-404 or usurped.

    The nearest good copy before the page was accessed, published or last seen good is stored beside the page's own
    texts and never changes its verdict. The archive, by default the Internet Archive, learns which URLs you cite.
    Any archive that speaks Memento (RFC 7089) will do; CITECACHE_ARCHIVE_AUTH=user:password in the environment opens
    one that asks for a password. With URL_OR_ID, only these pages are looked up.

    Example: citecache archive --limit 20
    """
    from citecache.usecases.archive import ArchiveOptions

    chosen = scrapy_settings(settings, allow_address)
    options = ArchiveOptions(
        endpoint=_endpoint(archive or chosen.get("CITECACHE_ARCHIVE") or CITECACHE_ARCHIVE),
        names=names,
        again=again or again_too,
        limit=limit,
        settings=chosen,
        verbose=verbose,
    )
    _archive(options, dry_run=dry_run, as_json=as_json)


def _archive(options: "ArchiveOptions", *, dry_run: bool, as_json: bool) -> None:
    from citecache.cli import archive_output as output
    from citecache.usecases.archive import archive as look_up
    from citecache.usecases.archive import wanted_copies

    if dry_run:
        output.print_wanted(wanted_copies(database_path(), options), options.endpoint, as_json=as_json)
        return
    read_marks_of(database_path())
    result = look_up(database_path(), options, observer=SilentObserver() if as_json else TerminalObserver())
    if as_json:
        echo_json(output.as_object(result))
    else:
        output.print_run(result)
    if result.interrupted:
        click.get_current_context().exit(130)  # 128 + SIGINT, as shells have it


def _endpoint(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise click.BadParameter(f"{hide_credentials(url)!r} is not an http or https URL", param_hint="--archive")
    if url != without_credentials(url):
        raise click.BadParameter(
            "the archive's user and password belong in the environment: CITECACHE_ARCHIVE_AUTH=user:password",
            param_hint="--archive",
        )
    if CITECACHE_ARCHIVE_AUTH and ":" not in CITECACHE_ARCHIVE_AUTH:
        raise click.UsageError("CITECACHE_ARCHIVE_AUTH is not of the form user:password")
    return url
