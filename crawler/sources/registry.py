"""Every citing format, listed once: `FORMATS`. Which format a source has, and whose word on a Resource counts most.

Adding a format takes one module in `crawler/sources/formats/` with two functions (see format.py) and one entry in
`FORMATS`. This module is cheap to import: a format's module, and the parser behind it, is imported when it is first
needed.
"""

from pathlib import PurePosixPath

from crawler.sources.format import Format
from crawler.sources.parsing.source_text import SourceText

_FORMATS = "crawler.sources.formats"
_BIBLIOGRAPHY = 1
_CURATED = 2

FORMATS: tuple[Format, ...] = (
    Format(
        name="bookmarks",
        description="bookmarks in HTML, as browsers, Pocket, Instapaper, Pinboard, Raindrop and others export them",
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
        name="ris",
        description="RIS bibliographies (reference managers, publishers, databases)",
        module=f"{_FORMATS}.ris",
        suffixes=(".ris", ".txt"),
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="nbib",
        description="PubMed and MEDLINE bibliographies",
        module=f"{_FORMATS}.pubmed",
        suffixes=(".nbib", ".txt"),
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="refer",
        description="Refer and EndNote's tagged bibliographies",
        module=f"{_FORMATS}.refer",
        suffixes=(".enw", ".refer"),
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="endnote",
        description="EndNote's XML bibliographies",
        module=f"{_FORMATS}.endnote_xml",
        suffixes=(".xml",),
        exact=True,
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="zotero-rdf",
        description="Zotero's RDF bibliographies",
        module=f"{_FORMATS}.zotero_rdf",
        suffixes=(".rdf",),
        exact=True,
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="zotero-json",
        description="Zotero's items as JSON (Better BibTeX)",
        module=f"{_FORMATS}.zotero_json",
        suffixes=(".json",),
        exact=True,
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="hayagriva",
        description="Hayagriva bibliographies (Typst)",
        module=f"{_FORMATS}.hayagriva",
        suffixes=(".yml", ".yaml"),
        exact=True,
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="csl",
        description="CSL-JSON and CSL-YAML bibliographies (Zotero, Pandoc, Crossref)",
        module=f"{_FORMATS}.csl",
        suffixes=(".json", ".jsonl", ".ndjson", ".yaml", ".yml"),
        precedence=_BIBLIOGRAPHY,
    ),
    Format(
        name="json-feed",
        description="JSON Feed, when it is named",
        module=f"{_FORMATS}.json_feed",
        suffixes=(".json",),
        exact=True,
        named_only=True,
    ),
    Format(
        name="bookmarks-json",
        description="bookmarks and reading lists of browsers and services in JSON (Chromium, Pinboard, Raindrop, ...)",
        module=f"{_FORMATS}.bookmarks_json",
        suffixes=(".json", ".jsonl", ".ndjson"),
    ),
    Format(
        name="records",
        description="resource records and citation lists in YAML, JSON or JSON Lines",
        module=f"{_FORMATS}.records",
        suffixes=(".yaml", ".yml", ".json", ".jsonl", ".ndjson"),
        precedence=_CURATED,
    ),
    Format(name="jupyter", description="Jupyter notebooks", module=f"{_FORMATS}.notebooks", suffixes=(".ipynb",)),
    Format(
        name="opml",
        description="OPML outlines and lists of feeds",
        module=f"{_FORMATS}.opml",
        suffixes=(".opml", ".xml"),
        exact=True,
    ),
    Format(
        name="feed",
        description="RSS and Atom feeds, when they are named",
        module=f"{_FORMATS}.feeds",
        suffixes=(".rss", ".atom", ".rdf", ".xml"),
        exact=True,
        named_only=True,
    ),
    Format(
        name="sitemap",
        description="sitemaps, when they are named",
        module=f"{_FORMATS}.sitemaps",
        suffixes=(".xml",),
        exact=True,
        named_only=True,
    ),
    Format(
        name="asciidoc", description="AsciiDoc", module=f"{_FORMATS}.asciidoc", suffixes=(".adoc", ".asciidoc", ".asc")
    ),
    Format(name="latex", description="LaTeX documents", module=f"{_FORMATS}.latex", suffixes=(".tex", ".ltx")),
    Format(name="org", description="Org documents", module=f"{_FORMATS}.org", suffixes=(".org",)),
    Format(
        name="mediawiki",
        description="MediaWiki text",
        module=f"{_FORMATS}.mediawiki",
        suffixes=(".wiki", ".mediawiki", ".wikitext"),
    ),
    Format(
        name="rst",
        description="reStructuredText, also of Sphinx",
        module=f"{_FORMATS}.restructured_text",
        suffixes=(".rst", ".rest"),
    ),
    Format(
        name="docx",
        description="DOCX: documents of Word and other word processors",
        module=f"{_FORMATS}.docx",
        suffixes=(".docx", ".docm"),
        binary=True,
    ),
    Format(
        name="odf",
        description="OpenDocument texts, spreadsheets and presentations",
        module=f"{_FORMATS}.odf",
        suffixes=(".odt", ".fodt", ".ods", ".fods", ".odp", ".fodp"),
        binary=True,
    ),
    Format(
        name="xlsx",
        description="XLSX: spreadsheets of Excel and others",
        module=f"{_FORMATS}.xlsx",
        suffixes=(".xlsx", ".xlsm"),
        binary=True,
    ),
    Format(
        name="pptx",
        description="PPTX: presentations of PowerPoint and others",
        module=f"{_FORMATS}.pptx",
        suffixes=(".pptx",),
        binary=True,
    ),
    Format(
        name="epub",
        description="EPUB books",
        module=f"{_FORMATS}.epub",
        suffixes=(".epub",),
        binary=True,
    ),
    Format(
        name="pdf",
        description="PDF files, when they are named",
        module=f"{_FORMATS}.pdf",
        suffixes=(".pdf",),
        binary=True,
        named_only=True,
    ),
    Format(
        name="text",
        description="plain text: one URL per line, or prose with URLs",
        module=f"{_FORMATS}.url_lists",
        suffixes=(".txt", ".urls"),
        long=True,
    ),
    Format(
        name="table",
        description="CSV and TSV tables with a column of URLs",
        module=f"{_FORMATS}.tables",
        suffixes=(".csv", ".tsv"),
    ),
    Format(
        name="parquet",
        description="Parquet tables with a column of URLs (extra `documents`)",
        module=f"{_FORMATS}.parquet",
        suffixes=(".parquet",),
        binary=True,
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


def known_suffixes(*, named: bool = True) -> frozenset[str]:
    """The suffixes of all formats, in small letters; without those of formats that are read only when named."""
    return frozenset(suffix for format in FORMATS if named or not format.named_only for suffix in format.suffixes)


def suffix_of(path: str) -> str:
    """The suffix that tells a file's format, in small letters: without the `.gz` of a compressed file.

    >>> suffix_of("docs/a.MD"), suffix_of("table.csv.gz"), suffix_of("README"), suffix_of("archive.gz")
    ('.md', '.csv', '', '.gz')
    """
    pure = PurePosixPath(path)
    if pure.suffix.lower() == ".gz" and (inner := PurePosixPath(pure.stem).suffix):
        return inner.lower()
    return pure.suffix.lower()


def format_of(source: SourceText) -> Format | None:
    """The format of a source, None if no format reads it.

    By its suffix, and by its content where formats share that suffix. A source without a suffix that no format
    recognises is Markdown; one with a suffix that no format has must be recognised by its content.
    """
    suffix = suffix_of(source.path)
    candidates = [format for format in FORMATS if suffix in format.suffixes]
    general = [format for format in candidates if not format.exact] or ([FORMATS[-1]] if not suffix else [])
    if len(candidates) == 1 and general:
        return general[0]
    found = next((format for format in candidates or FORMATS[:-1] if format.sniff(source)), None)
    return found or (general[-1] if general else None)


def readable() -> str:
    """The suffixes of what is read, for a person."""
    return " ".join(sorted(known_suffixes()))


def precedence(name: str) -> int:
    """The precedence of the format of that name; 0 for a name that no format has."""
    return next((format.precedence for format in FORMATS if format.name == name), 0)


def is_bibliography(name: str | None) -> bool:
    """Whether the format of that name is one of bibliographies."""
    return precedence(name or "") == _BIBLIOGRAPHY


def citation_key(label: str | None, format: str | None) -> str | None:
    """The citation key that a Citation's label is: every label of a bibliography, elsewhere one with `@` before it.

    All other labels are those of footnotes.

    >>> citation_key("doe2020", "bibtex"), citation_key("@doe2020", "markdown"), citation_key("1", "markdown")
    ('doe2020', 'doe2020', None)
    """
    if not label:
        return None
    if label.startswith("@"):
        return label[1:]
    return label if is_bibliography(format) else None
