"""Text that has to wait for what stands before it: in memory while it is short, then in a temporary file."""

import codecs
import tempfile
from collections.abc import Iterator
from typing import IO, Self

PIECE = 2**18
"""Characters that are held in memory, and that are read at once."""

_SURROGATES = "surrogatepass"
"""Whatever text it is comes back as it was."""


class Spool:
    """Text that is written first and read later. A context manager; nothing of it is left behind."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0  # of these, in characters
        self._file: IO[bytes] | None = None

    def __bool__(self) -> bool:
        return self._file is not None or bool(self._parts)

    def write(self, text: str) -> None:
        """Add text to its end."""
        self._parts.append(text)
        self._size += len(text)
        if self._size > PIECE:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="citecache-")  # noqa: SIM115 - closed by `clear`
        self._file.write("".join(self._parts).encode("utf-8", _SURROGATES))
        self._parts.clear()
        self._size = 0

    def read(self) -> Iterator[str]:
        """All of it, piece by piece."""
        if self._file is not None:
            self._spill()
            self._file.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")(_SURROGATES)
            while piece := self._file.read(PIECE):
                yield decoder.decode(piece)
        yield "".join(self._parts)

    def clear(self) -> None:
        """Begin anew."""
        self._parts.clear()
        self._size = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()
