"""A command measured by the kernel: wall time, CPU time and the peak of memory.

CPU time is that of the command and of all descendants that it waited for; the peak is the resident memory of the
largest of these processes (ru_maxrss of getrusage(2)). Nothing is sampled: short commands are measured as well.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = """
import json, resource, subprocess, sys, time
start = time.monotonic()
status = subprocess.call(sys.argv[2:], stdin=subprocess.DEVNULL)
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump([status, wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024], file)
"""
"""Between this program and the command, since a child's ru_maxrss begins with the memory of the process that started
it. Of Linux: the unit of ru_maxrss is KB.
"""


class Failed(Exception):
    """A measured command ended with an error."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: int  # bytes


def measured(command: Sequence[str], *, good: Collection[int] = (0,), output: Path | None = None) -> Measured:
    """Run a command to its end. `output` is where its stdout goes; `good` are the statuses with which it may end.

    Raises:
        Failed: it ended otherwise.
    """
    with tempfile.NamedTemporaryFile("r") as told, (output or Path("/dev/null")).open("wb") as out:
        launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, told.name, *command]
        done = subprocess.run(launcher, stdout=out, stderr=subprocess.PIPE, check=False)
        status, wall, cpu, peak = json.load(told)
    if status not in good:
        raise Failed(f"{' '.join(command)}: exit {status}: {done.stderr.decode('utf-8', 'replace')[-2000:].strip()}")
    return Measured(wall, cpu, peak)
