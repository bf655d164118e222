"""The options of metrics, for crawl and refresh: --metrics-port, --metrics-host, --metrics-file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citecache.cli.options import database_path, note
from crawler.extras import missing
from crawler.model.errors import CacheError, Error

if TYPE_CHECKING:
    from citecache.usecases.metrics.watched import WatchedRun

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS = (
    click.option(
        "--metrics-port",
        type=click.IntRange(0, 65_535),
        metavar="N",
        help="Serve metrics for Prometheus on port N during the run; 0 takes a free one. Extra: metrics.",
    ),
    click.option(
        "--metrics-host",
        metavar="ADDRESS",
        default="127.0.0.1",
        show_default=True,
        help="The address that metrics are served on.",
    ),
    click.option(
        "--metrics-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="PATH",
        help="At the end, write metrics to PATH (*.prom) for node_exporter's textfile collector. Extra: metrics.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsCommand:
    """Where the metrics of a run are to be seen."""

    port: int | None
    host: str
    path: Path | None


def metrics_options(command: F) -> F:
    """Add the options of metrics."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def parsed_metrics(*, metrics_port: int | None, metrics_host: str, metrics_file: Path | None) -> MetricsCommand:
    """The options as one object.

    Raises:
        click.BadParameter: the file cannot be what it has to be.
        Error: the extra is not installed; the file is a database.
    """
    path = metrics_file
    command = MetricsCommand(port=metrics_port, host=metrics_host, path=path)
    if metrics_port is None and path is None:
        return command
    if find_spec("prometheus_client") is None:
        raise Error(missing("--metrics-port" if path is None else "--metrics-file", "metrics"))
    if path is not None:
        from crawler.cache import outputs

        if path.suffix != ".prom":
            raise click.BadParameter(f"{path}: the textfile collector reads *.prom", param_hint="--metrics-file")
        if not path.absolute().parent.is_dir():
            raise click.BadParameter(f"there is no folder {path.parent}", param_hint="--metrics-file")
        outputs.require_no_database(path)
    return command


@contextmanager
def watched(command: MetricsCommand, *, quiet: bool) -> "Iterator[WatchedRun | None]":
    """Show the metrics of the run within the block; None: nobody asked for them. The file is written if it has ended.

    Raises:
        Error: the port is taken, or the file cannot be written.
    """
    if command.port is None and command.path is None:
        yield None
        return
    from citecache.usecases.metrics import exposition
    from citecache.usecases.metrics.watched import WatchedRun

    run = WatchedRun(database=database_path(), last_success=_last_success())
    with ExitStack() as stack:
        if command.port is not None:
            address = stack.enter_context(exposition.served(run, command.host, command.port))
            if not quiet:
                note(f"metrics at {address}")
        yield run
        if command.path is not None and run.ended is not None:
            exposition.write(run, command.path)


def _last_success() -> float | None:
    from crawler.cache import CacheFile
    from crawler.cache.read.runs import last_finished

    if not database_path().exists():
        return None
    try:
        with CacheFile.open(database_path()) as cache:
            found = last_finished(cache)
    except CacheError:
        return None  # the crawl says what is wrong
    return None if found is None else found.timestamp()
