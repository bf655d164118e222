"""The progress of a crawl on stderr: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from citecache.cli.options import note
from citecache.render.tables import plural
from citecache.usecases.observer import Advance
from crawler.model import Page

LINE_EVERY = 30.0
"""Seconds between lines of progress where there is no terminal."""


class TerminalObserver:
    """A `CrawlObserver` that shows progress."""

    def planned(self, total: int, resumed: int) -> None:
        if resumed:
            note(f"resuming the interrupted run: {plural(resumed, 'page')} done, {total:,} to go")

    @contextmanager
    def progress(self, total: int) -> Iterator[Advance]:
        with _bar(total) if sys.stderr.isatty() else _lines(total) as advance:
            yield advance


@contextmanager
def _bar(total: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.completed}/{task.total}"), BarColumn(None), TimeRemainingColumn(compact=True))
    host_column = TextColumn("{task.fields[host]}")
    with Progress(*parts, host_column, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, host="")

        def advance(page: Page) -> None:
            host = page.url.split("/", 3)[2] if "//" in page.url else ""
            bar.update(task, advance=1, host=host[:24])

        yield advance


@contextmanager
def _lines(total: int) -> Iterator[Advance]:
    done, printed = 0, monotonic()

    def advance(_: Page) -> None:
        nonlocal done, printed
        done += 1
        if monotonic() - printed >= LINE_EVERY:
            printed = monotonic()
            print(f"{done:,} of {total:,} pages", file=sys.stderr, flush=True)

    yield advance
