"""Large caches.

python -m bench.scale make FILE [--pages 100000] [--fetched 0.5] [--changed 0] [--paragraphs 1]
"""

import argparse
import sys
import time
from pathlib import Path

from bench.scale.cache import PARAGRAPHS, Plan, describe, make


def main() -> int:
    """Run what was asked for."""
    options = arguments()
    wall, cpu = time.monotonic(), time.process_time()
    plan = Plan(pages=options.pages, fetched=options.fetched, changed=options.changed, paragraphs=options.paragraphs)
    make(options.file, plan)
    print(f"{describe(options.file)} in {time.monotonic() - wall:.0f} s, {time.process_time() - cpu:.0f} s of CPU")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    making = commands.add_parser("make", help="write a cache, and its URL lists into the folder `lists` beside it")
    making.add_argument("file", type=Path)
    making.add_argument("--pages", type=int, default=100_000)
    making.add_argument("--fetched", type=float, default=0.5, help="share of the pages that have been fetched")
    making.add_argument("--changed", type=int, default=0, help="fetched pages whose text has changed since")
    making.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="of each text, of 500 characters each")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
