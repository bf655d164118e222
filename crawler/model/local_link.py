"""LocalLink: a place in a Document that links to a file of the same project, or to an anchor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLink:
    """One link or image whose target is relative, as it is stored."""

    document: str  # its path, as shown
    file: str  # the absolute path of the Document
    format: str
    line: int | None
    column: int | None
    target: str  # as written
    image: bool
