"""What each export costs: a cache of many resources is made, then exported in every format by the installed command.

    python bench/exports.py [--resources 100000] [--only FORMAT,...] [--cache FILE]

Printed are the seconds, the megabytes written and per second, and the peak of resident memory of the whole command
(ru_maxrss of getrusage(2)). With --cache the file is kept, and used again if it is there.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measured import Failed, measured
from bench.scale import cache
from citecache.exports.formats import FORMATS

CITATIONS = 3
"""Of each resource."""

LINES = 150
"""Citations of each document."""

PARAGRAPHS = 8


def main() -> int:
    """A line for each format."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="citecache-bench-") as folder:
        path = options.cache or Path(folder) / "citecache.db"
        if not path.exists():
            make(path, options.resources)
        print(f"{options.resources:,} resources, a cache of {path.stat().st_size / 1e6:,.0f} MB")
        print(f"{'format':<16} {'seconds':>8} {'MB':>8} {'MB/s':>7} {'peak MB':>8}", flush=True)
        for name in options.only or FORMATS:
            for target in targets(name):
                measure(path, name, Path(folder) / target)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resources", type=int, default=100_000)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--cache", type=Path)
    return parser.parse_args()


def targets(name: str) -> Iterator[str]:
    """What a format writes to: a file, a folder, or one after the other."""
    if FORMATS[name].file is not None:
        yield f"{name}.out"
    if FORMATS[name].folder is not None:
        yield f"{name}-folder/"


def measure(path: Path, name: str, target: Path) -> None:
    """Export once, and print the line."""
    is_folder = target.suffix == ""
    command = [str(Path(sys.executable).parent / "citecache"), "--db", str(path), "export", name, "-o"]
    command.append(f"{target}{os.sep if is_folder else ''}")
    label = f"{name}, folder" if is_folder else name
    try:
        took = measured(command)
    except Failed as failure:
        print(f"{label:<16} failed: {failure}", flush=True)
        return
    size = sum(one.stat().st_size for one in target.rglob("*") if one.is_file()) if is_folder else target.stat().st_size
    rate = size / 1e6 / took.wall
    print(f"{label:<16} {took.wall:>8.1f} {size / 1e6:>8.1f} {rate:>7.1f} {took.peak / 2**20:>8.0f}", flush=True)


def make(path: Path, resources: int) -> None:
    """A cache of so many resources, each alive with a text of about 4 KB, and cited by a few documents."""
    plan = cache.Plan(
        pages=resources, cited=CITATIONS, lines=LINES, fetched=1, mix=cache.ALL_ALIVE, paragraphs=PARAGRAPHS
    )
    cache.make(path, plan)


if __name__ == "__main__":
    sys.exit(main())
