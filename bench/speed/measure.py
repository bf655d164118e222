"""One command measured: wall time, CPU time and memory of its whole process tree.

CPU time is what the kernel has accounted to the process and to all descendants that were waited for (wait4(2)); every
contender waits for its workers. Memory is the highest sum of proportional set sizes (pages that processes share count
once), looked at a few times a second; where the kernel does not tell them, of resident set sizes.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.25
"""Seconds between two looks at the memory."""

TIMEOUT = 3600.0


class CommandFailed(Exception):
    """A contender ended with an error, or did not end."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took."""

    wall: float  # seconds
    cpu: float  # seconds, user and system, of the whole process tree
    memory: int  # bytes, the highest
    output: str  # what it printed


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str], good: Sequence[int] = (0,)) -> Usage:
    """Run a command to its end.

    `good` are the exit statuses with which it may end.

    Raises:
        CommandFailed: it did not end well.
    """
    with tempfile.TemporaryFile(dir=folder) as out, tempfile.TemporaryFile(dir=folder) as errors:
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=out, stderr=errors)
        status, cpu, memory = _await(process, started + TIMEOUT)
        wall = time.monotonic() - started
        out.seek(0)
        errors.seek(0)
        if status not in good:
            raise CommandFailed(f"{' '.join(command)}: {errors.read().decode('utf-8', 'replace')[-2000:]}")
        return Usage(wall, cpu, memory, out.read().decode("utf-8", "replace"))


def _await(process: "subprocess.Popen[bytes]", deadline: float) -> tuple[int, float, int]:
    """(exit status, CPU seconds, most memory) of a process, once it has ended."""
    root, most, look = psutil.Process(process.pid), 0, 0.0
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, used.ru_utime + used.ru_stime, most
        if (now := time.monotonic()) >= look:
            most, look = max(most, tree_memory(root)), now + EVERY
        if now > deadline:
            process.kill()
        time.sleep(0.01)


def tree_memory(root: psutil.Process) -> int:
    """Bytes that a process and its descendants use now."""
    total = 0
    with suppress(psutil.Error):
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.Error):
                told = process.memory_full_info()
                total += getattr(told, "pss", 0) or told.rss
    return total
