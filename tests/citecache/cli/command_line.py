"""What the fixtures of the command line's tests give."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Protocol

from click.testing import Result


class Cite(Protocol):
    """`citecache` in this process."""

    def __call__(self, *arguments: str, expect: int = 0, stdin: str | bytes | None = None) -> Result: ...


class Installed(Protocol):
    """The installed command in a process of its own; its output as text, or as bytes with `text=False`."""

    def __call__(
        self,
        *arguments: str,
        expect: int = 0,
        env: Mapping[str, str] | None = None,
        text: bool = True,
        stdout: int | IO[bytes] = subprocess.PIPE,
    ) -> subprocess.CompletedProcess[Any]: ...


class Unread(Protocol):
    """The installed command with its stdout connected to a closed pipe."""

    def __call__(self, *arguments: str, expect: int) -> subprocess.CompletedProcess[str]: ...


class AsJson(Protocol):
    """A command with --json: the decoded value, of any shape."""

    def __call__(self, *arguments: str, expect: int = 0, stdin: str | bytes | None = None) -> Any: ...


def progress_on_terminal(folder: Path, *arguments: str) -> str:
    """What a command writes to the terminal that is its stderr, with progress at once: no second of silence."""
    program = (
        "import sys\n"
        "from citecache.cli import main, progress\n"
        "progress.QUIET_FOR = 0.0\n"
        f"sys.argv = ['citecache', *{list(arguments)}]\n"
        "main()\n"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", program]
    subprocess.run(command, cwd=folder, stderr=theirs, stdout=subprocess.DEVNULL, check=True, timeout=60)
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    return shown
