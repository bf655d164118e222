"""Large caches, and what they cost.

python -m bench.scale make FILE [--pages 100000] [--fetched 0.5] [--changed 0] [--paragraphs 1]
python -m bench.scale table [SIZE ...] [--folder FOLDER] [--write]    `make scale`
python -m bench.scale batch FILE                              seconds of wall and CPU time for the first due Pages
"""

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.scale.cache import PARAGRAPHS, Plan, describe, make
from bench.scale.table import table
from bench.speed.sections import replace_section
from crawler.cache import CacheFile
from crawler.cache.lean_import import import_sqlite_utils
from crawler.cache.read.due import due_pages
from crawler.model import Selection

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scaling.md"
SIZES = (100_000, 1_000_000)


def main() -> int:
    """Run what was asked for."""
    options = arguments()
    options.run(options)
    return 0


def run_make(options: argparse.Namespace) -> None:
    wall, cpu = time.monotonic(), time.process_time()
    plan = Plan(pages=options.pages, fetched=options.fetched, changed=options.changed, paragraphs=options.paragraphs)
    writing = make(options.file, plan)
    held = describe(options.file)
    print(f"{json.dumps(held)} in {time.monotonic() - wall:.0f} s, {time.process_time() - cpu:.0f} s of CPU")
    print(f"{held['fetches'] / writing:,.0f} Fetches stored a second of CPU")


def run_table(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="citecache-scale-") as scratch:
        found = table(options.folder or Path(scratch), options.sizes or SIZES, only=options.only)
    print(found)
    if options.write:
        section = f"{machine()} {options.note}".rstrip() + f"\n\n{found}"
        PAGE.write_text(replace_section(PAGE.read_text(encoding="utf-8"), "table", section), encoding="utf-8")


def machine() -> str:
    """Where and when the table was measured."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Linux, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}."
    )


def run_batch(options: argparse.Namespace) -> None:
    with CacheFile.open(options.file) as cache:
        import_sqlite_utils()  # the cache does so on first use, at the start of a crawl
        wall, cpu = time.perf_counter(), time.process_time()
        next(due_pages(cache, Selection(), cutoff=sys.maxsize, now=datetime.now(UTC)))
        print(time.perf_counter() - wall, time.process_time() - cpu)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    making = commands.add_parser("make", help="write a cache, and its URL lists into the folder `lists` beside it")
    making.add_argument("file", type=Path)
    making.add_argument("--pages", type=int, default=100_000)
    making.add_argument("--fetched", type=float, default=0.5, help="share of the pages that have been fetched")
    making.add_argument("--changed", type=int, default=0, help="fetched pages whose text has changed since")
    making.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="of each text, of 500 characters each")
    making.set_defaults(run=run_make)
    measuring = commands.add_parser("table", help="measure the commands of citecache on caches of several sizes")
    measuring.add_argument("sizes", type=int, nargs="*", metavar="SIZE")
    measuring.add_argument("--folder", type=Path, help="of caches that are kept and used again: 2 GB a million pages")
    measuring.add_argument("--only", default="", help="measure rows with this in their name; others as before")
    measuring.add_argument("--write", action="store_true", help="into docs/scaling.md as well")
    measuring.add_argument("--note", default="", help="what is to be said there of the machine")
    measuring.set_defaults(run=run_table)
    batch = commands.add_parser("batch", help="the first batch of due Pages, as a crawl asks for it")
    batch.add_argument("file", type=Path)
    batch.set_defaults(run=run_batch)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
