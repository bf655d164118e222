"""Standard output and error of the command: whatever is written to them is inert, and can be encoded.

`guard` puts filters in their place, so that no command can forget. What a filter lets through unchanged is our own:
colours, the redrawing of a progress bar, annotations of GitHub's workflows (`write_own`), and bytes (`.buffer`).
"""

import io
import os
import sys
from pathlib import Path
from typing import TextIO

from citecache.render.clean import loggable


class InertStream(io.TextIOWrapper):
    """A text stream that passes on what is loggable. What its encoding cannot hold is written as an escape."""

    _at_start = True  # of a line
    replaced: TextIO | None = None  # once it was gone, it would close what both write to

    def write(self, text: str) -> int:
        self.write_own(loggable(text, at_start=self._at_start))
        return len(text)

    def write_own(self, text: str) -> int:
        """Text of our own that may act on the terminal, or on a CI service."""
        if text:
            self._at_start = text.endswith("\n")
        return super().write(text)


class OwnStream:
    """A stream for a library that draws: what it writes is its own. Whoever gives it text of strangers cleans it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return write_own(self._stream, text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def write_own(stream: TextIO, text: str) -> int:
    """Write text of our own, control characters and all."""
    return stream.write_own(text) if isinstance(stream, InertStream) else stream.write(text)


def guard() -> None:
    """Put filters before stdout and stderr, and open those that are closed.

    A job may be started without standard streams (`<&-`): then they are empty, and lead nowhere. The order is that of
    the descriptors: each file opened takes the lowest that is free.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for the whole process
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper) and not isinstance(stream, InertStream):
            inert = InertStream(
                stream.buffer,
                encoding=stream.encoding,
                errors="backslashreplace",
                line_buffering=stream.line_buffering,
                write_through=stream.write_through,
            )
            inert.replaced = stream
            setattr(sys, name, inert)
