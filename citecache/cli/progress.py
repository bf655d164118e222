"""Progress on stderr: of a crawl, a bar on a terminal and plain lines elsewhere; of reading, a line on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO, cast

from citecache.cli.options import echo_own, note, progress_shown
from citecache.cli.streams import OwnStream
from citecache.render.clean import one_line
from citecache.render.tables import plural
from citecache.usecases.observer import Advance
from crawler.model import Page, ParsedSource

if TYPE_CHECKING:
    from citecache.usecases.estimates import RunEstimate
    from crawler.cache import CacheFile
    from crawler.model import CardFilter

LINE_EVERY = 30.0
"""Seconds between lines of progress where there is no terminal."""


QUIET_FOR = 1.0
"""Seconds of reading before its progress is shown."""

REDRAW_EVERY = 0.2
"""Seconds."""

SHORT_RUN = 10.0
"""Seconds below which a run's estimate is not printed."""


class ReadingProgress:
    """Counts sources as they are read, and keeps them in `listing`. Call it with each."""

    def __init__(self, listing: list[ParsedSource] | None = None) -> None:
        self._listing = listing
        self._documents = self._citations = 0
        self._due = monotonic() + QUIET_FOR if progress_shown() else float("inf")
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            echo_own("\r\x1b[K", err=True)

    def __call__(self, source: ParsedSource) -> None:
        if self._listing is not None:
            _list(self._listing, source)
        self._documents += source.document is not None and not source.more
        self._citations += len(source.citations)
        if monotonic() >= self._due:
            self._due, self._shown = monotonic() + REDRAW_EVERY, True
            done = f"reading: {plural(self._documents, 'document')}, {plural(self._citations, 'citation')}"
            echo_own(f"\r{done}\x1b[K", err=True)


def _list(listing: list[ParsedSource], source: ParsedSource) -> None:
    """Append a source; of a Document that comes in parts all as one, and none if its end does not come."""
    if listing and listing[-1].more:
        before = listing.pop()
        source = before.followed_by(source) if source.document else source
    listing.append(source)


def expected_line(estimate: "RunEstimate") -> str:
    """The estimate in one line.

    >>> from citecache.usecases.estimates import RunEstimate
    >>> expected_line(RunEstimate(pages=9000, hosts=1200, seconds=840.0, slowest="example.org", slowest_pages=320))
    '9,000 pages on 1,200 hosts: about 14 minutes (slowest: example.org, 320 pages)'
    """
    seconds = estimate.seconds
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    time = next(plural(round(seconds / size), unit) for unit, size in units if seconds >= 1.5 * size or size == 1)
    slowest = f" (slowest: {estimate.slowest}, {plural(estimate.slowest_pages, 'page')})" if estimate.slowest else ""
    return f"{plural(estimate.pages, 'page')} on {plural(estimate.hosts, 'host')}: about {time}{slowest}"


class TerminalObserver:
    """A `CrawlObserver` that shows progress."""

    def planned(self, total: int, resumed: int) -> None:
        if resumed:
            note(f"resuming the interrupted run: {plural(resumed, 'page')} done, {total:,} to go")

    def expected(self, estimate: "RunEstimate") -> None:
        if estimate.seconds >= SHORT_RUN:
            note(expected_line(estimate))

    @contextmanager
    def progress(self, total: int) -> Iterator[Advance]:
        with _bar(total) if sys.stderr.isatty() else _lines(total) as advance:
            yield advance


@contextmanager
def _bar(total: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.completed}/{task.total}"), BarColumn(None), TimeRemainingColumn(compact=True))
    host_column = TextColumn("{task.fields[host]}", markup=False)
    console = Console(file=cast("TextIO", OwnStream(sys.stderr)))
    # Redirected, what others write would reach the terminal by way of the console, past the filter of stderr.
    bar = Progress(*parts, host_column, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    with bar:
        task = bar.add_task("", total=total, host="")

        def advance(page: Page) -> None:
            host = one_line(page.url.split("/", 3)[2]) if "//" in page.url else ""
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
            note(f"{done:,} of {total:,} pages")

    yield advance


@contextmanager
def export_progress(
    cache: "CacheFile", wanted: "CardFilter", limit: int | None, *, to_file: bool
) -> Iterator[Callable[[int], None]]:
    """Cards exported so far, on a terminal, if the cards themselves do not go there."""
    if not sys.stderr.isatty() or (not to_file and sys.stdout.isatty()):
        yield lambda _: None
        return
    from crawler.cache.read import cards

    total = min(cards.count(cache, wanted), limit or sys.maxsize)
    due, shown = monotonic() + QUIET_FOR, False

    def advance(done: int) -> None:
        nonlocal due, shown
        if monotonic() >= due:
            due, shown = monotonic() + REDRAW_EVERY, True
            echo_own(f"\rexporting: {done:,} of {plural(total, 'card')}\x1b[K", err=True)

    try:
        yield advance
    finally:
        if shown:
            echo_own("\r\x1b[K", err=True)


@contextmanager
def grading() -> Iterator[Callable[[int, int], None]]:
    """Captures that have to be graded first, on a terminal: seconds, the first time."""
    shown = False

    def advance(done: int, total: int) -> None:
        nonlocal shown
        if progress_shown():
            shown = True
            echo_own(f"\rgrading captures: {done:,} of {total:,}\x1b[K", err=True)

    try:
        yield advance
    finally:
        if shown:
            echo_own("\r\x1b[K", err=True)


@contextmanager
def judging(model: str) -> Iterator[Callable[[int, int], None]]:
    """Claims that a model has judged: a line on a terminal; elsewhere one every half a minute."""
    printed, live, shown = monotonic(), sys.stderr.isatty(), False

    def advance(done: int, total: int) -> None:
        nonlocal printed, shown
        if live:
            shown = True
            echo_own(f"\r{one_line(model)}: {done:,} of {plural(total, 'claim')}\x1b[K", err=True)
        elif monotonic() - printed >= LINE_EVERY:
            printed = monotonic()
            note(f"{done:,} of {plural(total, 'claim')} judged")

    try:
        yield advance
    finally:
        if shown:
            echo_own("\r\x1b[K", err=True)
