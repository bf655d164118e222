"""Sources named on the command line, read into the cache: for `add`, `check` and `crawl`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from citecache.cli.options import database_path, note, open_cache

if TYPE_CHECKING:
    from citecache.results import AddResult
    from crawler.model import ParsedSource


def add_sources(
    sources: Sequence[str], listing: "list[ParsedSource] | None" = None, *, no_ignore: bool = False
) -> "AddResult":
    """Read the sources into the command's cache, which is created if need be; what was read is put into `listing`."""
    from citecache.cli.progress import ReadingProgress
    from citecache.usecases.add import add

    with open_cache(create=True) as cache, ReadingProgress(listing) as progress:
        now = datetime.now(UTC)
        return add(cache, sources, stdin=sys.stdin.buffer, now=now, watch=progress, no_ignore=no_ignore)


def preview_sources(
    sources: Sequence[str], listing: "list[ParsedSource] | None" = None, *, no_ignore: bool = False
) -> "AddResult":
    """What `add_sources` would do."""
    from citecache.cli.progress import ReadingProgress
    from citecache.usecases.add import preview

    with ReadingProgress(listing) as progress:
        given, now = sys.stdin.buffer, datetime.now(UTC)
        return preview(sources, database_path(), stdin=given, now=now, watch=progress, no_ignore=no_ignore)


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
