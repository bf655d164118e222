"""A soak test: a web of many hosts crawled, then refreshed epoch after epoch.

    python -m bench.soak [--pages 50000] [--hosts 2000] [--epochs 20] [--speed wall]

Prints a line for each epoch, then what does not hold: flat memory, growth of the file by what changes, and the last
epoch's throughput within a tenth of the second's. `--speed new` compares it with that of a new cache instead, by CPU
time and in turns: for a machine that does other work as well, which a ratio of two moments would measure.
`--speed none` leaves throughput alone. The exit code is 1 if something does not hold.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.scale.hosts import host_sizes
from bench.soak.epochs import HEAD, Epoch, against_new, epochs, line
from bench.soak.judgement import growth_ratio, problems
from bench.soak.web import serving

SPEEDS = ("wall", "new", "none")


def main() -> int:
    """Run the epochs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--hosts", type=int, default=2_000)
    parser.add_argument("--epochs", type=int, default=20, help="at least 5")
    parser.add_argument("--speed", choices=SPEEDS, default="wall")
    options = parser.parse_args()
    print(HEAD, flush=True)
    found: list[Epoch] = []
    with (
        tempfile.TemporaryDirectory(prefix="citecache-soak-") as folder,
        serving(host_sizes(options.pages, options.hosts)) as web,
    ):
        for epoch in epochs(web, Path(folder), options.epochs):
            print(line(epoch, found[-1] if found else None), flush=True)
            found.append(epoch)
        second, last = found[1], found[-1]
        throughput = {"wall": last.by_wall / second.by_wall, "none": None}.get(options.speed)
        if options.speed == "new":
            throughput = against_new(web, Path(folder))
            print(f"to a new cache, in turns: pages/CPU s {throughput:.2f}")
    print(
        f"epoch {last.number} to epoch 2: pages/s {last.by_wall / second.by_wall:.2f}, pages/CPU s"
        f" {last.by_cpu / second.by_cpu:.2f}, peak of memory {last.cost.peak / second.cost.peak:.2f};"
        f" growth to what the first half predicts {growth_ratio(found):.2f}"
    )
    wrong = list(problems(found, throughput))
    print("\n".join(wrong) or "all holds")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
