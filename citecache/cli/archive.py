"""`citecache archive`: a copy from a web archive of each page that is gone, or one for later of each that is alive."""

from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from citecache.cli.marking import read_marks_of
from citecache.cli.options import database_option, database_path, echo_json, json_option, limit_option
from citecache.cli.progress import TerminalObserver
from citecache.cli.scrapy_options import scrapy_options, scrapy_settings
from citecache.usecases.observer import SilentObserver
from crawler.net.credentials import hide_credentials, without_credentials
from crawler.settings import (
    CITECACHE_ARCHIVE,
    CITECACHE_ARCHIVE_AUTH,
    CITECACHE_ARCHIVE_SAVE,
    CITECACHE_ARCHIVE_SAVE_KEYS,
    CITECACHE_SAVE_DELAY,
)

if TYPE_CHECKING:
    from citecache.usecases.archive import ArchiveOptions
    from citecache.usecases.save import SaveOptions


@click.command()
@click.argument("names", nargs=-1, metavar="[URL_OR_ID...]")
@click.option(
    "--archive",
    metavar="URL",
    help="Look up copies in the archive whose TimeGates begin with URL.  [env: CITECACHE_ARCHIVE]",
)
@click.option("--again", is_flag=True, help="Also pages that the archive was asked for before.")
@click.option("--all", "again_too", is_flag=True, hidden=True, help="The former name of --again.")
@click.option("--save", is_flag=True, help="Have an archive capture what is cited now.")
@limit_option("At most N pages, the most cited first.")
@scrapy_options
@click.option("--dry-run", is_flag=True, help="List the pages that the archive would be asked for; change nothing.")
@database_option
@json_option
def archive(
    *,
    archive: str | None,
    again_too: bool,
    save: bool,
    settings: tuple[str, ...],
    allow_address: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - click's options that both kinds of options have
) -> None:
    """Look up an archived copy of every page that is gone: dead, missing, soft-404 or usurped.

    The nearest good copy before the page was accessed, published or last seen good is stored beside the page's own
    texts and never changes its verdict. The archive, by default the Internet Archive, learns which URLs you cite.
    Any archive that speaks Memento (RFC 7089) will do; CITECACHE_ARCHIVE_AUTH=user:password in the environment opens
    one that asks for a password. With URL_OR_ID, only these pages are looked up.

    With --save, an archive is asked to capture each page that is alive and of which it has no copy of now, one every
    20 seconds. By default that is Save Page Now of the Internet Archive; CITECACHE_ARCHIVE_SAVE names another, with
    {url} for the page, and CITECACHE_ARCHIVE_SAVE_KEYS=access:secret in the environment has keys. URLs with secrets,
    private addresses and pages behind walls are never sent.

    Example: citecache archive --limit 20
    """
    chosen = scrapy_settings(settings, allow_address)
    given["again"] |= again_too
    if not save:
        _archive(_options(archive, chosen, **given), dry_run=dry_run, as_json=as_json)
        return
    if archive is not None:
        raise click.UsageError("--archive is where copies are looked up: CITECACHE_ARCHIVE_SAVE is where --save asks")
    _save(_save_options(chosen, **given), dry_run=dry_run, as_json=as_json)


def _options(archive: str | None, chosen: dict[str, str], **given: Any) -> "ArchiveOptions":  # noqa: ANN401 - fields of ArchiveOptions
    from citecache.usecases.archive import ArchiveOptions

    endpoint = _endpoint(archive or chosen.get("CITECACHE_ARCHIVE") or CITECACHE_ARCHIVE)
    return ArchiveOptions(endpoint=endpoint, settings=chosen, **given)


def _archive(options: "ArchiveOptions", *, dry_run: bool, as_json: bool) -> None:
    from citecache.cli import archive_output as output
    from citecache.usecases.archive import archive as look_up
    from citecache.usecases.archive import wanted_copies

    if dry_run:
        output.print_wanted(wanted_copies(database_path(), options), options.endpoint, as_json=as_json)
        return
    read_marks_of(database_path())
    result = look_up(database_path(), options, observer=SilentObserver() if as_json else TerminalObserver())
    _print_result(result, output, as_json=as_json)


def _save_options(chosen: dict[str, str], **given: Any) -> "SaveOptions":  # noqa: ANN401 - fields of SaveOptions
    from citecache.usecases.save import SaveOptions

    if "CITECACHE_ARCHIVE_SAVE_KEYS" in chosen:
        raise click.UsageError("keys belong in the environment: CITECACHE_ARCHIVE_SAVE_KEYS=access:secret")
    if CITECACHE_ARCHIVE_SAVE_KEYS and ":" not in CITECACHE_ARCHIVE_SAVE_KEYS:
        raise click.UsageError("CITECACHE_ARCHIVE_SAVE_KEYS is not of the form access:secret")
    template = chosen.get("CITECACHE_ARCHIVE_SAVE") or CITECACHE_ARCHIVE_SAVE
    if template.count("{url}") != 1:
        raise click.UsageError(f"CITECACHE_ARCHIVE_SAVE has no {{url}}, or more than one: {hide_credentials(template)}")
    return SaveOptions(
        template=_endpoint(template, "CITECACHE_ARCHIVE_SAVE"),
        timegate=_endpoint(chosen.get("CITECACHE_ARCHIVE") or CITECACHE_ARCHIVE, "CITECACHE_ARCHIVE"),
        settings=chosen,
        **given,
    )


def _save(options: "SaveOptions", *, dry_run: bool, as_json: bool) -> None:
    from citecache.cli import save_output as output
    from citecache.usecases.save import planned, save

    if dry_run:
        delay = float(options.settings.get("CITECACHE_SAVE_DELAY", CITECACHE_SAVE_DELAY))
        output.print_planned(planned(database_path(), options), options.template, delay=delay, as_json=as_json)
        return
    read_marks_of(database_path())
    result = save(database_path(), options, observer=SilentObserver() if as_json else TerminalObserver())
    _print_result(result, output, as_json=as_json)


def _print_result(result: Any, output: ModuleType, *, as_json: bool) -> None:  # noqa: ANN401 - a result of that output
    """What came of a run, by the module that has its words."""
    if as_json:
        echo_json(output.as_object(result))
    else:
        output.print_run(result)
    if result.interrupted:
        click.get_current_context().exit(130)  # 128 + SIGINT, as shells have it


def _endpoint(url: str, name: str = "--archive") -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise click.BadParameter(f"{hide_credentials(url)!r} is not an http or https URL", param_hint=name)
    if url != without_credentials(url):
        raise click.BadParameter(
            "the archive's user and password belong in the environment: CITECACHE_ARCHIVE_AUTH=user:password",
            param_hint=name,
        )
    if CITECACHE_ARCHIVE_AUTH and ":" not in CITECACHE_ARCHIVE_AUTH:
        raise click.UsageError("CITECACHE_ARCHIVE_AUTH is not of the form user:password")
    return url
