"""What the fixtures of the command line's tests give."""

import subprocess
from collections.abc import Mapping
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
