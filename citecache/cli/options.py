"""What commands share: the database, durations, output, exit codes."""

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import click
from click.core import ParameterSource

from citecache.exports.jsonl import escaped
from citecache.render.clean import inert
from crawler.cache import CacheFile

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
