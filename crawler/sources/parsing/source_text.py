r"""Bytes of a citing document -> text with `\n` line ends, or the reason why it is not text.

The order of the rules: a byte order mark (UTF-8, UTF-16, UTF-32); a NUL byte means binary; UTF-8; a guess by
charset-normalizer. Line ends become `\n` here, so that every format counts lines and columns alike.
"""

import codecs
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from crawler.model import Document
from crawler.model.errors import SourceError

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused. All resource records of a large wiki take a tenth of it."""

HEAD_CHARS = 64 * 1024
"""How much of a text is examined to find its format."""

_GUESS_BYTES = 256 * 1024  # the start decides: charset-normalizer takes seconds per megabyte

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file, and what is wrong with its encoding: (line, reason)."""

    text: str
    issues: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class SourceText:
    """One citing document as a format reads it: where it is, what it is called, what it contains."""

    path: str  # as it is shown; without the `.gz` of a compressed file
    name: str
    data: bytes = field(repr=False)
    sha256: str  # of the file's bytes
    file: str | None = None  # where it is on the disk; None for standard input

    @cached_property
    def decoded(self) -> DecodedText:
        """The text, decoded when it is first asked for. Raises SourceError if this is no text."""
        return decode(self.data)

    @property
    def text(self) -> str:
        return self.decoded.text

    @property
    def is_text(self) -> bool:
        try:
            return bool(self.decoded)
        except SourceError:
            return False

    @property
    def suffix(self) -> str:
        """The file name's suffix with its dot, in small letters; "" when it has none."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def head(self) -> str:
        """The first HEAD_CHARS characters."""
        return self.text[:HEAD_CHARS]

    def document(
        self, format: str, *, title: str | None = None, type: str | None = None, quality: float | None = None
    ) -> Document:
        """The Document that this is, read as `format` (a Format's name)."""
        return Document(
            path=self.path, name=self.name, format=format, title=title, type=type, quality=quality, sha256=self.sha256
        )


def decode(data: bytes) -> DecodedText:
    """The text of a file. Raises SourceError with a reason for a person."""
    return DecodedText(_decode(data).replace("\r\n", "\n").replace("\r", "\n"))


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            break
    else:
        if b"\0" in data:
            raise SourceError("a binary file, not text")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            text = _guess(data)
    if "\0" in text:
        raise SourceError("a binary file, not text")
    return text


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, rarely needed

    best = from_bytes(data[:_GUESS_BYTES]).best()
    if best is None:
        raise SourceError("a binary file, or text in an unknown encoding")
    return data.decode(best.encoding, "replace")
