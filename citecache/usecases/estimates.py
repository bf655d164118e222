"""How long a run will take: hosts get one request at a time, so the host with most pages decides."""

from dataclasses import dataclass

from citecache.usecases.run import PlannedRun
from crawler.cache.read.due import HostLoad, host_loads

HOST_FILES = 1
"""Requests besides a host's pages: its robots.txt."""

PAGES_PER_SECOND = 20.0
"""What a run gets through where no host has to be waited for. docs/benchmarks.md has 12 in a crawl, 88 in a refresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEstimate:
    """What a run has before it."""

    pages: int
    hosts: int
    seconds: float
    slowest: str = ""  # host that needs most of that time; "" if none does
    slowest_pages: int = 0


def estimate(plan: PlannedRun, *, delay: float) -> RunEstimate:
    """The estimate for a planned run; `delay` is in seconds between two requests to a host."""
    loads = host_loads(plan.cache, plan.selection, cutoff=plan.cutoff, now=plan.at)
    pages = plan.total
    times = [(_seconds(load, min(load.pages, pages), delay), load) for load in loads]
    longest, load = max(times, key=lambda one: (one[0], one[1].host), default=(0.0, None))
    work = pages / PAGES_PER_SECOND
    if load is None or longest < work:
        return RunEstimate(pages=pages, hosts=min(len(loads), pages), seconds=work)
    return RunEstimate(
        pages=pages,
        hosts=min(len(loads), pages),
        seconds=longest,
        slowest=load.host,
        slowest_pages=min(load.pages, pages),
    )


def _seconds(load: HostLoad, pages: int, delay: float) -> float:
    if load.robots:
        from crawler.middlewares.robots import crawl_delay  # noqa: PLC0415 - Scrapy takes most of a second

        delay = max(delay, crawl_delay(load.robots))
    return (pages - 1 + HOST_FILES) * delay
