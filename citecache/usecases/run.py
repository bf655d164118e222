"""The life cycle of a run, written once.

    with open_run(path, selection) as plan:      lock, cache, killed runs settled, pages counted
        with begun(plan, ...) as opened:         disk space checked, run begun
            ... a spider works in opened.context
        opened.state                             "finished", "interrupted" or "offline"

Clock and network are passed in: `now` gives the time, `online` says whether names can be resolved at all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.cache import CacheFile, require_space, run_lock
from crawler.cache.read.due import count_due
from crawler.cache.read.runs import plan
from crawler.cache.write import runs
from crawler.cache.write.hosts import HostMemory
from crawler.context import RunContext, StopSwitch
from crawler.model import Run, Selection
from crawler.model.errors import Error

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """The pages that a run would fetch, in a cache that is open and locked."""

    cache: CacheFile
    selection: Selection
    at: datetime
    cutoff: int  # pages fetched by that run or since are done
    total: int  # pages to fetch
    resumed: int  # pages that a killed run of the same selection has fetched already
    killed: bool = False  # the run before did not end by itself


@dataclass(slots=True)
class OpenRun:
    """A run under way. Whoever crawls sets `interrupted` to False once all pages were tried."""

    context: RunContext
    interrupted: bool = True  # a second Ctrl-C ends Scrapy without a word
    state: str = "running"  # once it is over: "finished", "interrupted" or "offline"

    @property
    def run(self) -> Run:
        assert self.context.run is not None
        return self.context.run


@contextmanager
def open_run(
    path: Path,
    selection: Selection,
    *,
    prepare: Callable[[CacheFile, datetime], None] | None = None,
    now: Clock = utc_now,
) -> Iterator[PlannedRun]:
    """Lock and open the cache, settle killed runs and count the pages; `prepare` may add some before that.

    Raises:
        CacheBusy: another run holds the lock.
        CacheError: the cache cannot be used.
    """
    with CacheFile.open(path, create=True) as cache, run_lock(path):
        at = now()
        killed = runs.settle(cache, now=at)
        if prepare is not None:
            prepare(cache, at)
        cutoff, resumed = plan(cache, selection, now=at)
        total = count_due(cache, selection, cutoff=cutoff, now=at)
        yield PlannedRun(
            cache=cache, selection=selection, at=at, cutoff=cutoff, total=total, resumed=resumed, killed=killed
        )


@contextmanager
def begun(plan: PlannedRun, *, min_free: int, online: Callable[[], bool], now: Clock = utc_now) -> Iterator[OpenRun]:
    """Begin the run; it is finished on the way out, whatever happens.

    `min_free` is in bytes. `online` is asked at the end, when no host of the run has answered.

    Raises:
        CacheError: there is too little space on the disk, or the end of the run cannot be written.
    """
    require_space(plan.cache.path, min_free)
    context = new_context(plan.cache, runs.begin(plan.cache, plan.selection, now=plan.at), now=plan.at)
    opened = OpenRun(context)
    try:
        with hosts_written(context):
            yield opened
    finally:
        early = opened.interrupted or context.stop.failure is not None
        opened.state = runs.finish(plan.cache, opened.run, now=now(), interrupted=early, online=online)


def new_context(cache: CacheFile, run: Run | None = None, *, now: datetime) -> RunContext:
    """A context with what earlier runs learnt of hosts."""
    return RunContext(cache=cache, hosts=HostMemory(cache, now=now), run=run, stop=StopSwitch(told=True))


@contextmanager
def hosts_written(context: RunContext) -> Iterator[None]:
    """Write back what was learnt of hosts, at the end; where that cannot be done, the context's crawl has failed."""
    try:
        yield
    finally:
        try:
            context.hosts.flush()
        except Error as error:
            context.stop.fail(error)
