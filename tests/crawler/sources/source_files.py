"""What the fixtures of the readers' tests give."""

from typing import Protocol

from crawler.model import ParsedSource


class Read(Protocol):
    """Writes one file and reads it."""

    def __call__(self, name: str, content: str | bytes) -> ParsedSource: ...
