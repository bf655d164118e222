"""`make hostile`: run the installed citecache against hostile servers, and print a table of the results.

The long form uses realistic times and sizes, `--short` smaller ones, for `make check`. The exit code is 1 if any result
was not as expected; each is printed on its own line.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from time import monotonic

from extraction import waste
from manners import be_polite
from meetings import meet
from report import Report, say
from storage import store
from trespasses import trespass

SHORT = ("DOWNLOAD_TIMEOUT=20", f"DOWNLOAD_MAXSIZE={4 * 2**20}")
"""Settings of the short form. On a busy machine, a Fetch must still end for the same reason: an endless body by its
size (20 MB took up to eight seconds on a nearly idle machine), six redirects by their number (12 seconds were too few).
"""
PARTS = ("behaviours", "addresses", "politeness", "extraction", "storage")


def main() -> int:
    """Run the selected parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; default: all")
    parser.add_argument("--short", action="store_true", help="smaller times and sizes")
    parser.add_argument("--names", default="", help="only behaviours whose name contains one of these, comma-separated")
    parser.add_argument("--keep", type=Path, help="keep the databases, in this folder")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    report, started = Report(), monotonic()
    with tempfile.TemporaryDirectory(prefix="citecache-hostile-") as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for part in asked.parts or PARTS:
            say(f"{part} ...")
            if part == "behaviours":
                settings = SHORT if asked.short else ()
                meet(report, folder / part, short=asked.short, names=asked.names, settings=settings)
            elif part == "addresses":
                trespass(report, folder / part)
            elif part == "politeness":
                be_polite(report, folder / part)
            elif part == "extraction":
                waste(report, short=asked.short)
            else:
                store(report, folder / part, short=asked.short)
    say(f"{monotonic() - started:.0f} s in total")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
