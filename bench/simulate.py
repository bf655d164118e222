"""How long a crawl takes on so many workers: a simulation, and a real run to check it against.

    python -m bench.simulate [--pages 1e8] [--per-host 13.9] [--exponent 1] [--pace 1.25] [--rate 14] [--workers 1,2,4]
    python -m bench.simulate --check [--pages 900] [--per-host 3] [--pace 1]

The simulation goes round by round, as a crawl does: in each round every host that has pages left is asked for one. A
round takes as long as its pages take all workers together, but never less than the pace, which is the time between two
requests to a host. It knows nothing of latencies and failures. `--check` crawls that many pages of a web on loopback
twice: without a pace, which tells what one worker gets through, then with it, beside what the simulation says.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.measured import measured
from bench.scale.hosts import host_sizes
from bench.soak.epochs import COMMAND
from bench.soak.web import serving

HOST_FILES = 2
"""Requests to a host besides its pages: robots.txt and tdmrep.json."""

DAY, WEEK = 86_400, 7 * 86_400
MANY = 100_000
"""Hosts among which all very large ones are."""
SHARES = (0.5, 0.9, 0.99, 1.0)
WIKIPEDIA = 13.9
"""Links to a host: bench/scale/hosts.py names the source."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rounds in which the same hosts are asked."""

    rounds: int
    hosts: int
    seconds: float


def stretches(sizes: Sequence[int], *, pace: float, rate: float) -> Iterator[Stretch]:
    """The crawl of hosts of these sizes, the largest first; `rate` is in pages a second, of all workers together."""
    left, before = len(sizes), 0
    for size, alike in groupby(reversed(sizes)):
        rounds = size - before
        yield Stretch(rounds, left, rounds * max(pace, left / rate))
        left, before = left - sum(1 for _ in alike), size


def times(sizes: Sequence[int], *, pace: float, rate: float, shares: Sequence[float] = SHARES) -> list[float]:
    """Seconds until these shares of the pages are fetched.

    >>> times([5, 1, 1], pace=1.0, rate=2.0, shares=[3 / 7, 1.0])
    [3.5, 7.5]
    """
    wanted, pages, found = sum(sizes), 0, []
    clock = HOST_FILES * pace
    for stretch in stretches(sizes, pace=pace, rate=rate):
        fetched = stretch.rounds * stretch.hosts
        while len(found) < len(shares) and pages + fetched >= shares[len(found)] * wanted - 0.5:
            found.append(clock + stretch.seconds * max(0.0, shares[len(found)] * wanted - pages) / fetched)
        pages, clock = pages + fetched, clock + stretch.seconds
    return found


def main() -> int:
    """The table, or the check."""
    options = arguments()
    sizes = host_sizes(int(options.pages), round(options.pages / options.per_host), options.exponent)
    print(
        f"{sum(sizes):,} pages on {len(sizes):,} hosts, the largest with {sizes[0]:,}; {options.pace} s between two"
        f" requests to a host, {sum(size > WEEK / options.pace for size in sizes[:MANY])} of which have more pages than"
        " a week allows"
    )
    print("\n".join(check(sizes, options.pace) if options.check else table(sizes, options)))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--pages", type=float)
    parser.add_argument("--per-host", type=float, help="mean number of pages of a host")
    parser.add_argument(
        "--exponent", type=float, default=1.0, help="of Zipf's law, by which pages are spread over hosts"
    )
    parser.add_argument("--pace", type=float)
    parser.add_argument(
        "--rate",
        type=float,
        default=14.0,
        help="pages a second that one worker gets through: less than half of what docs/benchmarks.md has",
    )
    parser.add_argument(
        "--driver", type=float, default=170.0, help="pages a second that the driver can judge and store"
    )
    parser.add_argument("--workers", default="1,2,4,8,16,32,64")
    options = parser.parse_args()
    defaults = (900.0, 3.0, 1.0) if options.check else (1e8, WIKIPEDIA, 1.25)
    for name, value in zip(("pages", "per_host", "pace"), defaults, strict=True):
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def table(sizes: Sequence[int], options: argparse.Namespace) -> Iterator[str]:
    """Days until shares of the pages are fetched, as Markdown. "Work" is what the workers need without any pace."""
    yield ""
    yield "| workers | work | " + " | ".join(f"{share:.0%}" for share in SHARES) + " |"
    yield "|--:" * (2 + len(SHARES)) + "|"
    for workers in map(int, options.workers.split(",")):
        rate = min(options.rate * workers, options.driver)
        days = [sum(sizes) / rate / DAY, *(second / DAY for second in times(sizes, pace=options.pace, rate=rate))]
        yield f"| {workers} | " + " | ".join(f"{day:,.1f}" for day in days) + " |"


def check(sizes: list[int], pace: float) -> Iterator[str]:
    """One worker: what the simulation says, and what happens."""
    with serving(sizes) as web, tempfile.TemporaryDirectory(prefix="citecache-simulate-") as folder:
        urls = Path(folder) / "urls.txt"
        urls.write_text("".join(f"{url}\n" for url in web.urls()), encoding="utf-8")
        rate = sum(sizes) / crawl(urls, pace=0.0)
        (predicted,) = times(sizes, pace=pace, rate=rate, shares=[1.0])
        took = crawl(urls, pace=pace)
    yield f"without a pace: {rate:.1f} pages a second"
    yield f"with it: {predicted:.0f} s predicted, {took:.0f} s measured: {took / predicted:.2f}"


def crawl(urls: Path, *, pace: float) -> float:
    """Seconds of a crawl of these pages into a cache of its own."""
    output = urls.with_name(f"pace-{pace}.json")
    settings = [f"DOWNLOAD_DELAY={pace}", f"AUTOTHROTTLE_ENABLED={int(pace > 0)}"]
    options = ["--json", "--allow-address", "127.0.0.0/8", *(part for one in settings for part in ("-s", one))]
    measured([*COMMAND, "--db", str(output.with_suffix(".db")), "crawl", str(urls), *options], output=output)
    return float(json.loads(output.read_text(encoding="utf-8"))["elapsed_s"])


if __name__ == "__main__":
    sys.exit(main())
