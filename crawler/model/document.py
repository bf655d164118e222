"""Document: something that cites, and what a reader found in it."""

from collections import Counter
from dataclasses import dataclass, replace

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
class StoredDocument:
    """A Document in the cache."""

    id: int
    path: str  # as shown
    citations: int  # that were read in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was left out, or accepted with a complaint: one line for a person."""

    path: str
    line: int | None
    reason: str  # "port 99999 is out of range", "not valid YAML: ..."
    url: str | None = None  # as written, at most 200 characters of it
    fatal: bool = False  # the source itself, as named by the user, could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Something that stands in a source, or beside it, and is no citation: a relative link, a hidden file."""

    path: str
    reason: str  # "relative link", "URL in code": few and fixed, they are counted by it
    line: int | None = None  # from 1; None: the whole file
    column: int | None = None
    text: str | None = None  # as written, at most 200 characters of it
    count: int = 1  # of things in this place


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSource:
    """What one reader found in one source, or in one part of a long one.

    A long Document comes in parts, so that nobody has to hold all of it: each part but the last says that there is
    `more`. If a ParsedSource without a Document comes instead of the next part, the rest cannot be read, and the
    Document stays as it was.
    """

    document: Document | None  # None: URLs given on the command line
    citations: tuple[Citation, ...] = ()
    records: tuple[ResourceRecord, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    unchanged: bool = False  # the file is the one that was read before: nothing but `document` is filled
    depends: bool = False  # on other files too (a bibliography): it is read again whether or not it has changed
    more: bool = False  # the Document goes on: the next ParsedSource is of the same one, and of later lines

    def followed_by(self, following: "ParsedSource") -> "ParsedSource":
        """This part of a Document and the next one as one."""
        return replace(
            following,
            citations=self.citations + following.citations,
            records=self.records + following.records,
            skipped=self.skipped + following.skipped,
            ignored=self.ignored + following.ignored,
            depends=self.depends or following.depends,
        )

    @property
    def ignored_counts(self) -> dict[str, int]:
        """How much was ignored for each reason, sorted: {"mailto link": 3, "relative link": 12}."""
        counts: Counter[str] = Counter()
        for ignored in self.ignored:
            counts[ignored.reason] += ignored.count
        return {reason: count for reason, count in sorted(counts.items()) if count}
