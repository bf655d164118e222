"""The options that are handed to Scrapy, for crawl, refresh and archive: -s, --allow-address, -v."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from citecache.cli.options import log_as_json, protect_database

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS = (
    click.option(
        "-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set the Scrapy setting NAME to VALUE; repeatable."
    ),
    click.option(
        "--allow-address",
        multiple=True,
        metavar="CIDR",
        help="Allow requests to the private network CIDR; repeatable.",
    ),
    click.option("-v", "--verbose", count=True, help="Print Scrapy's log on stderr; -vv with debug messages."),
)

log_format_option = click.option(
    "--log-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="json: stderr is a log, one JSON object a line, with a line for each page.",
)

NUMBERS: dict[str, tuple[Callable[[str], float], float]] = {
    "CITECACHE_MIN_FREE": (int, 0),
    "CITECACHE_WORKERS": (int, 1),
    "CITECACHE_LEASE": (float, 1),
    "CITECACHE_EXTRACT_DEADLINE": (float, 0.1),
    "CITECACHE_EXTRACT_MEMORY": (int, 2**28),
    "CITECACHE_SAVE_DELAY": (float, 0),
    "CITECACHE_SAVE_DEADLINE": (float, 0.1),
    "DOWNLOAD_DELAY": (float, 0),
    "DOWNLOAD_TIMEOUT": (float, 0.1),
    "CONCURRENT_REQUESTS": (int, 1),
}
"""Settings whose values are checked before anything begins: (type, least)."""


def scrapy_options(command: F) -> F:
    """Add -s, --allow-address and -v."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def begin_json_log(settings: tuple[str, ...], verbose: int) -> None:
    """From now on, stderr is a log in JSON. click.BadParameter: LOG_LEVEL is no level."""
    import logging

    from citecache.usecases.json_log import LEVELS

    named = [value for name, _, value in (setting.partition("=") for setting in settings) if name == "LOG_LEVEL"]
    level = named[-1] if named else LEVELS[min(verbose, len(LEVELS) - 1)]
    if level not in logging.getLevelNamesMapping():
        raise click.BadParameter(f"LOG_LEVEL is a level such as INFO, not {level!r}", param_hint="-s")
    log_as_json(level)


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
    from crawler.net.addresses import networks

    _require_no_cache(chosen)
    opened = (*chosen.get("CITECACHE_ALLOW_ADDRESSES", "").split(","), *allow_address)
    try:
        networks(opened)
    except ValueError as error:
        raise click.BadParameter(f"{error}", param_hint="--allow-address") from None
    if allow_address:
        chosen["CITECACHE_ALLOW_ADDRESSES"] = ",".join(filter(None, opened))
    return chosen


def _require_no_cache(chosen: Mapping[str, str]) -> None:
    """Refuse a log or a feed of Scrapy's that would be written into a database.

    Raises:
        Error: a setting names one.
    """
    from crawler.cache import outputs

    protect_database()
    try:
        feeds = list(json.loads(chosen.get("FEEDS", "{}")))
    except (ValueError, TypeError):
        feeds = []  # Scrapy says what is wrong
    for name in filter(None, (chosen.get("LOG_FILE"), *map(str, feeds))):
        outputs.require_no_database(Path(name.removeprefix("file://")))
