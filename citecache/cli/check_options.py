"""The options of `check`, and what they ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citecache.cli.options import Duration, database_option, json_option, note
from citecache.cli.scrapy_options import scrapy_options, scrapy_settings
from citecache.render.tables import plural
from crawler.model.errors import Error

if TYPE_CHECKING:
    from citecache.usecases.check import LinkOptions
    from citecache.usecases.crawl import CrawlOptions
    from citecache.usecases.excludes import Pattern

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("text", "json", "junit", "github", "markdown")
FILE = click.Path(path_type=Path, dir_okay=False)
MAX_AGE = "7d"
"""How old a Fetch may be that --fetch does not repeat."""

OPTIONS = (
    click.option("--fetch", is_flag=True, help="First fetch the cited pages that are not fresh."),
    click.option(
        "--max-age",
        type=Duration(),
        metavar="DURATION",
        help=f"With --fetch: a page fetched within DURATION is fresh (30d, 12h).  [default: {MAX_AGE}]",
    ),
    click.option(
        "--format", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of the report."
    ),
    click.option("-o", "--output", type=FILE, metavar="FILE", help="Write the report to FILE instead of stdout."),
    click.option("--strict", is_flag=True, help="Treat inconclusive citations as problems."),
    click.option("--baseline", type=FILE, metavar="FILE", help="FILE of known problems, which do not fail the check."),
    click.option("--write-baseline", type=FILE, metavar="FILE", help="Write all problems to FILE as known; exit 0."),
    click.option(
        "--exclude", "patterns", multiple=True, metavar="REGEX", help="Leave out URLs that match REGEX; repeatable."
    ),
    click.option("--quotes", is_flag=True, help="Check quotations, too: altered, vanished and absent ones."),
    click.option("--no-relative", is_flag=True, help="Do not check relative links and images."),
    click.option("--no-anchors", is_flag=True, help="Do not check #anchors, in documents and in fetched pages."),
    click.option(
        "--root-dir",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="DIR",
        help="Resolve links that begin with / in DIR, not in the repository.",
    ),
    click.option("--config", type=FILE, metavar="FILE", help="Read lychee's excludes from FILE, not ./lychee.toml."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCommand:
    """What the command line asked for."""

    format: str
    output: Path | None
    strict: bool
    baseline: Path | None
    write_baseline: Path | None
    rules: "list[Pattern]"
    fetch: "CrawlOptions | None"
    links: "LinkOptions"
    quotes: bool


def check_options(command: F) -> F:
    """All options of `check`."""
    command = scrapy_options(database_option(json_option(command)))
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def parsed(
    *,
    format: str,
    output: Path | None,
    strict: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    patterns: tuple[str, ...],
    config: Path | None,
    no_relative: bool,
    no_anchors: bool,
    root_dir: Path | None,
    quotes: bool,
    as_json: bool,
    **fetching: Any,  # noqa: ANN401 - the options of `_fetching`
) -> CheckCommand:
    """The options as one object. click.UsageError: they exclude each other."""
    from citecache.usecases.check import LinkOptions

    return CheckCommand(
        links=LinkOptions(relative=not no_relative, anchors=not no_anchors, root=root_dir),
        format=_format(format, as_json=as_json, output=output),
        output=output,
        strict=strict,
        baseline=baseline,
        write_baseline=write_baseline,
        fetch=_fetching(**fetching),
        rules=_rules(patterns, config),
        quotes=quotes,
    )


def _format(format: str, *, as_json: bool, output: Path | None) -> str:
    if as_json and format not in ("text", "json"):
        raise click.UsageError(f"--json and --format {format} exclude each other")
    if format == "github" and output is not None:
        raise click.UsageError("GitHub reads its annotations from stdout: leave out -o")
    return "json" if as_json else format


def _rules(patterns: Sequence[str], config: Path | None) -> "list[Pattern]":
    """The excludes of lychee's files, whose number is reported, and those of --exclude."""
    from citecache.usecases.excludes import compiled, configured

    rules = configured(config)
    for origin in dict.fromkeys(rule.origin for rule in rules):
        note(f"{origin}: {plural(sum(rule.origin == origin for rule in rules), 'pattern')} read")
    try:
        return [*rules, *(compiled(pattern, "--exclude") for pattern in patterns)]
    except Error as error:
        raise click.UsageError(str(error)) from None


def _fetching(
    *, fetch: bool, max_age: int | None, settings: tuple[str, ...], allow_address: tuple[str, ...], verbose: int
) -> "CrawlOptions | None":
    """How --fetch crawls; None: it does not."""
    if not fetch:
        given = {"--max-age": max_age is not None, "-s": settings, "--allow-address": allow_address, "-v": verbose}
        if idle := [name for name, value in given.items() if value]:
            raise click.UsageError(f"{idle[0]} is an option of --fetch")
        return None
    from citecache.usecases.crawl import CrawlOptions
    from crawler.model import Selection

    age = Duration().convert(MAX_AGE, None, None) if max_age is None else max_age
    chosen = scrapy_settings(settings, allow_address)
    return CrawlOptions(selection=Selection(max_age=age), settings=chosen, verbose=verbose)
