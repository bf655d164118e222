"""The metrics, as Prometheus names them (prometheus.io, "Metric and label naming"): base units, `_total` for counters.

A label has few values, all known beforehand: no URL, no host. Counters begin at 0 with each run.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from citecache.usecases.metrics.watched import STATES, WatchedRun
from crawler.model import Outcome, Verdict

Value = float | Mapping[str, float] | tuple[float, float] | None
"""A number; numbers by the value of the label; count and sum of a summary; None: not known (yet)."""


class MetricKind(StrEnum):
    """A type of Prometheus."""

    COUNTER = "counter"  # `_total` is added to its name
    GAUGE = "gauge"
    SUMMARY = "summary"  # without quantiles: `_count` and `_sum`


class Metric(NamedTuple):
    """One metric and how its value is read."""

    name: str
    kind: MetricKind
    help: str
    read: Callable[[WatchedRun], Value]
    label: str | None = None

    @property
    def series(self) -> tuple[str, ...]:
        """The names under which Prometheus has it."""
        if self.kind is MetricKind.SUMMARY:
            return f"{self.name}_count", f"{self.name}_sum"
        return (f"{self.name}_total",) if self.kind is MetricKind.COUNTER else (self.name,)


def _stat(name: str) -> Callable[[WatchedRun], float]:
    return lambda run: float(run.stats().get(f"citecache/{name}", 0))


def _each(kind: str, names: type[StrEnum]) -> Callable[[WatchedRun], Mapping[str, float]]:
    """All values of the label from the beginning: Prometheus sees no increase in what appears with a 1."""

    def read(run: WatchedRun) -> Mapping[str, float]:
        counted = run.counted(kind)
        return {name.value: counted.get(name.value, 0.0) for name in names}

    return read


def _pool(name: str) -> Callable[[WatchedRun], float | None]:
    def read(run: WatchedRun) -> float | None:
        pool = run.pool()
        return 0.0 if pool is None else float(getattr(pool.counts, name))

    return read


def _workers(run: WatchedRun) -> Mapping[str, float]:
    pool = run.pool()
    busy, size = (0, 0) if pool is None else (pool.busy, pool.size)
    return {"busy": float(busy), "idle": float(size - busy)}


def _batches(total: str) -> Callable[[WatchedRun], tuple[float, float]]:
    def read(run: WatchedRun) -> tuple[float, float]:
        counts = run.writer()
        return (0.0, 0.0) if counts is None else (float(counts.batches), float(getattr(counts, total)))

    return read


def _states(run: WatchedRun) -> Mapping[str, float]:
    return {name: float(name == run.state) for name in STATES}


_COUNTER, _GAUGE, _SUMMARY = MetricKind

METRICS = (
    Metric(
        "citecache_pages", _COUNTER, "Pages stored, by how the fetch ended.", _each("store/outcome", Outcome), "outcome"
    ),
    Metric("citecache_verdicts", _COUNTER, "Pages stored, by verdict.", _each("store/verdict", Verdict), "verdict"),
    Metric("citecache_pages_due", _GAUGE, "Pages of this run that are not stored yet.", WatchedRun.due),
    Metric("citecache_pages_open", _GAUGE, "Pages requested and not yet back.", WatchedRun.open),
    Metric(
        "citecache_requests_in_flight",
        _GAUGE,
        "Requests on the wire or waiting for their host's delay.",
        WatchedRun.in_flight,
    ),
    Metric(
        "citecache_pace_hosts",
        _GAUGE,
        "Hosts being asked, by seconds between two requests.",
        WatchedRun.hosts_by_delay,
        "delay",
    ),
    Metric("citecache_pace_paused_hosts", _GAUGE, "Hosts that asked for a pause that is not over.", WatchedRun.paused),
    Metric(
        "citecache_pace_max_delay_seconds",
        _GAUGE,
        "Longest delay between two requests to a host.",
        _stat("pace/max_delay"),
    ),
    Metric(
        "citecache_pace_waits", _COUNTER, "Times that a request waited for the pause of its host.", _stat("pace/waits")
    ),
    Metric("citecache_pace_wait_seconds", _COUNTER, "Seconds waited for pauses of hosts.", _stat("pace/wait_seconds")),
    Metric(
        "citecache_pace_postponed",
        _COUNTER,
        "Requests refused because their host asked for a longer pause.",
        _stat("pace/postponed"),
    ),
    Metric("citecache_extraction_workers", _GAUGE, "Places for extraction workers.", _workers, "state"),
    Metric("citecache_extraction_pages", _COUNTER, "Bodies given to the extraction pool.", _pool("pages")),
    Metric("citecache_extraction_known", _COUNTER, "Bodies whose text was known already.", _stat("extract/known")),
    Metric("citecache_extraction_timeouts", _COUNTER, "Extractions that ran out of time.", _pool("timeouts")),
    Metric(
        "citecache_extraction_worker_restarts",
        _COUNTER,
        "Workers replaced: killed, or with enough pages done.",
        _pool("replaced_workers"),
    ),
    Metric(
        "citecache_extraction_fallbacks", _COUNTER, "Pages tried again with the fallback extractor.", _pool("fallbacks")
    ),
    Metric("citecache_writer_batch_pages", _SUMMARY, "Pages in one transaction of the writer.", _batches("fetches")),
    Metric(
        "citecache_writer_batch_seconds", _SUMMARY, "Seconds of one transaction of the writer.", _batches("seconds")
    ),
    Metric("citecache_robots_requested", _COUNTER, "robots.txt files asked for.", _stat("robots/requested")),
    Metric(
        "citecache_robots_remembered",
        _COUNTER,
        "robots.txt files known from an earlier run.",
        _stat("robots/remembered"),
    ),
    Metric(
        "citecache_robots_unreachable",
        _COUNTER,
        "robots.txt files that could not be read.",
        _stat("robots/unreachable"),
    ),
    Metric("citecache_robots_denied", _COUNTER, "Requests that a robots.txt forbids.", _stat("robots/denied")),
    Metric(
        "citecache_received_bytes", _COUNTER, "Bytes of response bodies on the wire.", lambda run: run.received_bytes
    ),
    Metric(
        "citecache_body_bytes", _COUNTER, "Bytes of the bodies of stored pages, decoded.", _stat("store/body_bytes")
    ),
    Metric("citecache_database_bytes", _GAUGE, "Size of the cache file and its log.", WatchedRun.database_bytes),
    Metric("citecache_run_state", _GAUGE, "1 for the state of the run, 0 for the others.", _states, "state"),
    Metric("citecache_run_seconds", _GAUGE, "How long the run has taken.", lambda run: run.seconds),
    Metric("citecache_run_start_timestamp_seconds", _GAUGE, "When the run began, Unix time.", lambda run: run.started),
    Metric(
        "citecache_last_success_timestamp_seconds",
        _GAUGE,
        "When a run last finished or found nothing due, Unix time.",
        lambda run: run.last_success,
    ),
)
"""Every metric that is exported."""
