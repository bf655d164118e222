"""Whether a cache file has been written to, told without opening it.

The file itself must not be opened beside SQLite: closing it would drop the locks of every connection of this process
(sqlite.org/howtocorrupt.html, 2.2). Commits go to its log (-wal) first, then to the file.
"""

import time
from dataclasses import dataclass
from pathlib import Path

TICK_NS = 100_000_000
"""A file system's clock may stand still for so long: two writes within it look like one."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """The file and its log as they were; two that are equal and `settled` are of the same content."""

    stamps: tuple[tuple[int, ...], ...]
    settled: bool  # nothing had been written a moment before


def file_version(path: Path) -> FileVersion:
    """The present version; to be asked for before what is read is read."""
    now = time.time_ns()
    stamps = tuple(_stamp(one) for one in (path, Path(f"{path.resolve()}-wal")))
    return FileVersion(stamps, settled=all(now - stamp[-1] > TICK_NS for stamp in stamps if stamp))


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
