"""The command `citecache`: parse, call a use case, print. One module per command, named after it.

group.py    the command group, which imports a command when it is called
streams.py  stdout and stderr, which pass on nothing that acts on a terminal or on a CI service
options.py  what commands share: the database, types of options, filters, output
filters.py  which cards: for list and export
archive_output.py  what archive prints
save_output.py     what archive --save prints
repair_output.py   what repair prints
marking.py  the file of marks, read at the beginning of a run
completion.py  what a shell offers for an id or a URL
report_output.py  a report to stdout or into a file
adding.py   sources named on the command line, read into the cache: for add, check and crawl
progress.py  the progress of a crawl on stderr
scrapy_options.py  -s, --allow-address and --log-format, for check, crawl, refresh and archive
metrics_options.py --metrics-port and --metrics-file, for crawl and refresh
crawl_options.py   what crawl and refresh share
check_options.py   the options of check

add.py, forget.py, prune.py, compact.py, merge.py, status.py, todo.py, list.py, show.py, why.py, check.py, quotes.py,
claims.py, repair.py, mark.py, search.py, diff.py, changes.py, export.py, import_.py, mcp.py, reextract.py, schedule.py,
backup.py, doctor.py, crawl.py, refresh.py, archive.py, serve.py, demo.py

Imports of the cache, of parsers, and of Scrapy stand in the functions that need them: `--help` answers at once.
"""

import gc
import sys

from citecache import startup
from citecache.cli import streams

__all__ = ["main"]

COLLECT = (50_000, 20, 10)
"""Thresholds of the search for garbage cycles (`gc.set_threshold`), in objects and in collections. Python's own are for
programs that make fewer objects than a crawl, or than the imports of a command. Heuristic."""


def main() -> None:
    """Entry point. Whatever goes wrong on purpose becomes one line on stderr and an exit code."""
    gc.set_threshold(*COLLECT)
    streams.guard()
    if problem := startup.import_own_packages():
        sys.exit(f"citecache: {problem}")
    try:
        from citecache.cli.group import run

        run()
    except ImportError as error:
        problem = startup.broken_package(error)
        if problem is None:
            raise
        sys.exit(f"citecache: {problem}")
