"""Sources named on the command line, read into the cache: for `add`, `crawl` and what looks at documents."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecache.cli.marking import check_marks_file, read_marks_file
from citecache.cli.options import command_line, database_path, note, open_cache
from citecache.render.commands import quoted
from citecache.render.tables import plural

if TYPE_CHECKING:
    from citecache.results import AddResult
    from crawler.cache import CacheFile
    from crawler.model import ParsedSource


def add_sources(
    sources: Sequence[str],
    listing: "list[ParsedSource] | None" = None,
    *,
    no_ignore: bool = False,
    prune: bool = False,
) -> "AddResult":
    """Read the sources into the command's cache, which is created if need be; what was read is put into `listing`."""
    from citecache.cli.progress import ReadingProgress
    from citecache.usecases.add import add

    _require_names(sources)
    check_marks_file()
    with _cache_to_fill(create=bool(sources)) as cache, ReadingProgress(listing) as progress:
        given, now = sys.stdin.buffer, datetime.now(UTC)
        added = add(cache, sources, stdin=given, now=now, watch=progress, no_ignore=no_ignore, prune=prune)
        read_marks_file(cache)
        return added


def read_sources(sources: Sequence[str]) -> "AddResult | None":
    """Read the sources of a command that looks at documents, tell of it on stderr, and refuse what holds nothing.

    None: no sources, so that the command looks at all documents. `require_all_sources` comes after its work.
    """
    added = add_sources(sources) if sources else None
    if added:
        report_added(added)
        require_something(added)
    return added


@contextmanager
def _cache_to_fill(*, create: bool) -> "Iterator[CacheFile]":
    """The command's cache. One that was made for this, and into which nothing came, is removed: no file is left."""
    from crawler.cache.outputs import SIDE_FILES
    from crawler.cache.read.documents import known_documents
    from crawler.cache.read.pages import count_pages

    path, empty = database_path(), False
    new = not os.path.lexists(path)
    try:
        with open_cache(create=create) as cache:
            try:
                yield cache
            finally:
                empty = new and not count_pages(cache) and not known_documents(cache)
    finally:
        for suffix in ("", *SIDE_FILES) if empty else ():
            Path(f"{path}{suffix}").unlink(missing_ok=True)


def _require_names(sources: Sequence[str]) -> None:
    """An empty argument is a mistake of a script: it is not the working directory."""
    if not all(source.strip() for source in sources):
        raise click.UsageError("a SOURCE is empty: name a file, a folder, a pattern or a URL")


def preview_sources(
    sources: Sequence[str],
    listing: "list[ParsedSource] | None" = None,
    *,
    no_ignore: bool = False,
    prune: bool = False,
) -> "AddResult":
    """What `add_sources` would do."""
    from citecache.cli.progress import ReadingProgress
    from citecache.usecases.add import preview

    _require_names(sources)
    with ReadingProgress(listing) as progress:
        given, now = sys.stdin.buffer, datetime.now(UTC)
        path = database_path()
        return preview(sources, path, stdin=given, now=now, watch=progress, no_ignore=no_ignore, prune=prune)


def report_added(added: "AddResult") -> None:
    """What was skipped, and the totals, on stderr."""
    from citecache.render.added import by_document, moved_lines, skipped_line, summary

    for skipped in by_document(added):
        note(skipped_line(skipped))
    for line in moved_lines(added):
        note(line)
    for line in summary(added).split("\n"):
        note(line)


def require_all_sources(added: "AddResult") -> None:
    """Refuse a source that could not be read, after everything else was done: exit code 1."""
    from citecache.usecases import add

    if any(skipped.fatal for skipped in added.skipped) and database_path().exists():
        with open_cache() as cache:
            for source, count in add.forgettable(cache, added):
                forget = command_line(f"forget -- {quoted(source)}" if source.startswith("-") else ("forget", source))
                note(f"{source}: {plural(count, 'document')} in the cache: `{forget}` if gone for good")
    add.require_all_sources(added)


def require_something(added: "AddResult") -> None:
    """Refuse sources that held nothing at all, before anything else is done with them: exit code 1."""
    from citecache.usecases import add

    if add.nothing_read(added):
        require_all_sources(added)
