"""Long files, read in pieces: once to know what they are, once for what they cite.

A file can be read so if it is UTF-8 and no line of it is longer than a piece; any other is read as a whole.
"""

import gzip
import hashlib
import io
import os
import tempfile
import zlib
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from crawler.model.errors import SourceError
from crawler.sources.parsing.office.zip_parts import MAX_RATIO
from crawler.sources.parsing.source_text import HEAD_CHARS, MAX_BYTES, TextPiece

PIECE = 4 * 2**20
"""Bytes: a larger file is long. Its pieces have as many characters, and what is left of the last line."""

MAX_LONG = 4 * 2**30
"""Bytes of a long file, as it is and unpacked. One of a hundred million URLs is as long."""

TOO_LONG = f"larger than {MAX_LONG // 2**30} GiB"
_CHUNK = 2**20


@dataclass(eq=False)
class LongFile:
    """A file that is open at its beginning, and can be read again."""

    raw: BinaryIO
    packed: bool = False  # by gzip
    sha256: str = field(init=False)
    size: int = field(init=False)  # bytes, as it is
    _state: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Raises SourceError: it is too long."""
        self._state = self._stat()
        digest, self.size = hashlib.sha256(), 0
        while chunk := self.raw.read(_CHUNK):
            digest.update(chunk)
            self.size += len(chunk)
            if self.size > MAX_LONG:
                raise SourceError(TOO_LONG)
        self.sha256 = digest.hexdigest()

    @property
    def has_changed(self) -> bool:
        """Whether somebody has written to it since it was opened."""
        return self._stat() != self._state

    def _stat(self) -> tuple[int, int]:
        found = os.fstat(self.raw.fileno())
        return found.st_size, found.st_mtime_ns

    def content(self) -> BinaryIO:
        """Its content from the beginning, unpacked. Reading it raises OSError, EOFError or zlib.error if damaged."""
        self.raw.seek(0)
        return cast(BinaryIO, gzip.GzipFile(fileobj=self.raw)) if self.packed else self.raw

    def head(self) -> bytes:
        """The lines at its beginning, more than any format examines. Raises SourceError: it is damaged."""
        with _damage_explained():
            found = self.content().read(4 * HEAD_CHARS)
        return found[: found.rfind(b"\n") + 1] or found

    def length(self) -> int | None:
        """Bytes of its content; None: it cannot be read in pieces.

        Raises:
            SourceError: it is damaged, or unpacked too long.
        """
        content, decoder = self.content(), getincrementaldecoder("utf-8")()
        limit = max(MAX_BYTES, min(MAX_LONG, MAX_RATIO * self.size)) if self.packed else MAX_LONG
        size = since_line_end = 0
        with suppress(UnicodeDecodeError), _damage_explained():
            while chunk := content.read(min(_CHUNK, PIECE)):
                size += len(chunk)
                if size > limit:
                    raise SourceError(f"larger than {limit // 2**20:,} MiB when it is unpacked")
                decoder.decode(chunk)
                since_line_end = len(chunk) - end if (end := chunk.rfind(b"\n") + 1) else since_line_end + len(chunk)
                if since_line_end > PIECE or b"\0" in chunk or b"\x1b$" in chunk:  # binary, or ISO-2022-JP
                    return None
            decoder.decode(b"", final=True)
            return size
        return None

    def pieces(self) -> Iterator[TextPiece]:
        r"""Its text in pieces of whole lines, with `\n` line ends."""
        held = ""
        for piece in _whole_lines(self.content()):
            if held:
                yield TextPiece(text=held, is_last=False)
            held = piece
        yield TextPiece(text=held, is_last=True)


@contextmanager
def _damage_explained() -> Iterator[None]:
    try:
        yield
    except EOFError:
        raise SourceError("a damaged gzip file: its end is missing") from None
    except (OSError, zlib.error) as error:
        raise SourceError(f"not a gzip file, or a damaged one: {error}") from error


def _whole_lines(content: BinaryIO) -> Iterator[str]:
    text = ""
    decoder = io.IncrementalNewlineDecoder(getincrementaldecoder("utf-8-sig")(), translate=True)
    while chunk := content.read(min(_CHUNK, PIECE)):
        text += decoder.decode(chunk)
        if len(text) >= PIECE and (end := text.rfind("\n") + 1):
            yield text[:end]
            text = text[end:]
    if text := text + decoder.decode(b"", final=True):
        yield text


def kept(stream: BinaryIO, begun: bytes) -> BinaryIO:
    """A stream that cannot be read again as a temporary file; `begun`: what has been read of it.

    Raises:
        SourceError: it is too long.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    size = file.write(begun)
    while chunk := stream.read(_CHUNK):
        size += file.write(chunk)
        if size > MAX_LONG:
            raise SourceError(TOO_LONG)
    file.seek(0)
    return cast(BinaryIO, file)
