"""Linear time, told from quadratic on any machine by the ratio of two CPU times of one process."""

import gc
import os
import time
from collections.abc import Callable

FACTOR = 4
"""How much longer the long input is: a linear function takes 4 times as long, a quadratic one 16 times."""

MOST = 9.0
"""Between 4 and 16, as a ratio."""

TRIFLE = 0.06
"""CPU seconds for the long input that are not looked into."""

TRIES = 6
"""Work beside makes a measurement longer, never shorter: the least of several counts."""


def growth(prepare: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times longer the work takes at FACTOR times the size; 0 where even that is a trifle.

    prepare(SIZE) makes an input and returns what is to be done with it; only that is timed.
    """
    long = _seconds(prepare(size * FACTOR))
    if long <= TRIFLE:
        return 0.0
    short = min(_seconds(prepare(size)) for _ in range(FACTOR))  # as long as the long one takes
    for _ in range(TRIES):
        if long <= MOST * max(short, TRIFLE / FACTOR / FACTOR):
            break
        long = min(long, _seconds(prepare(size * FACTOR)))
        short = min(short, _seconds(prepare(size)))
    return long / max(short, TRIFLE / FACTOR / FACTOR)


def assert_linear(prepare: Callable[[int], Callable[[], object]], size: int) -> None:
    """The work's time grows as its size does; see `growth`."""
    assert growth(prepare, size) <= MOST


def _seconds(work: Callable[[], object]) -> float:
    """CPU time, also of a process that the work starts."""
    gc.disable()
    before = _cpu()
    try:
        work()
    finally:
        after = _cpu()
        gc.enable()
    return after - before


def _cpu() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system
