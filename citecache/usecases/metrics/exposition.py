"""The metrics over HTTP while a run goes on, and in a file when it has ended."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, start_http_server, write_to_textfile
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.parser import text_fd_to_metric_families
from prometheus_client.registry import Collector

from citecache.usecases.metrics.definitions import METRICS, Metric, MetricKind
from citecache.usecases.metrics.watched import WatchedRun
from crawler.model.errors import Error

Family = CounterMetricFamily | GaugeMetricFamily | SummaryMetricFamily
LAST_SUCCESS = "citecache_last_success_timestamp_seconds"


class RunCollector(Collector):
    """Reads the metrics of a run whenever they are asked for."""

    def __init__(self, run: WatchedRun) -> None:
        self._run = run

    def describe(self) -> Iterator[Family]:
        """Nothing: otherwise the registry would collect once to learn the names."""
        return iter(())

    def collect(self) -> Iterator[Family]:
        for metric in METRICS:
            value = metric.read(self._run)
            if value is not None:
                yield _family(metric, value)


def _family(metric: Metric, value: float | Mapping[str, float] | tuple[float, float]) -> Family:
    if isinstance(value, tuple):
        return SummaryMetricFamily(metric.name, metric.help, count_value=int(value[0]), sum_value=value[1])
    kind = CounterMetricFamily if metric.kind is MetricKind.COUNTER else GaugeMetricFamily
    family = kind(metric.name, metric.help, labels=(metric.label,) if metric.label else ())
    for name, number in value.items() if isinstance(value, Mapping) else (("", value),):
        family.add_metric((name,) if metric.label else (), number)
    return family


def registry_of(run: WatchedRun) -> CollectorRegistry:
    """A registry with this run alone: not with what prometheus-client says of the process by default."""
    registry = CollectorRegistry()
    registry.register(RunCollector(run))
    return registry


@contextmanager
def served(run: WatchedRun, host: str, port: int) -> Iterator[str]:
    """Answer at the address that is given, until the end of the block, in a thread of its own. `port` 0: a free one.

    Raises:
        Error: nothing can listen there.
    """
    try:
        server, thread = start_http_server(port, host, registry_of(run))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Error(f"--metrics-port: cannot listen on {host} port {port}: {reason}; name another port") from error
    try:
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{server.server_address[1]}/metrics"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def write(run: WatchedRun, path: Path) -> None:
    """Write the metrics for node_exporter's textfile collector, all of them or nothing. A run that did not succeed
    leaves the time of the last one that did.

    Raises:
        Error: the file cannot be written.
    """
    known = [moment for moment in (run.last_success, _last_success(path)) if moment is not None]
    run.last_success = max(known, default=None)
    try:
        write_to_textfile(str(path), registry_of(run))
    except OSError as error:
        raise Error(f"--metrics-file {path}: {error.strerror}") from error


def _last_success(path: Path) -> float | None:
    """What the file of an earlier run says; None where there is none that can be read."""
    try:
        with path.open(encoding="utf-8") as lines:
            families = {family.name: family for family in text_fd_to_metric_families(lines)}
        return float(families[LAST_SUCCESS].samples[0].value)
    except (OSError, ValueError, LookupError):
        return None
