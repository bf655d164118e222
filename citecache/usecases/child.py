"""A command of ours in a child process, with its answer as JSON: for what can happen only once in a process.

Scrapy's reactor cannot be started twice, so the Python API crawls this way.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.model.errors import CacheBusy, Error

ROOT = Path(__file__).resolve().parent.parent.parent
"""The folder that our packages are imported from."""

PROGRAM = "from citecache.cli import main; main()"


def run(database: Path, arguments: Sequence[str]) -> dict[str, Any]:
    """Run `citecache --db DATABASE ARGUMENTS`, which print one JSON object.

    Raises:
        CacheBusy: another crawl of this cache is running.
        Error: the command failed, with its own line.
    """
    # -P: the working directory is no place to import from. ROOT: the child imports the packages that we run from.
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    words = [sys.executable, "-P", "-c", PROGRAM, "--db", str(database), *arguments]
    done = subprocess.run(  # noqa: S603 - the program is ours, the arguments are no shell's
        words, env=os.environ | {"PYTHONPATH": path}, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        raise _error(done.stderr.decode("utf-8", "replace"), done.returncode)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _error(stderr: str, code: int) -> Error:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    reason = lines[-1] if lines else f"the crawl ended with exit code {code}"
    reason = reason.removeprefix("citecache: ").removeprefix("Error: ")
    return (CacheBusy if reason.startswith("another crawl of") else Error)(reason)
