"""What commands share: the database, durations, output, exit codes."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

import click
from click.core import ParameterSource

from citecache.cli import streams
from citecache.render import commands
from citecache.render.clean import in_one_line, loggable
from citecache.render.commands import DEFAULT_DB

if TYPE_CHECKING:
    from crawler.cache import CacheFile
    from crawler.model.errors import Error

F = TypeVar("F", bound=Callable[..., Any])


def _remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Store the innermost --db: `citecache --db X list` and `citecache list --db X` are the same."""
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
        metavar="PATH",
        help=f"PATH of the cache file.  [env: CITECACHE_DB; default: ./{DEFAULT_DB}]",
    )(command)


def limit_option(meaning: str, default: int | None = None) -> Callable[[F], F]:
    """`--limit N`, 1 or more."""
    number = click.IntRange(min=1)
    shown = default is not None
    return click.option("--limit", type=number, default=default, show_default=shown, metavar="N", help=meaning)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value on stdout instead of text.")


def database_path() -> Path:
    """The database of the command that runs."""
    path: Path = click.get_current_context().obj
    return path


def protect_database() -> None:
    """Until the command ends, the database is no output, nor is what stands beside it."""
    from crawler.cache import outputs

    root = click.get_current_context().find_root()
    outputs.protect(database_path(), root)
    root.call_on_close(partial(outputs.release, root))


def open_cache(*, create: bool = False, examined: bool = False) -> "CacheFile":
    """The cache of the command that runs; all that it reads, until it writes, is of one moment. `examined`: for doctor.

    Raises:
        CacheError: there is none and `create` is false, or it cannot be opened.
    """
    from crawler.cache import CacheFile, outputs

    protect_database()
    for number, name in ((1, "standard output"), (2, "standard error")):
        outputs.require_no_cache_open(number, name)
    _opened.append(database_path())
    return CacheFile.open(database_path(), create=create, snapshot=True, examined=examined)


_opened: list[Path] = []
"""The caches that this process has opened."""


def damage_behind(error: Exception) -> "Error | None":
    """The one line for an error that nothing foresees, and that a value in the cache explains."""
    from crawler.cache import CacheFile
    from crawler.model.errors import Error

    for path in _opened[-1:]:
        with suppress(Error), CacheFile.open(path, examined=True) as cache:
            return cache.explained(error)
    return None


class Duration(click.ParamType[int]):
    """`30d`, `12h`, `90m`, `45s`, `2w`: seconds."""

    name = "duration"
    UNITS: ClassVar = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        match = re.fullmatch(r"(\d{1,9})([smhdw])", str(value))
        if not match:
            self.fail(f"{value!r} is not a duration: write 30d, 12h, 90m, 45s or 2w", param, ctx)
        return int(match[1]) * self.UNITS[match[2]]


EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(click.ParamType[str]):
    """A past date or time, or an age: becomes UTC, ISO 8601 with Z. A date means its first second."""

    name = "date"
    HELP: ClassVar = "DATE is 2026-04-01, 2026-04-01T12:00 (UTC), or an age such as 7d."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's signature
        from crawler.cache import utc
        from crawler.text.dates import iso_date, iso_time

        now = datetime.now(UTC)
        text = str(value).strip()
        if text[-1:] in Duration.UNITS and text[:-1].isdecimal():
            ago = timedelta(seconds=Duration().convert(text, param, ctx))
            return utc(now - min(ago, now - EARLIEST))
        moment = iso_time(text) if ":" in text else None
        if moment is None and (date := iso_date(text)):
            moment = f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00Z"
        if moment is None:
            self.fail(f"{value!r} is not a date: write 2026-04-01, 2026-04-01T12:00, or 7d for a week ago", param, ctx)
        if moment > utc(now):
            self.fail(f"{value!r} is in the future", param, ctx)
        return moment


def echo_json(value: object) -> None:
    """One JSON value on stdout."""
    echo_exact(json_text(value))


def json_text(value: object) -> str:
    """JSON in lines for a reader; text unchanged, except for escapes of what acts, or cannot be encoded."""
    from citecache.render.json_text import escaped, indented

    return escaped(indented(value) if _unicode() else json.dumps(value, indent=2)) + "\n"


def echo_exact(text: str) -> None:
    """Text for a program, which no filter changes: JSON, XML."""
    _write_bytes(text.encode("utf-8", "backslashreplace"))


def echo_bytes(data: bytes) -> None:
    """Bytes of a user's own file, such as a patch has: to a terminal as text that acts on nothing."""
    if on_terminal():
        _write(loggable(data.decode("utf-8", "replace")), err=False)
        return
    _write_bytes(data)


def _write_bytes(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _unicode() -> bool:
    return sys.stdout.encoding.lower().replace("-", "") == "utf8"


def echo(text: str, *, err: bool = False) -> None:
    """Lines for a person, which act on nothing, whoever wrote the text."""
    if err and _log_notes:
        for line in filter(None, text.splitlines()):
            _log_notes[-1](line, error=False)
        return
    _write(f"{loggable(text)}\n", err=err)


def echo_lines(lines: Iterable[str]) -> None:
    """Many lines, each as by `echo`, in few writes."""
    for text in lines:
        streams.write_own(sys.stdout, f"{loggable(text)}\n")
    sys.stdout.flush()


def echo_row(text: str) -> None:
    """One line of a listing, cut to the width of the terminal; whole where there is none."""
    if on_terminal():
        from citecache.render.width import clip

        text = clip(in_one_line(text), terminal_columns())
    echo(in_one_line(text))


def echo_text(text: str) -> None:
    """The same of lines that have their line ends."""
    _write(loggable(text), err=False)


def echo_own(text: str, *, err: bool = False) -> None:
    """Text of our own that acts: colours, annotations of GitHub's workflows. What strangers wrote in it is clean."""
    _write(text, err=err)


def _write(text: str, *, err: bool) -> None:
    stream = sys.stderr if err else sys.stdout
    streams.write_own(stream, text)
    stream.flush()


def note(text: str, *, error: bool = False) -> None:
    """A remark beside the results: one line on stderr. `error`: it says why the command fails."""
    if error and _log_notes:
        _log_notes[-1](text, error=True)
    else:
        echo(in_one_line(text), err=True)


class LogNote(Protocol):
    """Writes a remark into a log."""

    def __call__(self, text: str, *, error: bool) -> None: ...


_log_notes: list[LogNote] = []
"""What has the remarks of this process where stderr is a log."""


def log_as_json(level: str) -> None:
    """From now on, stderr is a log in JSON, and remarks are messages in it."""
    import logging

    from citecache.usecases import json_log

    logger = logging.getLogger("citecache.cli")

    def logged(text: str, *, error: bool) -> None:
        logger.log(logging.ERROR if error else logging.INFO, "%s", text.removeprefix("citecache: "))

    json_log.install(partial(echo_own, err=True), level=level)
    _log_notes.append(logged)


def progress_shown() -> bool:
    """Whether stderr is a terminal, and no log."""
    return sys.stderr.isatty() and not _log_notes


def terminal_columns() -> int:
    """The width of the terminal (or COLUMNS); 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def on_terminal() -> bool:
    return sys.stdout.isatty()


def command_line(arguments: str | Sequence[str]) -> str:
    """A citecache command on the same database, that can be pasted as it stands."""
    return commands.command_line(arguments, database_path())


def discard_stdout() -> None:
    """After a broken pipe: keep Python from failing again when it flushes stdout at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
