"""Document: something that cites, and what a reader found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.model.citation import Citation
from crawler.model.resource import ResourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that cites: a wiki page, a .bib file, a bookmarks file.

    `path` is what a person would type to open it (posix separators; `-` for standard input; "" for a
    page known only by name, from a record's `cited_by`). `name` is what others call it: the file name
    without its suffix, or, for `index.*`/`_index.*`, the folder's name.
    """

    path: str
    name: str
    format: str  # "markdown", "bibtex", "records", ...: a Format's name: crawler/sources/registry.py
    title: str | None = None
    type: str | None = None
    quality: float | None = None
    sha256: str | None = None  # of the file's bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was left out, or accepted with a complaint: one line for a person."""

    path: str
    line: int | None
    reason: str  # "port 99999 is out of range", "not valid YAML: ..."
    url: str | None = None  # as written, at most 200 characters of it


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSource:
    """What one reader found in one source. `ignored` counts what is not a citation, by reason."""

    document: Document | None  # None: URLs given on the command line
    citations: tuple[Citation, ...] = ()
    records: tuple[ResourceRecord, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ignored: Mapping[str, int] = field(default_factory=dict)  # {"relative link": 12, "mailto link": 3}
    unchanged: bool = False  # the file is the one that was read before: nothing but `document` is filled
