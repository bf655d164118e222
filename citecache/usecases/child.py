"""A command of ours in a child process, with its answer as JSON: for what can happen only once in a process.

Scrapy's reactor cannot be started twice, so the Python API crawls this way. The child's arguments come on its standard
input: there may be more than a command line holds, and settings may be secret. It ends when this process does, for
then a pipe that this process holds open is closed.
"""

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.child_path import is_here
from crawler.model.errors import CacheBusy, Error

ROOT = Path(__file__).resolve().parent.parent.parent
"""The folder that our packages are imported from."""

PROGRAM = "from citecache.usecases import child; child.begin(); from citecache.cli import main; main()"

GRACE = 60.0
"""Seconds that an interrupted child has to finish the requests under way. Killed, its run is resumed by the next."""


def run(database: Path, arguments: Sequence[str]) -> dict[str, Any]:
    """Run `citecache --db DATABASE ARGUMENTS`, which prints one JSON object.

    Interrupted (Ctrl-C), it lets the child finish what is under way before the KeyboardInterrupt goes on.

    Raises:
        CacheBusy: another crawl of this cache is running.
        Error: the command failed, with its own line.
    """
    with _lifeline() as (read_end, cut):
        try:
            process = _start(read_end)
        except (OSError, ValueError) as error:
            raise Error(
                f"the crawl's process cannot be started ({sys.executable or 'no interpreter'}): {error}"
            ) from error
        given = json.dumps({"lifeline": read_end, "arguments": ["--db", str(database), *arguments]})
        with process:
            try:
                out, err = process.communicate(given.encode())
            except BaseException:
                cut()
                _await_end(process)
                raise
    if process.returncode:
        raise _error(err.decode("utf-8", "replace"), process.returncode)
    try:
        found: dict[str, Any] = json.loads(out)
    except ValueError as error:
        raise Error("the crawl's answer is not JSON: does a setting print on standard output?") from error
    return found


def begin() -> None:
    """The child's side: take the arguments, and interrupt this process as Ctrl-C does once its parent is gone."""
    given = json.load(sys.stdin.buffer)
    sys.argv[1:] = given["arguments"]
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    os.set_inheritable(given["lifeline"], False)  # noqa: FBT003 - the standard library's parameter
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    threading.Thread(target=_end_with, args=(given["lifeline"],), daemon=True).start()


def _end_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGINT)


@contextmanager
def _lifeline() -> Iterator[tuple[int, Callable[[], None]]]:
    """The end of a pipe for the child, which is at its end after the call given, or when this process dies."""
    read_end, write_end = os.pipe()
    with os.fdopen(read_end), os.fdopen(write_end, "wb") as ours:
        yield read_end, ours.close


def _start(lifeline: int) -> subprocess.Popen[bytes]:
    # -P: the working directory is no place to import from. A session of its own: Ctrl-C in the terminal reaches the
    # child once, through us; twice would end it without finishing the run.
    return subprocess.Popen(  # noqa: S603 - the program is ours, and no shell is involved
        [sys.executable, "-P", "-c", PROGRAM],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(_import_path())},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(lifeline,),
        start_new_session=True,
    )


def _import_path() -> list[str]:
    """What this process imports from, in its order, so that the child finds the same packages; but not from the folder
    of the script that runs, unless we are there ourselves.
    """
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    left_out = str(Path(script).resolve().parent) if script else None
    path = [entry for entry in sys.path if entry and entry != left_out and not is_here(entry)]
    return path if str(ROOT) in path else [str(ROOT), *path]


def _await_end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.communicate(timeout=GRACE)
    finally:
        process.kill()


def _error(stderr: str, code: int) -> Error:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    reason = lines[-1] if lines else f"the crawl ended with exit code {code}"
    reason = reason.removeprefix("citecache: ").removeprefix("Error: ")
    return (CacheBusy if reason.startswith("another crawl of") else Error)(reason)
