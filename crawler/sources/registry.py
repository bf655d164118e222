"""Every citing format, listed once: `FORMATS`. Which format a source has, and whose word on a Resource counts most.

Adding a format takes one module in `crawler/sources/formats/` with two functions (see `FormatModule`) and one entry in
`FORMATS`. This module is cheap to import: a format's module, and the parser behind it, is imported when it is first
needed.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import Protocol, cast

from crawler.model import ParsedSource
from crawler.sources.parsing.source_text import SourceText


class FormatModule(Protocol):
    """What a module in `formats/` defines."""

    def sniff(self, source: SourceText) -> bool:
        """Whether the text is in this format, judging by its content."""

    def read(self, source: SourceText) -> ParsedSource:
        """What the source cites. Never raises for what a document contains: that is skipped or ignored, and counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that cites."""

    name: str  # `Document.format`; it is stored in the cache, so it never changes
    description: str  # one line for help and documentation
    module: str  # the FormatModule's dotted name
    suffixes: tuple[str, ...] = ()  # in small letters, each with its dot
    precedence: int = 0  # of its fields over another format's, where both describe one Resource; the higher wins

    def sniff(self, source: SourceText) -> bool:
        return self._implementation().sniff(source)

    def read(self, source: SourceText) -> ParsedSource:
        return self._implementation().read(source)

    def _implementation(self) -> FormatModule:
        return cast(FormatModule, import_module(self.module))


_FORMATS = "crawler.sources.formats"
_BIBLIOGRAPHY = 1
_CURATED = 2

FORMATS: tuple[Format, ...] = (
    Format(
        name="bookmarks",
        description="bookmarks exported by a browser (Netscape bookmark file)",
        module=f"{_FORMATS}.netscape_bookmarks",
        suffixes=(".html", ".htm", ".xhtml"),
    ),
    Format(
        name="html",
        description="HTML pages",
        module=f"{_FORMATS}.html",
        suffixes=(".html", ".htm", ".xhtml"),
    ),
    Format(
        name="bibtex",
        description="BibTeX and BibLaTeX bibliographies",
        module=f"{_FORMATS}.bibtex",
        suffixes=(".bib",),
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="csl",
        description="CSL-JSON bibliographies (Zotero, Pandoc, Crossref)",
        module=f"{_FORMATS}.csl_json",
        suffixes=(".json", ".jsonl", ".ndjson"),
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="records",
        description="resource records and citation lists in YAML, JSON or JSON Lines",
        module=f"{_FORMATS}.records",
        suffixes=(".yaml", ".yml", ".json", ".jsonl", ".ndjson"),
        precedence=_CURATED,
    ),
    Format(
        name="text",
        description="plain text: one URL per line, or prose with URLs",
        module=f"{_FORMATS}.url_lists",
        suffixes=(".txt", ".urls"),
    ),
    Format(
        name="table",
        description="CSV and TSV tables with a column of URLs",
        module=f"{_FORMATS}.tables",
        suffixes=(".csv", ".tsv"),
    ),
    Format(
        name="mdx",
        description="MDX: Markdown with JSX",
        module=f"{_FORMATS}.mdx",
        suffixes=(".mdx",),
    ),
    Format(
        name="markdown",
        description="Markdown, also of Quarto and R Markdown",
        module=f"{_FORMATS}.markdown",
        suffixes=(".md", ".markdown", ".qmd", ".rmd"),
    ),
)
"""The first that fits is used, so a special case stands before the general one. The last reads any text."""


def known_suffixes() -> frozenset[str]:
    """The suffixes of all formats, in small letters."""
    return frozenset(suffix for format in FORMATS for suffix in format.suffixes)


def format_of(source: SourceText) -> Format:
    """The format of a source: by its suffix, by its content where formats share one or none has it."""
    suffix = PurePosixPath(source.path).suffix.lower()
    candidates = [format for format in FORMATS if suffix in format.suffixes] or FORMATS
    # The last candidate needs no look at the content: nothing is left to choose from.
    return next((format for format in candidates[:-1] if format.sniff(source)), candidates[-1])


def precedence(name: str) -> int:
    """The precedence of the format of that name; 0 for a name that no format has."""
    return next((format.precedence for format in FORMATS if format.name == name), 0)
