"""`SourceText`: one citing document as a format reads it: where it is, its bytes, and its text when it is asked for."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from crawler.model import Document
from crawler.model.errors import SourceError
from crawler.sources.parsing.encodings import DecodedText, decode

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused, unless they can be read in pieces. All resource records of a large wiki take a tenth."""

PACKED = 10
"""How much is in a packed file (a ZIP file of XML, a PDF), in multiples of its size, about."""

HEAD_CHARS = 64 * 1024
"""How much of a text is examined to find its format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPiece:
    """Whole lines of a long text."""

    text: str
    is_last: bool


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
    def size(self) -> int:
        """Bytes by which its budget is measured: of a packed file, about those of what is in it."""
        return len(self.data) * (PACKED if b"\0" in self.data[:HEAD_CHARS] else 1)

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
