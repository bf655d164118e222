"""What commands share: the database, durations, output, exit codes."""

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import click
from click.core import ParameterSource

from citecache.exports.jsonl import escaped
from citecache.render.clean import inert
from crawler.cache import CacheFile, cards, utc
from crawler.model import Verdict

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_DB = "citecache.db"


def _remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Keep the innermost --db: `citecache --db X list` and `citecache list --db X` are the same."""
    given = value is not None and ctx.get_parameter_source("db") is not ParameterSource.ENVIRONMENT
    if given or ctx.obj is None:
        ctx.obj = value or Path(DEFAULT_DB)


def database_option(command: F) -> F:
    """`--db PATH`, `CITECACHE_DB`, or ./citecache.db."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="CITECACHE_DB",
        expose_value=False,
        callback=_remember,
        help=f"The cache's file.  [env: CITECACHE_DB; default: ./{DEFAULT_DB}]",
    )(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else, on stdout.")


def database_path() -> Path:
    """The database of the command that runs."""
    path: Path = click.get_current_context().obj
    return path


def open_cache(*, create: bool = False) -> CacheFile:
    return CacheFile.open(database_path(), create=create)


class Duration(click.ParamType[int]):
    """`30d`, `12h`, `90m`, `45s`, `2w`: seconds."""

    name = "duration"
    UNITS: ClassVar = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        match = re.fullmatch(r"(\d{1,6})([smhdw])", str(value))
        if not match:
            self.fail(f"{value!r} is no duration: write 30d, 12h, 90m, 45s or 2w", param, ctx)
        return int(match[1]) * self.UNITS[match[2]]


EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(click.ParamType[str]):
    """A date or a time that has been, or how long ago: UTC, ISO 8601 with Z. A date is its first second."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's signature
        from crawler.text.dates import iso_date, iso_time  # noqa: PLC0415 - the parsers beside it take a while

        now = datetime.now(UTC)
        text = str(value).strip()
        if text[-1:] in Duration.UNITS and text[:-1].isdecimal():
            ago = timedelta(seconds=Duration().convert(text, param, ctx))
            return utc(now - min(ago, now - EARLIEST))
        moment = iso_time(text) if ":" in text else None
        if moment is None and (date := iso_date(text)):
            moment = f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00Z"
        if moment is None:
            self.fail(f"{value!r} is no date: write 2026-04-01, 2026-04-01T12:00, or 7d for a week ago", param, ctx)
        if moment > utc(now):
            self.fail(f"{value!r} is yet to come", param, ctx)
        return moment


VERDICTS = click.Choice([verdict.value for verdict in Verdict])


def filter_options(command: Any) -> Any:  # noqa: ANN401 - decorates whatever click makes
    """The filters that `list` and `export` share."""
    for option in (
        click.option("--document", metavar="PATH", help="Only what this document cites (path, or name)."),
        click.option("--host", "hosts", multiple=True, help="Only pages of this host; repeatable."),
        click.option("--verdict", "verdicts", multiple=True, type=VERDICTS, help="Only this verdict; repeatable."),
    ):
        command = option(command)
    return command


def chosen(verdicts: tuple[str, ...], hosts: tuple[str, ...], document: str | None) -> cards.Filter:
    return cards.Filter(verdicts=verdicts, hosts=tuple(host.lower() for host in hosts), document=document)


def echo_json(value: object) -> None:
    """One JSON value on stdout, readable; text as it is, but for what UTF-8 cannot hold."""
    click.echo(escaped(json.dumps(value, ensure_ascii=False, indent=2)).encode("utf-8", "backslashreplace"))


def echo(text: str, *, err: bool = False) -> None:
    """Lines for a person; what would act on a terminal is left out, whoever wrote it."""
    click.echo(inert(text), err=err)


def note(text: str) -> None:
    """Something said beside the results: on stderr."""
    echo(text, err=True)


def on_terminal() -> bool:
    return sys.stdout.isatty()


def typed(arguments: str) -> str:
    """A command of ours as it can be pasted: with the way it was called where the shell knows no `citecache`,
    and with the database where it is not the usual one.
    """
    name = "citecache" if shutil.which("citecache") else shlex.quote(sys.argv[0])
    path = database_path()
    usual = path == Path(os.environ.get("CITECACHE_DB", DEFAULT_DB))
    return f"{name} {arguments}" if usual else f"{name} --db {shlex.quote(str(path))} {arguments}"


def plural(count: int, noun: str) -> str:
    """`1 page`, `1,204 pages`.

    >>> plural(1204, "page"), plural(1, "entry")
    ('1,204 pages', '1 entry')
    """
    many = noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith("ch") else "s")
    return f"{count:,} {noun if count == 1 else many}"


def columns(rows: Sequence[tuple[str, ...]], *, indent: str = "") -> str:
    """Rows with aligned columns; the last one runs on as long as it likes, so that pipes lose nothing."""
    if not rows:
        return ""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    )
    return "\n".join(indent + line.rstrip() for line in lines)


def forget_stdout() -> None:
    """After a broken pipe: Python would complain once more when it flushes stdout at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
