"""The worker: a fork of the fork server that answers one page after the other until its input ends.

It limits itself before it reads the first byte of a page: address space, no core file, and per page an alarm that ends
it if the parent that should have killed it is gone. The output of libraries is discarded.
"""

import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pipelines.extract.workers import wire

GRACE = 5
"""Seconds past the deadline after which the worker ends itself. The parent kills it at the deadline."""

LEAST = 16 * 2**20
"""Bytes that a worker must be able to allocate from the start. Heuristic: a small page takes as much."""


def run(requests: BinaryIO, answers: BinaryIO, memory: int) -> None:
    """Answer requests until they end, with at most `memory` bytes of address space.

    Raises:
        BrokenPipeError: The parent is gone.
    """
    try:
        _limit(memory)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting is reported to the parent
        _send(answers, {"error": f"{type(error).__name__}: {error}"})
        return
    _send(answers, {"ready": True})
    while (request := wire.read(requests)) is not None:
        header, body = request
        signal.alarm(int(header["deadline"]) + GRACE)
        _send(answers, _answer(header, body))
        signal.alarm(0)


def _answer(header: dict[str, object], body: bytes) -> dict[str, object]:
    from pipelines.extract.page import extract  # noqa: PLC0415 - the fork server has imported it

    content_type = header["content_type"]
    try:
        capture = extract(
            body,
            url=str(header["url"]),
            content_type=content_type if isinstance(content_type, str) else None,
            fallback=header["fallback"] is True,
        )
        return {"capture": wire.to_json(capture), "rss": rss()}
    except MemoryError:
        return {"error": "needed too much memory"}
    except Exception as error:  # noqa: BLE001 - a fault of ours must not end the worker
        return {"error": f"failed: {type(error).__name__}: {str(error)[:200]}"}


def rss() -> int:
    """The resident memory of this process in bytes; where /proc is missing, the highest it ever was."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _limit(memory: int) -> None:
    """At most `memory` bytes of address space, as far as the system allows, and no core files.

    Raises:
        MemoryError: They are too few to begin with.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS; deadline and recycling remain
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    bytearray(LEAST)


def _send(answers: BinaryIO, answer: dict[str, object]) -> None:
    answers.write(wire.encode(answer))
    answers.flush()
