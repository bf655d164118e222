r"""`CitationKeys`: marks such as `[@doe2020]`, `\cite{doe2020}` and `[cite:@doe2020]` cite what their entries cite.

The entries come from the bibliographies that the document names, else from those that lie beside it or, in a project
(`PROJECT_FILES`), in a folder above it up to the project's. They are read by the formats of the registry, which
knows the formats by their names only, so that no import runs in a circle. A document that uses keys depends on files
that may change without it: its ParsedSource says so (`depends`).
"""

import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Unpack

from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.prose import SiteFields
from crawler.sources.parsing.source_text import MAX_BYTES, SourceText
from crawler.sources.registry import format_of, suffix_of

PROJECT_FILES = (".git", "_quarto.yml", "_quarto.yaml", "myst.yml", "_bookdown.yml", "_toc.yml")
"""In the folder of a project: a repository, or one of Quarto, MyST, bookdown or Jupyter Book."""

BIBLIOGRAPHIES = (".bib", ".bibtex", ".ris", ".enw", ".nbib", ".json", ".yaml", ".yml", ".xml")
"""The suffixes of files that may be bibliographies; those before `.json` are by their suffix alone."""

WITHOUT_URL = "entry without a URL"
"""Why an entry is ignored, in every format; the ignored text is its key."""

_BY_SUFFIX = BIBLIOGRAPHIES[:5]
_FORMATS = frozenset(
    ("bibtex", "csl", "csl-yaml", "ris", "refer", "nbib", "endnote", "hayagriva", "zotero-json", "zotero-rdf")
)
_MAX_FILES = 50  # beside a document, per folder
_MAX_FOLDERS = 20
_MAX_UNNAMED_BYTES = 8 * 1024 * 1024  # of JSON, YAML or XML that must be read to know whether it is a bibliography

_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|tab|eq|eqn|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|apx|nte|wrn|imp|tip|cau)[:-]",
    re.IGNORECASE,
)
"""pandoc-crossref's prefixes (lierdakil.github.io/pandoc-crossref) and Quarto's (quarto.org, "Cross-References")."""


@dataclass(slots=True)
class CitedEntry:
    """A bibliography's entry as its marks cite it: several URLs are several Citations."""

    urls: list[str] = field(default_factory=list)
    title: str | None = None
    accessed: str | None = None


class CitationKeys:
    """The marks of one Document. `names`: the bibliographies that it names, on `line`; nothing is read before a mark.

    `own`: entries that the document itself holds, as pandoc's `references` do; they win. `search`: whether
    bibliographies that lie beside the document count, if it names none.
    """

    def __init__(
        self,
        source: SourceText,
        collector: Collector,
        names: object = (),
        *,
        line: int | None = None,
        own: dict[str, CitedEntry] | None = None,
        search: bool = True,
    ) -> None:
        self._folder = Path(source.file).parent if source.file else Path()
        self._collector, self._line = collector, line
        self._names = bibliography_names(names)
        self._own = own or {}
        self._search = search
        self._ambiguous: set[str] = set()
        self._loaded: dict[str, CitedEntry] | None = None
        self._files = 0
        self._unknown: list[tuple[str, int | None]] = []

    @property
    def explained(self) -> bool:
        """Whether the document names a bibliography or holds entries: then a word such as `@key` may be a mark."""
        return bool(self._names or self._own)

    def knows(self, key: str) -> bool:
        """Whether a key has an entry: a word such as `@key` without brackets is a mark only then."""
        return key in self._own or key in self._entries()

    def cite(self, key: str, **fields: Unpack[SiteFields]) -> None:
        """Adds the Citations of one mark at its place. A key that no entry has is ignored, `finish` complains."""
        entry = self._own.get(key) or self._entries().get(key)
        self._collector.depends = self._collector.depends or key not in self._own
        line, column = fields.get("line"), fields.get("column")
        if entry is None and _CROSS_REFERENCE.match(key):
            self._collector.ignore("cross-reference", line, column, f"@{key}")
        elif key in self._ambiguous and key not in self._own:
            self._collector.ignore("citation key of several bibliographies", line, column, f"@{key}")
            self._collector.skip(line, f"citation key @{key} has other URLs in another bibliography beside: name one")
        elif entry is None:
            self._collector.ignore("citation key without an entry", line, column, f"@{key}")
            self._unknown.append((key, line))
        elif not entry.urls:
            self._collector.ignore("citation key of an entry without a URL", line, column, f"@{key}")
        else:
            fields["label"] = f"@{key}"  # not a footnote's
            fields["accessed"] = fields.get("accessed") or entry.accessed
            fields["link_text"] = fields.get("link_text") or entry.title
            for url in entry.urls:
                self._collector.link(url, **fields)

    def finish(self) -> None:
        """Adds one complaint about all keys without an entry, if there is a bibliography that could have them."""
        if self._unknown and (self._files or self._own):
            key, line = self._unknown[0]
            more = f", and {len(self._unknown) - 1:,} more" if len(self._unknown) > 1 else ""
            self._collector.skip(line, f"citation key @{key} has no entry in the bibliography{more}")

    def _entries(self) -> dict[str, CitedEntry]:
        if self._loaded is None:
            self._loaded = {}
            for path in self._named() if self._names or not self._search else self._beside():
                self._collector.depends = True
                self._files += 1
                for key, entry in _read(path).items():
                    first = self._loaded.setdefault(key, entry)
                    if not self._names and set(first.urls) != set(entry.urls):
                        self._ambiguous.add(key)
        return self._loaded

    def _named(self) -> Iterator[Path]:
        for name in self._names:
            found = next((path for path in _places(self._folder, name) if path.is_file()), None)
            self._collector.depends = True
            if found is not None:
                yield found
            elif suffix_of(name) in BIBLIOGRAPHIES or "." not in Path(name).name:
                self._collector.skip(self._line, f"the bibliography {name[:200]} is not there: its keys cite nothing")
            else:
                self._collector.skip(self._line, f"no format reads the bibliography {name[:200]}")

    def _beside(self) -> Iterator[Path]:
        for folder in _folders(self._folder):
            found = [path for path in _bibliographies(folder) if _read(path) or suffix_of(path.name) in _BY_SUFFIX]
            if found:
                yield from found
                return


