"""The worker: `python -m pipelines.extract.workers.worker MEMORY`, one page after the other until its input ends.

It limits itself before it reads the first byte of a page: address space, no core file, and per page an alarm that ends
it if the parent that should have killed it is gone. The output of libraries is discarded.
"""

import gc
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pipelines.extract.workers import wire

GRACE = 5
"""Seconds past the deadline after which the worker ends itself. The parent kills it at the deadline."""


def main() -> None:
    """Answer requests on standard input until it ends."""
    requests, answers = _claim_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it closes our input
    try:
        _limit(int(sys.argv[1]))
        _warm()
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
    from pipelines.extract.page import extract  # noqa: PLC0415 - see _warm

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


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, moved away from descriptors 0 and 1, where libraries might read and print."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    return requests, answers


def _limit(memory: int) -> None:
    """At most `memory` bytes of address space, as far as the system allows, and no core files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS; deadline and recycling remain
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _warm() -> None:
    """Import what nearly every page needs, so that imports do not count towards the first page's deadline."""
    import pipelines.extract.html.markup  # noqa: F401, PLC0415 - after the limits and the moved pipes

    # lxml creates and drops thousands of small objects per page; with the default thresholds, garbage collection takes
    # an eighth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _send(answers: BinaryIO, answer: dict[str, object]) -> None:
    answers.write(wire.encode(answer))
    answers.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the parent is gone
        main()
