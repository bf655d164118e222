"""`Format`: a kind of file that cites, and what its module defines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from crawler.model import ParsedSource
from crawler.sources.parsing.source_text import SourceText, TextPiece


class FormatModule(Protocol):
    """What a module in `formats/` defines."""

    def sniff(self, source: SourceText) -> bool:
        """Whether the text is in this format, judging by its content."""

    def read(self, source: SourceText) -> ParsedSource:
        """What the source cites. Never raises for what a document contains: that is skipped or ignored, and counted."""


class LongFormatModule(FormatModule, Protocol):
    """What the module of a format defines whose sources can be read in pieces."""

    def read_pieces(self, source: SourceText, pieces: Iterable[TextPiece]) -> Iterator[ParsedSource]:
        """What each piece cites, with its places in the whole; `source` has only the head of the text. Quotes stand in
        the piece.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that cites."""

    name: str  # `Document.format`; it is stored in the cache, so it never changes
    description: str  # one line for help and documentation
    module: str  # the FormatModule's dotted name
    suffixes: tuple[str, ...] = ()  # in small letters, each with its dot
    binary: bool = False  # it reads `SourceText.data`; all others read `SourceText.text`
    exact: bool = False  # it reads only what `sniff` recognises; other formats read all that has their suffix
    named_only: bool = False  # it is read where a file or a pattern names it, not where a folder holds it
    long: bool = False  # a LongFormatModule reads it
    precedence: int = 0  # of its fields over another format's, where both describe one Resource; the higher wins

    def sniff(self, source: SourceText) -> bool:
        return (self.binary or source.is_text) and self._implementation().sniff(source)

    def read(self, source: SourceText) -> ParsedSource:
        return self._implementation().read(source)

    def read_pieces(self, source: SourceText, pieces: Iterable[TextPiece]) -> Iterator[ParsedSource]:
        """For a `long` format."""
        return cast(LongFormatModule, self._implementation()).read_pieces(source, pieces)

    def _implementation(self) -> FormatModule:
        return cast(FormatModule, import_module(self.module))
