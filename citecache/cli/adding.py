"""Sources named on the command line, read into the cache: for `add`, `check` and `crawl`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from citecache.cli.options import database_path, note, open_cache

if TYPE_CHECKING:
    from citecache.results import AddResult
    from crawler.model import ParsedSource


def add_sources(sources: Sequence[str], listing: "list[ParsedSource] | None" = None) -> "AddResult":
    """Read the sources into the command's cache, which is created if need be; what was read is put into `listing`."""
    from citecache.cli.progress import ReadingProgress
    from citecache.usecases.add import add

    with open_cache(create=True) as cache, ReadingProgress(listing) as progress:
        return add(cache, sources, stdin=sys.stdin.buffer, now=datetime.now(UTC), watch=progress)


def preview_sources(sources: Sequence[str], listing: "list[ParsedSource] | None" = None) -> "AddResult":
    """What `add_sources` would do."""
    from citecache.cli.progress import ReadingProgress
    from citecache.usecases.add import preview

    with ReadingProgress(listing) as progress:
        return preview(sources, database_path(), stdin=sys.stdin.buffer, now=datetime.now(UTC), watch=progress)


def report_added(added: "AddResult") -> None:
    """What was skipped, and the totals, on stderr."""
    from citecache.render.added import by_document, skipped_line, summary

    for skipped in by_document(added):
        note(skipped_line(skipped))
    note(summary(added))


def require_all_sources(added: "AddResult") -> None:
    """Refuse a source that could not be read, after everything else was done: exit code 1."""
    from citecache.usecases import add

    add.require_all_sources(added)
