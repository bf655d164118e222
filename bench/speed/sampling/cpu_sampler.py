"""Samples the CPU time of a process by stage.

The process's profiling timer (setitimer(2), ITIMER_PROF) interrupts it every few milliseconds of CPU time. Each thread
is then charged what its own CPU clock has advanced since the last time, to the stage that its stack belongs to: so the
stages add up, however late Python handles a signal that came within a long call into C.
"""

import atexit
import gc
import json
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

from bench.speed.stages import stage_of

INTERVAL = 0.002
"""Seconds of CPU time between two samples; the kernel rounds up to its tick."""

SAVE_EVERY = 0.1
"""Seconds of CPU time between two savings: a process that is killed has lost at most these."""


def _frames() -> dict[int, FrameType]:
    """The innermost frame of each thread. Garbage collection within the call could wait for a lock that the call itself
    holds, for ever (python/cpython#106883).
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return sys._current_frames()  # noqa: SLF001 - documented for debuggers and profilers
    finally:
        if collects:
            gc.enable()


class Sampler:
    """Seconds of CPU time by stage, saved to a file in a folder."""

    def __init__(self, folder: str) -> None:
        self.path = Path(folder) / f"{os.getpid()}-{time.monotonic_ns()}.json"
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.clocks: dict[int, float] = {}
        self.main = threading.get_ident()
        self.saved = 0.0

    def start(self) -> None:
        """Begin; what the interpreter has used already counts as its start."""
        self.seconds["start"] = time.process_time()
        self.clocks[self.main] = time.thread_time()
        atexit.register(self.stop)
        signal.signal(signal.SIGPROF, self.tick)
        signal.siginterrupt(signal.SIGPROF, False)  # noqa: FBT003 - its only form
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)

    def tick(self, _: int, interrupted: FrameType | None) -> None:
        """Charge every thread."""
        frames = _frames()
        for thread, top in frames.items():
            used = time.clock_gettime(time.pthread_getcpuclockid(thread))
            spent = used - self.clocks.get(thread, 0.0)
            self.clocks[thread] = used
            if spent > 0:
                self.seconds[stage_of(interrupted if thread == self.main else top)] += spent
        self.clocks = {thread: used for thread, used in self.clocks.items() if thread in frames}
        if (now := time.process_time()) - self.saved > SAVE_EVERY:
            self.saved = now
            self.save()

    def stop(self) -> None:
        """The last sample, at the end of the process."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.seconds["other"] += time.thread_time() - self.clocks[self.main]
        self.clocks[self.main] = time.thread_time()
        self.tick(signal.SIGPROF, None)
        self.save()

    def save(self) -> None:
        """Replace the file."""
        self.path.write_text(json.dumps(self.seconds), encoding="utf-8")
