"""A crawl by one process and by the processes of a cluster, of many hosts with a pace.

    python -m bench.cluster [--hosts 300] [--pages 4] [--delay 1] [--workers 2,4] [--rounds 1]

Each host has as many pages. For each number of workers (and for one process, without a cluster): a crawl of an empty
cache, then a refresh of all pages, none of which has changed. Pages per second are counted from the first request that
the server sees to the last; *start* is the time from the command to the first. *CPU* is user and system time of all
processes, in milliseconds for a page of the crawl and of the refresh; *peak* the memory of the largest process in the
crawl. *closest* is the shortest time between two requests to one host, as the server's kernel has seen them.
"""

import argparse
import asyncio
import json
import socket
import struct
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bench.measured import measured
from bench.soak.web import SoakWeb, serving

CITECACHE = str(Path(sys.executable).with_name("citecache"))


CONNECTION: ContextVar[socket.socket] = ContextVar("CONNECTION")
"""Of the request that is being answered."""


def arrived(connection: socket.socket) -> float:
    """When the last request came, on the monotonic clock: as the kernel noted it, for this thread may be late."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    (milliseconds,) = struct.unpack_from("I", info, 52)  # tcpi_last_data_recv (linux/tcp.h)
    return time.monotonic() - milliseconds / 1000


@dataclass
class RequestLog:
    """When each host was asked."""

    times: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, web: SoakWeb) -> None:
        """Note every request from now on."""
        answer, serve = web.answer, web.serve

        async def served(host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            CONNECTION.set(writer.get_extra_info("socket"))
            await serve(host, reader, writer)

        def noted(host: int, head: str) -> bytes:
            with self.lock:
                self.times[host].append(arrived(CONNECTION.get()))
            return answer(host, head)

        web.serve, web.answer = served, noted  # type: ignore[method-assign]

    def taken(self) -> dict[int, list[float]]:
        """The times so far; begins anew."""
        with self.lock:
            times, self.times = self.times, defaultdict(list)
        return times


@dataclass(frozen=True)
class CrawlFigures:
    """What a run took."""

    rate: float  # pages per second
    start: float  # seconds
    cpu: float  # seconds per page
    peak: int  # bytes
    closest: float  # seconds


def run(log: RequestLog, folder: Path, delay: float, *arguments: str) -> CrawlFigures:
    """Run a crawl to its end."""
    pace = ("-s", f"DOWNLOAD_DELAY={delay}", "-s", "DOWNLOAD_DELAY_JITTER=0", "--allow-address", "127.0.0.0/8")
    command = [CITECACHE, "crawl", "--db", str(folder / "citecache.db"), "--json", *pace, *arguments]
    began = time.monotonic()
    took = measured(command, output=folder / "summary.json")
    pages = json.loads((folder / "summary.json").read_text())["verdicts"].get("alive", 0)
    hosts = list(log.taken().values())
    first, last = min(map(min, hosts)), max(map(max, hosts))
    closest = min(after - before for times in hosts for before, after in pairwise(times))
    return CrawlFigures(pages / (last - first), first - began, took.cpu / pages, took.peak, closest)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--pages", type=int, default=4, help="on each host")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between two requests to a host")
    parser.add_argument("--workers", default="2,4")
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    print(f"{given.hosts} hosts, {given.pages} pages each, a request to each every {given.delay:g} s\n")
    print("| processes | crawl, pages/s | refresh, pages/s | start, s | CPU, ms | peak, MB | closest, s |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    with serving([given.pages] * given.hosts) as web:
        log = RequestLog()
        log.watch(web)
        for count in [0, *map(int, given.workers.split(","))] * given.rounds:
            cluster = ("--cluster", f"local:{count}") if count else ()
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                (folder / "urls.txt").write_text("\n".join(web.urls()))
                crawl = run(log, folder, given.delay, *cluster, str(folder / "urls.txt"))
                refresh = run(log, folder, given.delay, *cluster, "--all")
            cells = (
                f"{count or 'one'} | {crawl.rate:.1f} | {refresh.rate:.1f} | {crawl.start:.1f} |"
                f" {crawl.cpu * 1000:.0f}, {refresh.cpu * 1000:.0f} | {crawl.peak / 2**20:.0f} |"
                f" {min(crawl.closest, refresh.closest):.2f}"
            )
            print(f"| {cells} |", flush=True)


if __name__ == "__main__":
    main()