def bibliography_names(value: object) -> tuple[str, ...]:
    """The names in a value of `bibliography`: one, or a list of them."""
    items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip() and "\0" not in item)


def _places(folder: Path, name: str) -> Iterator[Path]:
    """Where a named bibliography may be: from the document's folder, else from a folder above it in its project."""
    for base in _folders(folder):
        if suffix_of(name) in BIBLIOGRAPHIES:
            yield base / name.lstrip("/") if base != folder else base / name
        yield base / f"{name}.bib"  # LaTeX names it without its suffix


def _folders(folder: Path) -> Iterator[Path]:
    """The folder, then those above it up to the project's; only the folder where there is no project."""
    chain = [folder, *folder.resolve().parents][:_MAX_FOLDERS]
    root = next((at for at, path in enumerate(chain) if any((path / name).exists() for name in PROJECT_FILES)), 0)
    yield from chain[: root + 1]


def _bibliographies(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if _may_be_one(path))[:_MAX_FILES]
    except OSError:
        return []


def _may_be_one(path: Path) -> bool:
    suffix = suffix_of(path.name)
    if suffix not in BIBLIOGRAPHIES or not path.is_file():
        return False
    return suffix in _BY_SUFFIX or path.stat().st_size <= _MAX_UNNAMED_BYTES


def _read(path: Path) -> dict[str, CitedEntry]:
    """The entries of a file by their keys; none of a file that cannot be read, or is no bibliography."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for
            return {}
        return _entries_of(str(path), status.st_mtime_ns, status.st_size)
    except (OSError, SourceError, ValueError, RecursionError):
        return {}


@lru_cache(maxsize=256)
def _entries_of(path: str, _modified: int, size: int) -> dict[str, CitedEntry]:
    """The entries of a file that has not changed since it was modified at that time."""
    if size > MAX_BYTES:
        return {}
    source = SourceText(path, path, Path(path).read_bytes(), "", path)
    format = format_of(source)
    return entries_by_key(format.read(source)) if format is not None and format.name in _FORMATS else {}


def entries_by_key(bibliography: ParsedSource) -> dict[str, CitedEntry]:
    """What each key of a bibliography cites; a key without a URL is known, too."""
    entries: dict[str, CitedEntry] = {}
    for citation in bibliography.citations:
        if citation.label and citation.url:
            entry = entries.setdefault(citation.label, CitedEntry(title=citation.link_text, accessed=citation.accessed))
            if citation.url not in entry.urls:
                entry.urls.append(citation.url)
    for ignored in bibliography.ignored:
        if ignored.reason == WITHOUT_URL and ignored.text:
            entries.setdefault(ignored.text, CitedEntry())
    return entries
