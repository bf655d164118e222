"""Bodies that waste time and memory, given to the pool of extraction workers: each becomes a Capture in time.

Two pools of one worker each run in parallel. After each wasteful body comes a good page, which must be extracted
correctly and soon.
"""

import asyncio
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Self

from report import Report, say
from terms import SECOND
from wastes import ALL, Size, Waste
from wire import PAGE

from pipelines.extract import Pool

DEADLINE = 10.0
FALLBACK = 5.0
SHORT_DEADLINE = 2.0
SHORT_SHARE = 0.04
NEXT_STARTS = 2.0
SLACK = 2.0
"""Seconds to start a new worker between the two attempts, and for a busy machine."""

MEMORY = 2 * 2**30


def waste(report: Report, *, short: bool) -> None:
    """Extract them all."""
    size: Size = (lambda number: max(1, round(number * SHORT_SHARE))) if short else (lambda number: number)
    deadline = SHORT_DEADLINE if short else DEADLINE
    started = monotonic()
    with _Memory() as memory:
        asyncio.run(_all(report, size, deadline))
    much = memory.peak / 2**20
    report.check(
        "extraction", "memory of a worker", f"{much:.0f} MB, expected <= 2048" if memory.peak > MEMORY else None
    )
    say(f"  extraction: {monotonic() - started:.0f} s, at most {much:.0f} MB in a worker")


async def _all(report: Report, size: Size, deadline: float) -> None:
    await asyncio.gather(*(_some(report, ALL[turn::2], size, deadline) for turn in range(2)))


async def _some(report: Report, wastes: Iterable[Waste], size: Size, deadline: float) -> None:
    pool = Pool(size=1, deadline=deadline, memory=MEMORY)
    try:
        await _good(pool)
        for one in wastes:
            report.check("extraction", one.name, await _wrong(pool, one, size, deadline))
    finally:
        await pool.close()


async def _wrong(pool: Pool, one: Waste, size: Size, deadline: float) -> str | None:
    body = await asyncio.to_thread(one.body, size)
    started = monotonic()
    capture = await pool.extract(body, url="http://waste.test/page", content_type=one.content_type)
    took = monotonic() - started
    most = deadline + deadline * FALLBACK / DEADLINE + SLACK
    if took > most:
        return f"took {took:.1f} s, expected at most {most:.0f}"
    if not capture.text and not capture.no_text:
        return "no text and no reason"
    if capture.metadata.title and len(capture.metadata.title) > 1000:
        return f"a title of {len(capture.metadata.title):,} characters"
    started = monotonic()
    right = await _good(pool)
    took = monotonic() - started
    if not right:
        return "the next page was not extracted correctly"
    return f"the next page took {took:.1f} s, expected {NEXT_STARTS:.0f}" if took > NEXT_STARTS else None


async def _good(pool: Pool) -> bool:
    capture = await pool.extract(PAGE, url="http://good.test/page", content_type="text/html")
    by_fallback = capture.extractor not in ("trafilatura", "blocks")
    return SECOND in (capture.text or "") and not by_fallback and capture.metadata.title == "On tides"


class _Memory:
    """The peak resident memory of any descendant of this process."""

    def __init__(self) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            for pid in _descendants(os.getpid()):
                with suppress(OSError, IndexError, ValueError):
                    line = Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2]
                    self.peak = max(self.peak, int(line.split()[0]) * 1024)


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))
